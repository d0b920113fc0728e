import { DAY, type EstateCalendar } from './calendar.js';
import type { Device } from './person.js';

const FOUR_WEEKS = 28 * DAY;
/** Chrome 138 was current on 2025-06-24; a new major version appears every four weeks. */
const CHROME_138 = Date.UTC(2025, 5, 24);

/** Major version of Chromium that a device with this lag runs at a time. */
export function chromiumVersion(time: number, lagDays: number): number {
  return 138 + Math.floor((time - lagDays * DAY - CHROME_138) / FOUR_WEEKS);
}

export interface BrowserIdentity {
  readonly userAgent: string;
  /** As Entra names it, e.g. `Chrome 139.0.0`. */
  readonly browser: string;
  /** As Entra names it, e.g. `Windows10`. */
  readonly operatingSystem: string;
}

const SYSTEMS: Readonly<
  Record<Device['os'], { readonly token: string; readonly entra: string; readonly okta: string; readonly salesforce: string }>
> = {
  windows: { token: 'Windows NT 10.0; Win64; x64', entra: 'Windows10', okta: 'Windows 10', salesforce: 'Windows 10' },
  mac: { token: 'Macintosh; Intel Mac OS X 10_15_7', entra: 'MacOs', okta: 'Mac OS X', salesforce: 'Mac OSX' },
  linux: { token: 'X11; Linux x86_64', entra: 'Linux', okta: 'Linux', salesforce: 'Linux' },
  ios: { token: 'iPhone; CPU iPhone OS 18_5 like Mac OS X', entra: 'Ios 18.5', okta: 'iOS', salesforce: 'iPhone' },
  android: { token: 'Linux; Android 10; K', entra: 'Android 14', okta: 'Android', salesforce: 'Android 14' },
};

/** Operating system of a device in the words of Okta and Salesforce. */
export function systemNames(device: Device): { readonly okta: string; readonly salesforce: string } {
  return SYSTEMS[device.os];
}

/** What the browser of a device says about itself at a time. */
export function browserIdentity(device: Device, time: number): BrowserIdentity {
  const system = SYSTEMS[device.os];
  const version = chromiumVersion(time, device.updateLag);
  switch (device.browser) {
    case 'edge':
      return {
        userAgent: `Mozilla/5.0 (${system.token}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0 Safari/537.36 Edg/${version}.0.0.0`,
        browser: `Edge ${version}.0.0`,
        operatingSystem: system.entra,
      };
    case 'chrome':
      return {
        userAgent: `Mozilla/5.0 (${system.token}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0 Safari/537.36`,
        browser: `Chrome ${version}.0.0`,
        operatingSystem: system.entra,
      };
    case 'firefox':
      return {
        userAgent: `Mozilla/5.0 (${system.token}; rv:${version + 2}.0) Gecko/20100101 Firefox/${version + 2}.0`,
        browser: `Firefox ${version + 2}.0`,
        operatingSystem: system.entra,
      };
    case 'safari':
      return {
        userAgent: `Mozilla/5.0 (${system.token}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 ${device.os === 'ios' ? 'Mobile/15E148 ' : ''}Safari/605.1.15`,
        browser: `Safari 18.5`,
        operatingSystem: system.entra,
      };
  }
}

/** Clients that are no browsers: scripts, tools and integrations. */
export const SCRIPT_AGENTS = {
  pythonRequests: 'python-requests/2.32.4',
  okhttp: 'okhttp/4.12.0',
  java: 'Jakarta Commons-HttpClient/3.1',
  curl: 'curl/8.5.0',
  go: 'Go-http-client/2.0',
  boto: 'Boto3/1.40.2 md/Botocore#1.40.2 ua/2.1 os/linux#6.8.0-1031-aws md/arch#x86_64 lang/python#3.12.3 md/pyimpl#CPython Botocore/1.40.2',
  awsCli:
    'aws-cli/2.27.50 md/awscrt#0.26.1 ua/2.1 os/linux#6.8.0-64-generic md/arch#x86_64 lang/python#3.13.4 md/pyimpl#CPython cfg/retry-mode#standard md/prompt#off',
  terraform:
    'APN/1.0 HashiCorp/1.0 Terraform/1.12.2 (+https://www.terraform.io) terraform-provider-aws/6.4.0 (+https://registry.terraform.io/providers/hashicorp/aws)',
} as const;

/** True once the calendar day has passed the device's replacement. */
export function currentLaptop(
  person: { readonly laptop: Device; readonly newLaptop: Device | undefined; readonly newLaptopDay: number },
  calendar: EstateCalendar,
  time: number,
): Device {
  if (person.newLaptop === undefined) return person.laptop;
  return time >= calendar.start + person.newLaptopDay * DAY ? person.newLaptop : person.laptop;
}
