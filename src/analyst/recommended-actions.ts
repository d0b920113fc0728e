import type { IncidentState } from '../correlation/incident-state.js';
import type { ObservationRecord } from '../correlation/observation.js';
import type { FindingEntity } from '../detection/finding.js';
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
const SHARED = 0.05;

const isTarget = (entity: FindingEntity, proposal: ProposedAction): boolean => {
  if (!SUITS[proposal.kind].includes(entity.type)) return false;
  switch (proposal.on) {
    case 'actor':
      return entity.role === 'actor';
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

const targetOf = (record: ObservationRecord, proposal: ProposedAction): FindingEntity | undefined => {
  const named = [record.subject, ...record.entities].filter((entity) => isTarget(entity, proposal));
  const found = named.find((entity) => entity.hops === 0) ?? named[0];
  const own = proposal.on === 'actor' || proposal.on === 'device' ? record.subject : undefined;
  const target = found ?? (own !== undefined && SUITS[proposal.kind].includes(own.type) ? own : undefined);
  const blocks = proposal.kind === 'block-address' || proposal.kind === 'block-domain';
  return blocks && target !== undefined && target.commonness >= SHARED ? undefined : target;
};

/**
 * The actions that the models of an incident propose, once per kind and entity, those with the strongest evidence first. The
 * longest duration and the most confirmations asked for by any model win.
 */
export const recommendedActions = (incident: IncidentState, models: ReadonlyMap<string, Model>): readonly RecommendedAction[] => {
  const strongestFirst = [...incident.records].sort((a, b) => b.surprisal * b.weight - a.surprisal * a.weight || (a.id < b.id ? -1 : 1));
  const actions = new Map<string, RecommendedAction>();
  for (const record of strongestFirst) {
    for (const name of record.models) {
      for (const proposal of models.get(name)?.actions ?? []) {
        const entity = targetOf(record, proposal);
        if (entity === undefined) continue;
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
  return [...actions.values()];
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
  'quarantine-message': (name) => `Quarantine the messages from ${name}`,
  'revert-change': (name) => `Revert the changes made by ${name}`,
  'reset-password': (name) => `Reset the password of ${name}`,
  notify: (name) => `Tell the owner of ${name}`,
};

/** What an action does, as an instruction without its end: "Disable the account x for 24 hours". */
export const actionInWords = (proposal: ProposedAction, name: string): string => {
  const hours = proposal.duration_hours;
  return `${WORDS[proposal.kind](name)}${hours > 0 ? ` for ${hours} ${hours === 1 ? 'hour' : 'hours'}` : ''}`;
};
