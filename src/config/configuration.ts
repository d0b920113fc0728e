import ipaddr from 'ipaddr.js';
import { validate as isCronExpression } from 'node-cron';
import { canonicalIdentifier } from '../activity/fields/identity.js';
import { IDENTIFIER_SCHEMES, type Identifier, type IdentifierScheme } from '../activity/identifier.js';
import { ConfigurationFile, type RunMode } from './configuration-schema.js';
import { ELASTIC_SECRETS, elasticProblems } from './elastic-problems.js';
import type { ElasticSection } from './elastic-section.js';
import { SPLUNK_SECRETS, splunkProblems } from './splunk-problems.js';
import type { SplunkSection } from './splunk-section.js';
import { requireReferences, substituteReferences, type Lookup } from './substitution.js';
import { suggest } from './suggestion.js';
import { readYamlContent, rejectProblems, type ContentProblem } from './yaml-content.js';

export interface PeerGroupDefinition {
  readonly name: string;
  /** Wildcards over account names. */
  readonly accounts: readonly string[];
  /** Wildcards over the groups, roles, departments and titles that records give. */
  readonly groups: readonly string[];
}

/** What fits every list that is not empty is expected, for the given reason. */
export interface Suppression {
  readonly reason: string;
  readonly models: readonly string[];
  readonly entities: readonly string[];
  readonly networks: readonly string[];
  readonly sources: readonly string[];
  readonly operations: readonly string[];
  /** Epoch milliseconds after which the exception no longer holds, or `undefined` for always. */
  readonly until: number | undefined;
}

/** How the scheduled service works. */
export interface ServiceConfiguration {
  /** Cron expression, in the configured time zone. */
  readonly schedule: string;
  /** The same for what does not wait for records. */
  readonly schedules: { readonly profiles: string; readonly housekeeping: string };
  readonly leaseMilliseconds: number;
  /** Records of history, roughly, that one worker reads at a time. */
  readonly stretchRecords: number;
  readonly listen: { readonly host: string; readonly port: number } | undefined;
}

/** The checked configuration with every default filled in. */
export interface Configuration {
  readonly tenant: string;
  /** IANA time zone. */
  readonly timezone: string;
  readonly mode: RunMode;
  /** Incidents a day. */
  readonly alertBudget: number;
  readonly warmupMilliseconds: number;
  readonly latenessMilliseconds: number;
  /** CIDR texts. */
  readonly internalNetworks: readonly string[];
  /** Lower case. */
  readonly mailDomains: readonly string[];
  /** Each group names one thing. */
  readonly aliases: readonly (readonly Identifier[])[];
  readonly criticalAssets: readonly Identifier[];
  readonly vips: readonly Identifier[];
  /** In the order of the file; the first that fits holds. */
  readonly peerGroups: readonly PeerGroupDefinition[];
  readonly mmdb: { readonly city: string | undefined; readonly asn: string | undefined };
  /** The cluster to work on, as the file says it, or undefined. */
  readonly elastic: ElasticSection | undefined;
  /** The Splunk to work on, likewise; at most one of both. */
  readonly splunk: SplunkSection | undefined;
  readonly service: ServiceConfiguration;
  readonly suppress: readonly Suppression[];
}

const MILLISECONDS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

