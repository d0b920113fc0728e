import type { Correspondent } from '../companies.js';
import { drawCompany, drawCorrespondent } from '../companies.js';
import type { Estate } from '../estate.js';
import { drawEndpoint, HOSTING, type Endpoint } from '../networks.js';
import type { Person } from '../person.js';
import type { RandomGenerator } from '../random.js';
import { drawDomainName, drawWebHost, type WebHost } from '../web.js';

/** A domain that reads like the given one: a swapped, doubled or similar letter, or an added word. */
export function lookAlikeDomain(random: RandomGenerator, domain: string): string {
  const dot = domain.indexOf('.');
  const label = domain.slice(0, dot);
  const suffix = domain.slice(dot);
  const variants = [label.replace('l', '1'), label.replace('o', '0'), label.replace('m', 'rn'), label.replace('i', 'l')];
  const position = 1 + random.integer(Math.max(1, label.length - 2));
  variants.push(label.slice(0, position) + label.charAt(position) + label.slice(position), `${label}-portal`);
  const changed = variants.filter((variant) => variant !== label);
  return random.pick(changed) + (random.chance(0.7) ? suffix : random.pick(['.com', '.net', '.co']));
}

/** Somebody the person writes with, as an intruder imitates them from a look-alike domain on a rented server. */
export function impersonate(
  random: RandomGenerator,
  estate: Estate,
  person: Person,
): { readonly genuine: Correspondent; readonly impostor: Correspondent } {
  const index = person.correspondents[random.integer(Math.min(3, person.correspondents.length))] ?? 0;
  const genuine = estate.partners.correspondents[index] ?? drawCorrespondent(random, drawCompany(random, 'supplier'));
  const domain = lookAlikeDomain(random, genuine.company.domain);
  const company = {
    ...drawCompany(random, 'supplier', domain),
    name: genuine.company.name,
    mailServer: rentServer(random),
    signsMail: true,
    brokenSpf: false,
  };
  const local = genuine.address.slice(0, genuine.address.indexOf('@'));
  return { genuine, impostor: { name: genuine.name, address: `${local}@${domain}`, company } };
}

/** A rented server or VPN exit. */
export function rentServer(random: RandomGenerator): Endpoint {
  return drawEndpoint(random, random.pick(HOSTING));
}

/** A web server on rented ground. The name is invented unless given. */
export function rentWebHost(random: RandomGenerator, name?: string): WebHost {
  const host = drawWebHost(random, name ?? `${random.pick(['cdn', 'api', 'static', 'www'])}.${drawDomainName(random)}`);
  return { ...host, addresses: [rentServer(random)], plain: false };
}
