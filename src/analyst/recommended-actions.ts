import type { IncidentState } from '../correlation/incident-state.js';
import type { ObservationRecord } from '../correlation/observation.js';
import type { FindingEntity } from '../detection/finding.js';
import { addressPrefix } from '../detection/origin.js';
import type { Model, ProposedAction } from '../detection/model.js';
import type { ActionKind } from '../documents/action.js';
import type { EntityType } from '../documents/common.js';

/** An action that a model proposes, on one entity, with the records that call for it, strongest first. */
export interface RecommendedAction {
  readonly proposal: ProposedAction;
  readonly model: string;
  readonly entity: FindingEntity;
  readonly records: readonly ObservationRecord[];
}

/** What an action can be done to; a proposal on anything else is dropped rather than misdirected. */
const SUITS: Readonly<Record<ActionKind, readonly EntityType[]>> = {
  'disable-user': ['user', 'service'],
  'revoke-sessions': ['user', 'service', 'app'],
  'revoke-token': ['user', 'service', 'app'],
  'disable-access-key': ['user', 'service', 'app'],
  'block-address': ['address'],
  'block-domain': ['domain'],
  'isolate-device': ['device'],
  'remove-mailbox-rule': ['user', 'service'],
  'quarantine-message': ['user', 'address', 'domain', 'resource'],
  'revert-change': ['user', 'service', 'app', 'device', 'resource'],
  'reset-password': ['user', 'service'],
  notify: ['user', 'service', 'app', 'device', 'address', 'domain', 'resource'],
};

/** Share of the estate from which on an address or domain is everybody's: blocking it would hurt more than the intruder. */
export const SHARED = 0.05;

/** Share below which an address new to the account alone is taken for the intruder's and not for a branch office or a relay. */
const RARE = 0.02;

/** Facts that tell an address nobody at home acts from. */
const FOREIGN: ReadonlySet<string> = new Set(['new-network-for-estate', 'new-country-for-account', 'impossible-travel']);

/** Facts for which an account is worth stopping at once: it is in other hands, or it does lasting harm. */
const STOPPING: ReadonlySet<string> = new Set([
  ...FOREIGN,
  'forward-external',
  'hides-mail',
  'data-export',
  'delete-after-export',
  'mass-download',
  'mass-deletion',
  'mass-write',
  'large-upload',
  'secret-read',
  'credential-added',
  'account-created',
  'role-granted',
  'trust-changed',
  'logging-changed',
  'resource-deleted',
  'snapshot-shared',
]);

/** First what keeps the intruder out, then what takes away what was stolen, then what stops the account, then repair. */
const ORDER: readonly ActionKind[] = [
  'block-address',
  'revoke-token',
  'disable-access-key',
  'revoke-sessions',
  'disable-user',
  'isolate-device',
  'block-domain',
  'remove-mailbox-rule',
  'reset-password',
  'revert-change',
  'quarantine-message',
  'notify',
];

/** Actions that rest on at least this share of the strongest evidence come before the others. */
const STRONG = 0.4;

const isTarget = (entity: FindingEntity, proposal: ProposedAction): boolean => {
  if (!SUITS[proposal.kind].includes(entity.type)) return false;
  switch (proposal.on) {
    case 'actor':
      return entity.role === 'actor' || (entity.hops === 0 && entity.role === 'recipient');
    case 'source':
      return entity.role === 'source' || entity.role === 'client';
    case 'destination':
      return entity.role === 'destination';
    case 'sender':
      return entity.role === 'sender';
    case 'device':
      return entity.type === 'device';
  }
};

const has = (record: ObservationRecord, facts: ReadonlySet<string>): boolean => record.facts.some(([fact]) => facts.has(fact));

/** Facets of which the value names the address range that is surprising. */
const ORIGINS: ReadonlySet<string> = new Set(['origin-network', 'origin-prefix', 'origin-behaviour']);
const SURPRISING = 0.05;

/** True if the record's surprise about the origin is about this address; where no facet says, the first named is the one, of those that are not everybody's if the origin is foreign. */
const isSurprisingOrigin = (record: ObservationRecord, entity: FindingEntity): boolean => {
  const ranges = record.facets
    .filter(({ name, probability, value }) => ORIGINS.has(name) && probability <= SURPRISING && value.includes('/'))
    .map(({ value }) => value.split(/: | /)[0]);
  if (ranges.length > 0) return ranges.includes(addressPrefix(entity.name)) || ranges.includes(entity.name);
  const foreign = has(record, FOREIGN);
  const first = record.entities.find(
    ({ role, type, commonness }) => role === 'source' && type === 'address' && (!foreign || commonness < SHARED),
  );
  return first?.id === entity.id;
};

/**
 * True for the address that an account was misused from: the surprising one of a window in which the account acted from a network
 * new to it, and foreign or rare in the estate. Neither the way out of an office nor the telephone of the person is meant.
 */
export const isIntrudersAddress = (entity: FindingEntity, records: readonly ObservationRecord[]): boolean =>
  records.some((record) => {
    if (!record.entities.some(({ id, role }) => id === entity.id && role === entity.role)) return false;
    if (record.unit === 'alert') return true;
    const rare = entity.commonness < RARE && record.facts.some(([fact]) => fact === 'new-network-for-account');
    return isSurprisingOrigin(record, entity) && (rare || has(record, FOREIGN));
  });

