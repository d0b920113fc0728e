import type { AnomalyDocument } from '../documents/anomaly.js';
import { countText, oddsText, plural, restlessText } from '../report/numbers.js';

const EVENTS_SHOWN = 8;

/** An anomaly as plain text: what, who, when, how improbable in three frames, each facet against what is usual, evidence. */
export function renderAnomalyText(document: AnomalyDocument): string {
  const { anomaly, entity, entities, events, event_count: eventCount, id } = document.throughline;
  const lines = [
    anomaly.models.join('; '),
    `  ${entity.name} (${entity.type}) · ${anomaly.severity} severity · ${id}`,
    `  ${document.event.start} to ${document.event.end} · ${anomaly.domains.join(', ')} · ${anomaly.sources.join(', ')}`,
    `  ${oddsText(anomaly.probability)}: ${oddsText(anomaly.probability_own)} for its own past, ${oddsText(anomaly.probability_peers)} among ${plural(anomaly.peers, 'peer')}, ${oddsText(anomaly.probability_estate)} in the estate`,
    `  ${String(Number(anomaly.baseline_days.toFixed(1)))} days and ${plural(anomaly.baseline_windows, 'window')} of history, judged ${anomaly.mode === 'retrospective' ? 'against all the rest of the data' : 'against what came before'}`,
  ];
  const restless = restlessText(anomaly.restlessness);
  if (restless !== '') lines.push(`  ${restless}`);
  if (anomaly.severity_reason !== '') lines.push(`  ${anomaly.severity_reason}`);
  lines.push('', 'Why');
  for (const facet of anomaly.facets) {
    const usual = facet.typical === '' ? '' : `, usually ${facet.typical}`;
    lines.push(
      `  - ${facet.label}: ${facet.value}${usual} · ${oddsText(facet.probability)} · seen ${countText(facet.seen)} of ${countText(facet.history)} times before, shared by ${countText(facet.peers_sharing)} of ${plural(facet.peers, 'peer')}`,
    );
    if (facet.detail !== '') lines.push(`    ${facet.detail}`);
  }
  if (anomaly.facts.length > 0) lines.push('', `Facts: ${anomaly.facts.join(', ')}`);
  lines.push('', 'Part in it', ...entities.map((member) => `  ${member.role.padEnd(11)} ${member.name} (${member.type})`));
  lines.push('', 'Evidence', ...events.slice(0, EVENTS_SHOWN).map((event) => `  ${event.time}  ${event.source}  ${event.id}`));
  const left = eventCount - Math.min(events.length, EVENTS_SHOWN);
  if (left > 0) lines.push(`  and ${plural(left, 'more event')}`);
  return `${lines.join('\n')}\n`;
}
