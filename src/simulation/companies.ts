import { COMPANY_KINDS, COMPANY_WORDS, FAMILY_NAMES, GIVEN_NAMES, TOP_LEVEL_DOMAINS } from './names.js';
import { CLOUDS, drawEndpoint, HOSTING, type Endpoint } from './networks.js';
import { RandomGenerator } from './random.js';

/** An organisation that the staff exchanges mail with. */
export interface Company {
  readonly name: string;
  readonly domain: string;
  readonly kind: 'customer' | 'supplier' | 'newsletter';
  readonly mailServer: Endpoint;
  readonly signsMail: boolean;
  /** Its SPF record does not list the server it sends from. */
  readonly brokenSpf: boolean;
  readonly publishesDmarc: boolean;
  readonly linkHost: string;
}

/** Somebody outside. */
export interface Correspondent {
  readonly name: string;
  readonly address: string;
  readonly company: Company;
}

/** Draws one company with a domain of its own. `domain` fixes the name instead. */
export function drawCompany(random: RandomGenerator, kind: Company['kind'], domain?: string): Company {
  const first = random.pick(COMPANY_WORDS);
  const second = random.chance(0.5) ? random.pick(COMPANY_KINDS) : random.pick(COMPANY_WORDS);
  const joined = random.chance(0.25) ? `${first}-${second}` : first + second;
  const name = domain ?? `${joined}.${random.pick(TOP_LEVEL_DOMAINS)}`;
  const hosted = random.chance(0.5);
  return {
    name: `${first.charAt(0).toUpperCase()}${first.slice(1)} ${second.charAt(0).toUpperCase()}${second.slice(1)}`,
    domain: name,
    kind,
    mailServer: drawEndpoint(random, random.pick(hosted ? CLOUDS : HOSTING)),
    signsMail: random.chance(kind === 'newsletter' ? 0.95 : 0.75),
    brokenSpf: random.chance(0.04),
    publishesDmarc: random.chance(kind === 'newsletter' ? 0.9 : 0.6),
    linkHost: random.chance(0.5) ? `www.${name}` : random.pick(['click', 'links', 'portal', 'app', 'mail']) + `.${name}`,
  };
}

/** Draws a person of the company. */
export function drawCorrespondent(random: RandomGenerator, company: Company): Correspondent {
  const given = random.pick(GIVEN_NAMES);
  const family = random.pick(FAMILY_NAMES);
  const local = random.pick([`${given}.${family}`, `${given.charAt(0)}${family}`, given, `${given}_${family}`]).toLowerCase();
  return { name: `${given} ${family}`, address: `${local}@${company.domain}`, company };
}

/** The outside world of the estate's mail. */
export interface MailPartners {
  readonly companies: readonly Company[];
  readonly newsletters: readonly Company[];
  readonly correspondents: readonly Correspondent[];
}

/** Draws partners in proportion to the staff. */
export function drawMailPartners(seed: number, users: number): MailPartners {
  const random = RandomGenerator.keyed(seed, 'partners');
  const count = Math.max(30, Math.round(users * 1.1));
  const companies = Array.from({ length: count }, () => drawCompany(random, random.chance(0.35) ? 'supplier' : 'customer'));
  const newsletters = Array.from({ length: Math.max(12, Math.round(users / 5)) }, () => drawCompany(random, 'newsletter'));
  const correspondents = Array.from({ length: count * 3 }, () => drawCorrespondent(random, random.pickZipf(companies)));
  return { companies, newsletters, correspondents };
}
