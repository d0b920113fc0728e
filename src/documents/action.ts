import { Type, type Static } from '@sinclair/typebox';
import { EcsEnvelope, EntityReference, EventReference, Exact, Keyword, List, OneOf, Related, Threat, Timestamp, Count } from './common.js';
import { IncidentReference } from './incident.js';

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
    entity: EntityReference,
    incident: IncidentReference,
    events: List(EventReference, 'Why'),
    action: Exact({
      incident: Keyword('Incident id'),
      model: Keyword('Model that proposes it'),
      what: Keyword('What it does, in words'),
      status: OneOf(['awaiting-confirmation'] as const, 'State'),
      confirmations: Count('How many persons must confirm'),
      confirm_by: Keyword('Who must confirm'),
      duration_hours: Count('How long it would last'),
      expires: Timestamp('When the proposal lapses'),
      undo: Keyword('How to undo it'),
      blast_radius: Keyword('Who else would feel it'),
    }),
  }),
});
export type ActionDocument = Static<typeof ActionDocument>;