function durationMilliseconds(text: string): number {
  return text === '0' ? 0 : Number(text.slice(0, -1)) * (MILLISECONDS[text.slice(-1)] ?? 0);
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const isScheme = (text: string): text is IdentifierScheme => (IDENTIFIER_SCHEMES as readonly string[]).includes(text);

/** Reads `scheme:value`; a mail address, an IP address and `DOMAIN\name` may go without scheme. Returns a sentence if it is none of these. */
export function parseIdentifier(text: string): Identifier | string {
  const colon = text.indexOf(':');
  const prefix = colon > 0 ? text.slice(0, colon) : '';
  if (isScheme(prefix)) {
    const value = canonicalIdentifier(prefix, text.slice(colon + 1).trim());
    return value === '' ? `'${text}' is not a name of the scheme ${prefix}` : { scheme: prefix, value };
  }
  if (ipaddr.isValid(text)) return { scheme: 'ip', value: ipaddr.process(text).toString() };
  const guessed = text.includes('@') ? 'upn' : text.includes('\\') ? 'sam' : undefined;
  const value = guessed === undefined || prefix !== '' ? '' : canonicalIdentifier(guessed, text);
  if (guessed !== undefined && value !== '') return { scheme: guessed, value };
  return `'${text}' does not say what kind of name it is; write scheme:value; ${suggest(prefix, IDENTIFIER_SCHEMES, 'schemes')}`;
}

class Reader {
  readonly problems: ContentProblem[] = [];

  identifiers(texts: readonly string[], path: readonly (string | number)[]): readonly Identifier[] {
    return texts.flatMap((text, index) => {
      const parsed = parseIdentifier(text);
      if (typeof parsed !== 'string') return [parsed];
      this.problems.push({ path: [...path, index], message: parsed });
      return [];
    });
  }

  networks(texts: readonly string[], path: readonly (string | number)[]): readonly string[] {
    texts.forEach((text, index) => {
      if (ipaddr.isValidCIDR(text)) return;
      const fix = ipaddr.isValid(text) ? `write ${text}/${text.includes(':') ? '128' : '32'}` : 'write for example 10.0.0.0/8';
      this.problems.push({ path: [...path, index], message: `'${text}' is not a network in CIDR notation; ${fix}` });
    });
    return texts;
  }
}

const SUPPRESSION_KEYS = ['models', 'entities', 'networks', 'sources', 'operations'] as const;

/**
 * Reads `throughline.yaml`. `lookup` answers `${NAME}` and `${file:PATH}`. An empty text gives the defaults. Throws ConfigError
 * naming file, line, column and fix of every problem.
 */
export function parseConfiguration(text: string, fileName: string, lookup: Lookup = () => undefined): Configuration {
  const source = /^\s*(#.*\s*)*$/.test(text) ? '{}' : text;
  const content = readYamlContent(source, fileName, ConfigurationFile, (document, locate) => {
    requireReferences(document, [...ELASTIC_SECRETS, ...SPLUNK_SECRETS], locate);
    substituteReferences(document, lookup, locate);
  });
  const file = content.value;
  const reader = new Reader();
  reader.problems.push(...elasticProblems(file.elastic), ...splunkProblems(file.splunk, file.elastic !== undefined));
  if (!isTimeZone(file.timezone)) {
    reader.problems.push({ path: ['timezone'], message: `'${file.timezone}' is not an IANA time zone; write for example Europe/Berlin` });
  }
  const suppress = file.suppress.map((entry, index): Suppression => {
    if (SUPPRESSION_KEYS.every((key) => entry[key] === undefined)) {
      reader.problems.push({
        path: ['suppress', index],
        message: `the exception would hide everything; add one of ${SUPPRESSION_KEYS.join(', ')}`,
      });
    }
    return {
      reason: entry.reason,
      models: entry.models ?? [],
      entities: entry.entities ?? [],
      networks: reader.networks(entry.networks ?? [], ['suppress', index, 'networks']),
      sources: entry.sources ?? [],
      operations: entry.operations ?? [],
      until: entry.until === undefined ? undefined : Date.parse(entry.until),
    };
  });
  const peerGroups = Object.entries(file.peerGroups).map(([name, group]): PeerGroupDefinition => {
    if (group.accounts === undefined && group.groups === undefined) {
      reader.problems.push({ path: ['peerGroups', name], message: `the peer group '${name}' has no members; add accounts or groups` });
    }
    return { name, accounts: group.accounts ?? [], groups: group.groups ?? [] };
  });
  const { schedule = '* * * * *', leaseSeconds = 60, stretchRecords = 50_000, listen } = file.service;
  const { profiles = '10 * * * *', housekeeping = '40 3 * * *' } = file.service.schedules ?? {};
  const expressions = [
    [['schedule'], schedule, "'* * * * *' for every minute"],
    [['schedules', 'profiles'], profiles, "'10 * * * *' for every hour"],
    [['schedules', 'housekeeping'], housekeeping, "'40 3 * * *' for every night"],
  ] as const;
  for (const [path, expression, example] of expressions) {
    if (isCronExpression(expression)) continue;
    reader.problems.push({
      path: ['service', ...path],
      message: `'${expression}' is not a cron expression; write for example ${example}`,
    });
  }
  const configuration: Configuration = {
    tenant: file.tenant,
    timezone: file.timezone,
    mode: file.mode,
    alertBudget: file.alertBudget,
    warmupMilliseconds: durationMilliseconds(file.warmup),
    latenessMilliseconds: file.latenessMinutes * 60_000,
    internalNetworks: reader.networks(file.internalNetworks, ['internalNetworks']),
    mailDomains: file.mailDomains.map((domain) => domain.toLowerCase()),
    aliases: file.aliases.map((group, index) => reader.identifiers(group, ['aliases', index])),
    criticalAssets: reader.identifiers(file.criticalAssets, ['criticalAssets']),
    vips: reader.identifiers(file.vips, ['vips']),
    peerGroups,
    mmdb: { city: file.mmdb.city, asn: file.mmdb.asn },
    elastic: file.elastic,
    splunk: file.splunk,
    service: {
      schedule,
      schedules: { profiles, housekeeping },
      leaseMilliseconds: leaseSeconds * 1000,
      stretchRecords,
      listen: listen === undefined ? undefined : addressOf(listen),
    },
    suppress,
  };
  rejectProblems(content, reader.problems);
  return configuration;
}

/** `host:port`, where an IPv6 host stands in brackets. */
function addressOf(listen: string): { readonly host: string; readonly port: number } {
  const colon = listen.lastIndexOf(':');
  return { host: listen.slice(0, colon).replace(/^\[(.*)\]$/, '$1'), port: Number(listen.slice(colon + 1)) };
}

/** The configuration that holds without any file. */
export function defaultConfiguration(): Configuration {
  return parseConfiguration('', 'defaults');
}
