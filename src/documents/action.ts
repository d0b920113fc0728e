import { Type, type Static } from '@sinclair/typebox';
import {
  EcsEnvelope,
  ENTITY_ROLES,
  ENTITY_TYPES,
  EventReference,
  Exact,
  Keyword,
  List,
  OneOf,
  Related,
  Text,
  Threat,
  Timestamp,
  Count,
} from './common.js';

export const ACTION_KINDS = [
  'disable-user',
  'revoke-sessions',
  'revoke-token',
  'disable-access-key',
  'block-address',
  'block-domain',
  'isolate-device',
  'remove-mailbox-rule',
  'quarantine-message',
  'revert-change',
  'reset-password',
  'notify',
] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

/** A proposed response. It waits for a human; nothing is done by being written. */
export const ActionDocument = Exact({
  ...EcsEnvelope,
  event: Exact({
    kind: OneOf(['event'] as const, 'ECS kind'),
    action: OneOf(ACTION_KINDS, 'What is proposed'),
    start: Timestamp('Evidence from'),
    end: Timestamp('Evidence to'),
    risk_score: Type.Number(),
  }),
  related: Related,
  threat: Threat,
  throughline: Exact({
    id: Keyword('Deterministic id'),
    kind: Type.Literal('action'),
    tenant: Keyword('Tenant'),
    entity: Exact({ id: Keyword('Id'), name: Text('Name'), type: OneOf(ENTITY_TYPES, 'Type'), role: OneOf(ENTITY_ROLES, 'Role') }),
    events: List(EventReference, 'Why'),
    action: Exact({
      incident: Keyword('Incident id'),
      model: Keyword('Model that proposes it'),
      what: Text('What it does, in words'),
      status: OneOf(['awaiting-confirmation'] as const, 'State'),
      confirmations: Count('How many persons must confirm'),
      confirm_by: Text('Who must confirm'),
      duration_hours: Count('How long it would last'),
      expires: Timestamp('When the proposal lapses'),
      undo: Text('How to undo it'),
      blast_radius: Text('Who else would feel it'),
    }),
  }),
});
export type ActionDocument = Static<typeof ActionDocument>;