/** Whom a proposal is for: the subject where it is the one that acts, else the first named that the action suits and may be done to. */
const targetOf = (
  record: ObservationRecord,
  proposal: ProposedAction,
  records: readonly ObservationRecord[],
): FindingEntity | undefined => {
  const { subject } = record;
  const suits = SUITS[proposal.kind].includes(subject.type);
  if (proposal.on === 'actor' && suits && record.unit !== 'device') return subject;
  if (proposal.on === 'device' && suits) return subject;
  const named = [subject, ...record.entities].filter((entity) => isTarget(entity, proposal));
  const direct = [...named.filter((entity) => entity.hops === 0), ...named.filter((entity) => entity.hops !== 0)];
  if (proposal.kind !== 'block-address' && proposal.kind !== 'block-domain')
    return direct[0] ?? (proposal.on === 'actor' && suits ? subject : undefined);
  return direct.find((entity) => entity.commonness < SHARED && (proposal.on !== 'source' || isIntrudersAddress(entity, records)));
};

/** False for stopping an account of which nothing says that it is in other hands or does harm. */
const isWarranted = (proposal: ProposedAction, entity: FindingEntity, records: readonly ObservationRecord[]): boolean =>
  proposal.kind !== 'disable-user' || records.some((record) => record.subject.id === entity.id && has(record, STOPPING));

const strengthOf = (record: ObservationRecord): number => record.surprisal * record.weight;

/** Blocking what a device talks to comes after what stops the intruder at home. */
const place = ({ proposal }: RecommendedAction): number =>
  proposal.kind === 'block-address' && proposal.on === 'destination' ? ORDER.indexOf('block-domain') : ORDER.indexOf(proposal.kind);

const inOrder = (actions: readonly RecommendedAction[]): readonly RecommendedAction[] => {
  const strength = (action: RecommendedAction): number => Math.max(...action.records.map(strengthOf));
  const strongest = Math.max(0, ...actions.map(strength));
  const faint = (action: RecommendedAction): number => (strength(action) < strongest * STRONG ? 1 : 0);
  return [...actions].sort(
    (a, b) => faint(a) - faint(b) || place(a) - place(b) || strength(b) - strength(a) || (a.entity.id < b.entity.id ? -1 : 1),
  );
};

/**
 * The actions that the models of an incident propose, once per kind and entity: among those with strong evidence, first what
 * keeps the intruder out, then what takes back what was stolen, then what stops the account or device, then repair; those with
 * faint evidence last. The longest duration and the most confirmations asked for by any model win. What would hurt others more
 * than the intruder is left out: blocking an address or domain that many use, stopping an account that only wrote much.
 */
export const recommendedActions = (incident: IncidentState, models: ReadonlyMap<string, Model>): readonly RecommendedAction[] => {
  const strongestFirst = [...incident.records].sort((a, b) => strengthOf(b) - strengthOf(a) || (a.id < b.id ? -1 : 1));
  const actions = new Map<string, RecommendedAction>();
  for (const record of strongestFirst) {
    for (const name of record.models) {
      for (const proposal of models.get(name)?.actions ?? []) {
        const entity = targetOf(record, proposal, incident.records);
        if (entity === undefined || !isWarranted(proposal, entity, incident.records)) continue;
        const key = `${proposal.kind} ${entity.id}`;
        const known = actions.get(key);
        if (known === undefined) {
          actions.set(key, { proposal, model: name, entity, records: [record] });
          continue;
        }
        actions.set(key, {
          ...known,
          proposal: {
            ...known.proposal,
            duration_hours: Math.max(known.proposal.duration_hours, proposal.duration_hours),
            confirmations: Math.max(known.proposal.confirmations, proposal.confirmations),
          },
          records: known.records.includes(record) ? known.records : [...known.records, record],
        });
      }
    }
  }
  return inOrder([...actions.values()]);
};

const WORDS: Readonly<Record<ActionKind, (name: string) => string>> = {
  'disable-user': (name) => `Disable the account ${name}`,
  'revoke-sessions': (name) => `End all sessions of ${name}`,
  'revoke-token': (name) => `Revoke the tokens of ${name}`,
  'disable-access-key': (name) => `Disable the access keys of ${name}`,
  'block-address': (name) => `Block the address ${name}`,
  'block-domain': (name) => `Block the domain ${name}`,
  'isolate-device': (name) => `Isolate the device ${name} from the network`,
  'remove-mailbox-rule': (name) => `Remove the new mailbox rules of ${name}`,
  'quarantine-message': (name) => `Quarantine the messages of this incident from ${name}`,
  'revert-change': (name) => `Revert the changes made by ${name}`,
  'reset-password': (name) => `Reset the password of ${name}`,
  notify: (name) => `Tell the owner of ${name}`,
};

/** What an action does, as an instruction without its end: "Disable the account x for 24 hours". */
export const actionInWords = (proposal: ProposedAction, name: string): string => {
  const hours = proposal.duration_hours;
  return `${WORDS[proposal.kind](name)}${hours > 0 ? ` for ${hours} ${hours === 1 ? 'hour' : 'hours'}` : ''}`;
};
