import type { AnomalyDocument } from '../documents/anomaly.js';
import type { IncidentDocument, Sentence } from '../documents/incident.js';
import { cutMiddle, visibleText } from './html.js';
import { durationText, oddsText, plural } from './numbers.js';
import { orderedTimeline } from './timeline-order.js';
import { parseTime, utcText } from './times.js';
import { DOMAIN_NAMES, ENTITY_NAMES, SEVERITY_RANK, TACTIC_NAMES } from './vocabulary.js';
import { rarityText } from './why-table.js';

/** Columns of the terminal, 60–200. */
const DEFAULT_COLUMNS = 100;
const FACETS_SHOWN = 3;
const ANOMALIES_SHOWN = 12;
const EVENTS_SHOWN = 8;
/** Keeps `1 in 4,100` on one line; becomes a space again in the end. */
const NO_BREAK = '\u00a0';

/** A value from the logs on one line: no control character reaches the terminal. */
const plain = (value: string): string => visibleText(value.replace(/[\n\t]+/g, ' '));

/** Words wrapped to `columns`, a word that is longer is broken; following lines are indented by `indent` spaces. */
const wrap = (text: string, columns: number, indent: number, lead = ''.padStart(indent)): string[] => {
  const lines: string[] = [];
  let line = lead;
  let empty = true;
  const flush = (): void => {
    lines.push(line.trimEnd());
    line = ' '.repeat(indent);
    empty = true;
  };
  for (const word of plain(text).split(' ')) {
    if (word === '') continue;
    let rest = word;
    if (!empty && line.length + 1 + rest.length > columns) flush();
    while (line.length + (empty ? 0 : 1) + rest.length > columns) {
      const room = columns - line.length;
      line += rest.slice(0, room);
      rest = rest.slice(room);
      flush();
    }
    line += (empty ? '' : ' ') + rest;
    empty = false;
  }
  if (!empty || lines.length === 0) lines.push(line.trimEnd());
  return lines;
};

const unbroken = (text: string): string => text.replaceAll(' ', NO_BREAK);

const moment = (value: string | null): string => {
  const time = parseTime(value);
  return time === undefined ? '' : utcText(time, 'second');
};

const paragraph = (heading: string, sentences: readonly Sentence[], columns: number): string[] =>
  sentences.length === 0 ? [] : ['', heading, ...wrap(sentences.map((sentence) => sentence.text).join(' '), columns, 2)];

const facetLines = (anomaly: AnomalyDocument, columns: number): string[] =>
  anomaly.throughline.anomaly.facets.slice(0, FACETS_SHOWN).flatMap((facet) => {
    const usual = facet.typical === '' ? '' : `, usually ${facet.typical}`;
    const rarity = rarityText(
      facet.probability_own,
      facet.probability_peers,
      facet.peers,
      ENTITY_NAMES[anomaly.throughline.entity.type][0],
    );
    return wrap(
      `${facet.label}: ${facet.value}${usual}; ${rarity.replace(/1 in [\d.,]+( [a-z]*illion)?/g, unbroken)}`,
      columns,
      9,
      '       - ',
    );
  });

const chain = (incident: IncidentDocument, anomalies: ReadonlyMap<string, AnomalyDocument>, columns: number): string[] => {
  const timeline = orderedTimeline(incident);
  const strongest = new Set(
    [...timeline]
      .sort((a, b) => b.surprisal - a.surprisal || (a.id < b.id ? -1 : 1))
      .slice(0, ANOMALIES_SHOWN)
      .map((entry) => entry.id),
  );
  const lines = timeline.flatMap((entry, index) => {
    if (!strongest.has(entry.id)) return [];
    const anomaly = anomalies.get(entry.id);
    const rarity = entry.kind === 'alert' ? 'alert of another tool' : oddsText(Math.exp(-entry.surprisal));
    const head = `${unbroken(moment(entry.time))} · ${DOMAIN_NAMES[entry.domain]} · ${entry.title} · ${entry.entity} · ${unbroken(rarity)}`;
    return [
      ...wrap(head, columns, 7, `${String(index + 1).padStart(4)}. `),
      ...(anomaly === undefined ? [] : facetLines(anomaly, columns)),
    ];
  });
  const left = timeline.length - strongest.size;
  return [
    '',
    'Why, in time order',
    ...lines,
    ...(left > 0 ? [`       and ${plural(left, 'less surprising one')} in anomalies.ndjson`] : []),
  ];
};

const evidence = (incident: IncidentDocument, columns: number): string[] => {
  const { events, event_count: count } = incident.throughline;
  const shown = events
    .slice(0, EVENTS_SHOWN)
    .map(
      (event) =>
        `  ${moment(event.time).padEnd(15)}  ${plain(event.source).padEnd(18)} ${cutMiddle(plain(event.id), Math.max(12, columns - 38))}`,
    );
  const left = Math.max(count, events.length) - shown.length;
  return shown.length === 0 ? [] : ['', 'Evidence', ...shown, ...(left > 0 ? [`  and ${plural(left, 'more event')}`] : [])];
};

/**
 * An incident for a terminal, in the same order as in the report: title and standing, stages, three paragraphs, the chain
 * with its reasons, evidence. Plain text without colours, no line longer than `columns`; times are UTC. `anomalies` may hold
 * more than those of the incident; what is absent is told by its title only.
 */
export const renderIncidentText = (
  incident: IncidentDocument,
  anomalies: readonly AnomalyDocument[],
  columns = DEFAULT_COLUMNS,
): string => {
  const detail = incident.throughline.incident;
  const start = parseTime(incident.event.start);
  const end = parseTime(incident.event.end);
  const lasted = start === undefined || end === undefined ? '' : ` (${durationText(end - start)})`;
  const stages = detail.stages.map((stage) => TACTIC_NAMES[stage.tactic]).join(' > ');
  const byId = new Map(anomalies.map((anomaly) => [anomaly.throughline.id, anomaly]));
  const lines = [
    ...wrap(detail.title, columns, 0),
    ...wrap(
      `Score ${detail.score.toFixed(0)} of 100 · ${detail.severity} severity (${String(SEVERITY_RANK[detail.severity])} of 4) · ${detail.queue} queue · ${detail.needs_person ? 'needs a person' : 'can wait'} · ${incident.throughline.id}`,
      columns,
      2,
    ),
    ...wrap(
      `${moment(incident.event.start)} to ${moment(incident.event.end)} UTC${lasted} · ${detail.domains.map((domain) => DOMAIN_NAMES[domain]).join(', ')}`,
      columns,
      2,
    ),
    ...(stages === '' ? [] : wrap(`Stages: ${stages}`, columns, 2)),
    ...(detail.needs_person_reason === '' ? [] : wrap(detail.needs_person_reason, columns, 2)),
    ...paragraph('What happened', detail.summary.observed, columns),
    ...paragraph('How it may be read', detail.summary.interpretation, columns),
    ...paragraph('What to do', detail.summary.recommendation, columns),
    ...chain(incident, byId, columns),
    ...evidence(incident, columns),
  ];
  return `${lines.join('\n').replaceAll(NO_BREAK, ' ')}\n`;
};
