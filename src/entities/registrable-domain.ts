import { getDomain } from 'tldts';
import { RecentTexts } from '../activity/fields/recent-texts.js';

/** Distinct host names whose answer is kept per generation of the cache; two generations are about 20 MB at most. */
const GENERATION = 65_536;

let young = new Map<string, string>();
let old = new Map<string, string>();
/** Answers given last. */
const recent = new RecentTexts<string>(4_096);

/**
 * The part of a host name that somebody registered: `cdn.shop.example.co.uk` → `example.co.uk`. Public suffixes include the
 * private section of the Public Suffix List, so tenants of one hosting company stay apart (`evil.github.io`). '' for an
 * address, a bare public suffix or a single label.
 */
export function registrableDomain(host: string): string {
  const latest = recent.get(host);
  if (latest !== undefined) return latest;
  const domain = young.get(host) ?? remember(host);
  recent.set(host, domain);
  return domain;
}

function remember(host: string): string {
  const domain = old.get(host) ?? compute(host);
  if (young.size >= GENERATION) {
    old = young;
    young = new Map();
  }
  young.set(host, domain);
  return domain;
}

const PARSE_OPTIONS = { allowPrivateDomains: true, extractHostname: false, validateHostname: false } as const;

function compute(host: string): string {
  if (host === '' || host.length > 253) return '';
  const trimmed = host.endsWith('.') ? host.slice(0, -1) : host;
  if (!trimmed.includes('.')) return '';
  const name = trimmed.toLowerCase();
  const domain = getDomain(name, PARSE_OPTIONS) ?? '';
  return TENANT_SUFFIXES.has(domain) ? oneLabelMore(name, domain) : domain;
}

/** Suffixes that the list does not know, under which every name is another organisation. */
const TENANT_SUFFIXES: ReadonlySet<string> = new Set(['onmicrosoft.com', 'sharepoint.com']);

function oneLabelMore(name: string, suffix: string): string {
  const end = name.length - suffix.length - 1;
  return end <= 0 ? suffix : name.slice(name.lastIndexOf('.', end - 1) + 1);
}

/**
 * Suffixes under which strangers hold mailboxes or tenants. A name under one of them says nothing about which organisation
 * it belongs to.
 */
const SHARED_MAIL_DOMAINS: ReadonlySet<string> = new Set([
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'live.com',
  'msn.com',
  'yahoo.com',
  'ymail.com',
  'icloud.com',
  'me.com',
  'mac.com',
  'aol.com',
  'gmx.com',
  'gmx.net',
  'gmx.de',
  'web.de',
  'mail.com',
  'mail.ru',
  'yandex.ru',
  'yandex.com',
  'qq.com',
  '163.com',
  '126.com',
  'proton.me',
  'protonmail.com',
  'zoho.com',
  'fastmail.com',
  'hey.com',
  'tutanota.com',
  'comcast.net',
  'orange.fr',
  'free.fr',
  't-online.de',
  'naver.com',
  'hotmail.co.uk',
  'yahoo.co.uk',
  'yahoo.co.jp',
  'live.co.uk',
]);

export function isSharedMailDomain(domain: string): boolean {
  return SHARED_MAIL_DOMAINS.has(domain);
}
