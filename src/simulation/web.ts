import { COMPANY_KINDS, COMPANY_WORDS, TOP_LEVEL_DOMAINS } from './names.js';
import { CLOUDS, drawEndpoint, HOSTING, type Endpoint } from './networks.js';
import { RandomGenerator } from './random.js';

/** A name on the Internet that browsers and programs contact. */
export interface WebHost {
  readonly name: string;
  readonly addresses: readonly Endpoint[];
  /** Still speaks unencrypted HTTP. */
  readonly plain: boolean;
  readonly issuer: string;
  readonly ja3s: string;
}

const ISSUERS = [
  "CN=R11,O=Let's Encrypt,C=US",
  "CN=R10,O=Let's Encrypt,C=US",
  "CN=E6,O=Let's Encrypt,C=US",
  'CN=DigiCert Global G2 TLS RSA SHA256 2020 CA1,O=DigiCert Inc,C=US',
  'CN=Amazon RSA 2048 M02,O=Amazon,C=US',
  'CN=WR2,O=Google Trust Services,C=US',
  'CN=Microsoft Azure RSA TLS Issuing CA 04,O=Microsoft Corporation,C=US',
  'CN=Sectigo RSA Domain Validation Secure Server CA,O=Sectigo Limited,L=Salford,ST=Greater Manchester,C=GB',
];

const POPULAR_HOSTS = (
  'login.microsoftonline.com,outlook.office365.com,www.google.com,teams.microsoft.com,www.bing.com,fonts.gstatic.com,www.gstatic.com,' +
  'graph.microsoft.com,self.events.data.microsoft.com,corp.my.salesforce.com,app.slack.com,zoom.us,github.com,www.linkedin.com,' +
  'corp.sharepoint.com,www.youtube.com,cdn.jsdelivr.net,api.github.com,s3.amazonaws.com,atlassian.net,www.googletagmanager.com,' +
  'wd5.myworkday.com,service-now.com,ocsp.digicert.com,www.wikipedia.org,stackoverflow.com,registry.npmjs.org,pypi.org,' +
  'drive.google.com,www.dropbox.com,api.dropboxapi.com,content.dropboxapi.com,wetransfer.com,mega.nz,docs.google.com,' +
  'www.spiegel.de,www.bbc.co.uk,www.nytimes.com,www.amazon.com,www.ebay.com,www.booking.com,maps.googleapis.com,open.spotify.com'
).split(',');

/** Hosts that every managed device polls for updates. */
export const UPDATE_HOSTS: readonly string[] = [
  'v10.events.data.microsoft.com',
  'ctldl.windowsupdate.com',
  'edr-eu1.endpoint-guard.net',
  'mdm.device-fleet.com',
  'update.googleapis.com',
];

/** Draws one host. Names come from the caller, because what is visited depends on why. */
export function drawWebHost(random: RandomGenerator, name: string): WebHost {
  const source = random.chance(0.75) ? CLOUDS : HOSTING;
  const range = random.pick(source);
  return {
    name,
    addresses: Array.from({ length: random.integerBetween(1, 3) }, () => drawEndpoint(random, range)),
    plain: random.chance(0.08),
    issuer: random.pick(ISSUERS),
    ja3s: random.hex(32),
  };
}

/** A domain name made of ordinary words. */
export function drawDomainName(random: RandomGenerator): string {
  const first = random.pick(COMPANY_WORDS);
  const second = random.pick(random.chance(0.5) ? COMPANY_KINDS : COMPANY_WORDS);
  return `${first}${random.chance(0.2) ? '-' : ''}${second}.${random.pick(TOP_LEVEL_DOMAINS)}`;
}

/** The hosts of the estate's web, most popular first. */
export interface Web {
  readonly hosts: readonly WebHost[];
  readonly updates: readonly WebHost[];
  readonly byName: ReadonlyMap<string, WebHost>;
}

export function drawWeb(seed: number, users: number): Web {
  const random = RandomGenerator.keyed(seed, 'web');
  const names = [...POPULAR_HOSTS];
  const size = Math.max(600, users * 8);
  while (names.length < size) {
    names.push(
      `${random.pickWeighted([
        ['www.', 5],
        ['', 2],
        ['cdn.', 2],
        ['api.', 2],
        ['static.', 1],
      ] as const)}${drawDomainName(random)}`,
    );
  }
  const hosts = names.map((name) => drawWebHost(random, name));
  const updates = UPDATE_HOSTS.map((name) => ({ ...drawWebHost(random, name), plain: false }));
  return { hosts, updates, byName: new Map([...hosts, ...updates].map((host) => [host.name, host])) };
}
