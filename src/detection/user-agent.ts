/** Programs that are not driven by a person: scripts, libraries and command-line tools. */
const MACHINE_MARKS = [
  'python',
  'curl',
  'wget',
  'go-http',
  'okhttp',
  'java/',
  'apache-httpclient',
  'axios',
  'node-fetch',
  'undici',
  'postman',
  'insomnia',
  'aws-cli',
  'aws-sdk',
  'boto',
  'powershell',
  'ruby',
  'perl',
  'libwww',
  'httpie',
  'restsharp',
  'dart',
  'php',
  'guzzle',
  'salesforce-',
  'sfdx',
  'simple-salesforce',
  'headless',
  'phantomjs',
  'scrapy',
  'winhttp',
  'bot',
  'terraform',
  'aiohttp',
  'httpx',
] as const;

const BROWSERS: readonly (readonly [mark: string, name: string])[] = [
  ['edg/', 'Edge'],
  ['edga/', 'Edge'],
  ['opr/', 'Opera'],
  ['firefox/', 'Firefox'],
  ['samsungbrowser/', 'Samsung Browser'],
  ['headlesschrome/', 'Headless Chrome'],
  ['chrome/', 'Chrome'],
  ['crios/', 'Chrome'],
  ['fxios/', 'Firefox'],
  ['version/', 'Safari'],
  ['trident/', 'Internet Explorer'],
  ['msie', 'Internet Explorer'],
];

const SYSTEMS: readonly (readonly [mark: string, name: string])[] = [
  ['windows', 'Windows'],
  ['iphone', 'iOS'],
  ['ipad', 'iOS'],
  ['android', 'Android'],
  ['mac os', 'macOS'],
  ['macintosh', 'macOS'],
  ['cros', 'ChromeOS'],
  ['linux', 'Linux'],
];

export interface UserAgent {
  /** Program and system without versions, e.g. `Chrome on Windows`, `python-requests`. */
  readonly family: string;
  readonly machine: boolean;
}

export const NO_AGENT: UserAgent = { family: '', machine: false };
const cache = new Map<string, UserAgent>();

/** Reduces a user agent to what stays the same over updates. Pure; results are remembered for speed only. */
export function parseUserAgent(text: string): UserAgent {
  if (text === '') return NO_AGENT;
  const known = cache.get(text);
  if (known !== undefined) return known;
  const parsed = parse(text.slice(0, 512));
  if (cache.size > 20_000) cache.clear();
  cache.set(text, parsed);
  return parsed;
}

function parse(text: string): UserAgent {
  const lower = text.toLowerCase();
  const system = SYSTEMS.find(([mark]) => lower.includes(mark))?.[1] ?? '';
  const machine = MACHINE_MARKS.some((mark) => lower.includes(mark));
  if (!machine && lower.startsWith('mozilla/')) {
    const browser = BROWSERS.find(([mark]) => lower.includes(mark))?.[1] ?? 'browser';
    return { family: system === '' ? browser : `${browser} on ${system}`, machine: false };
  }
  const end = text.search(/[/\s;(,[]/);
  const program = (end > 0 ? text.slice(0, end) : text).replace(/[\d.]+$/, '').slice(0, 64);
  return { family: system === '' ? program : `${program} on ${system}`, machine };
}
