import { ECS_VERSION, referenceOf, relatedOf } from '../analyst/envelope.js';
import { actionInWords, recommendedActions, type RecommendedAction } from '../analyst/recommended-actions.js';
import { grouped, isoTime, rounded } from '../analyst/spoken.js';
import { cite } from '../analyst/tell-record.js';
import { threatOf } from '../analyst/threat.js';
import { titleOf } from '../analyst/title.js';
import { presentedScore } from '../correlation/incident-score.js';
import type { IncidentState } from '../correlation/incident-state.js';
import type { FindingEntity } from '../detection/finding.js';
import type { Model } from '../detection/model.js';
import type { ActionDocument, ActionKind } from '../documents/action.js';
import { documentId } from '../documents/ids.js';
import { validDocument } from '../documents/validate.js';

const HOUR = 3_600_000;
/** A proposal that nobody confirmed within three days after the last evidence for it lapses. */
const LAPSES_AFTER = 72 * HOUR;
const MOST_EVENTS = 20;

const ONLY: Readonly<Record<ActionKind, string>> = {
  'disable-user': 'It cannot sign in or work until enabled again; jobs that run under it stop.',
  'revoke-sessions': 'It has to sign in again everywhere; unsaved work may be lost.',
  'revoke-token': 'Every integration that uses the tokens stops until it is authorised again.',
  'disable-access-key': 'Programs that use the keys stop.',
  'block-address': 'Nobody reaches the address or is reached from it.',
  'block-domain': 'Nobody reaches the domain, and mail to and from it stops.',
  'isolate-device': 'The device loses the network; whoever works on it stops.',
  'remove-mailbox-rule': 'Mail is delivered as before the rule.',
  'quarantine-message': 'Recipients no longer see the messages.',
  'revert-change': 'Whatever relies on the change stops.',
  'reset-password': 'It needs a new password before it can sign in.',
  notify: 'Nothing is changed.',
};

/** Who else would feel it: of an address or domain, from the share of the estate that touched it in the last 30 days. */
const blastRadius = (kind: ActionKind, entity: FindingEntity, estate: number): string => {
  if (entity.type !== 'address' && entity.type !== 'domain') return ONLY[kind];
  const shared = Math.max(0, Math.round(entity.commonness * estate) - 1);
  const who =
    shared === 0
      ? `In the last 30 days nobody outside this incident touched ${entity.name}.`
      : `In the last 30 days about ${grouped(shared)} other ${shared === 1 ? 'entity' : 'entities'} of the estate touched ${entity.name}.`;
  return `${ONLY[kind]} ${who}`;
};

const confirmedBy = (confirmations: number): string =>
  confirmations > 1
    ? `${grouped(confirmations)} persons, one of them responsible for what it affects`
    : 'one analyst, who is not the person it affects';

/** The id of a proposal: what it does, to whom, in which incident. */
const actionId = (incident: IncidentState, action: RecommendedAction): string =>
  documentId('action', incident.id, action.proposal.kind, action.entity.id);

/** Proposals for an incident, each waiting for its confirmations; nothing is done by writing them. */
export const proposeActions = (incident: IncidentState, models: ReadonlyMap<string, Model>, tenant: string): readonly ActionDocument[] =>
  recommendedActions(incident, models).map((action) => {
    const { proposal, entity, records, model } = action;
    const last = Math.max(...records.map((record) => record.lastEvent));
    const complete = Math.max(...records.map((record) => record.windowEnd));
    const confirmations = Math.max(1, proposal.confirmations);
    const proposing = models.get(model);
    const what = `${actionInWords(proposal, entity.name)}.`;
    return validDocument('action', {
      '@timestamp': isoTime(complete),
      ecs: { version: ECS_VERSION },
      message: what,
      event: {
        kind: 'event',
        action: proposal.kind,
        start: isoTime(Math.min(...records.map((record) => record.firstEvent))),
        end: isoTime(last),
        risk_score: rounded(presentedScore(incident.score.nats)),
      },
      related: relatedOf([entity]),
      threat: threatOf(proposing === undefined ? [] : [proposing]),
      throughline: {
        id: actionId(incident, action),
        kind: 'action',
        tenant,
        entity: referenceOf(entity),
        incident: { id: incident.id, title: titleOf(incident) },
        events: cite(
          records.flatMap((record) => record.events.slice(0, 5)),
          MOST_EVENTS,
        ),
        action: {
          incident: incident.id,
          model,
          what,
          status: 'awaiting-confirmation',
          confirmations,
          confirm_by: confirmedBy(confirmations),
          duration_hours: proposal.duration_hours,
          expires: isoTime(complete + LAPSES_AFTER),
          undo: proposal.undo,
          blast_radius: blastRadius(proposal.kind, entity, incident.estate),
        },
      },
    });
  });
