import { ECS_VERSION } from '../analyst/envelope.js';
import { grouped, rounded } from '../analyst/spoken.js';
import type { HealthDocument, HealthStatus } from '../documents/health.js';
import { documentId } from '../documents/ids.js';
import type { SummaryDocument } from '../documents/summary.js';
import { validDocument } from '../documents/validate.js';

const HOUR = 3_600_000;
/** A source that ends so long before the data does is late: a weekend, or ten of its usual gaps. So long, and it has fallen silent. */
const LATE = { hours: 72, gaps: 10 } as const;
const SILENT = { hours: 168, gaps: 30 } as const;
/** Share of unusable records that makes a source's picture partial, and poor. */
const DEAD_SHARE = { partial: 0.001, poor: 0.05 } as const;
/** A threshold is judged only when at least this many windows were to be expected at or below it. */
const ENOUGH_EXPECTED = 5;
const FACTOR = 2;

type Fields = HealthDocument['throughline']['health'];

const health = (tenant: string, time: string, message: string, fields: Fields): HealthDocument =>
  validDocument('health', {
    '@timestamp': time,
    ecs: { version: ECS_VERSION },
    message,
    event: { kind: 'metric', action: 'health' },
    throughline: { id: documentId('health', tenant, fields.topic, fields.name), kind: 'health', tenant, health: fields },
  });

const total = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

const exceeds = (behind: number, gap: number, limit: typeof LATE | typeof SILENT): boolean =>
  behind > Math.max(limit.hours, limit.gaps * gap);

const statusOfSource = (share: number, behind: number, gap: number): HealthStatus => {
  if (share > DEAD_SHARE.poor || exceeds(behind, gap, SILENT)) return 'poor';
  return share > DEAD_SHARE.partial || exceeds(behind, gap, LATE) ? 'partial' : 'good';
};

const sourceHealth = (name: string, row: SummaryDocument['sources'][string], end: string, tenant: string): HealthDocument => {
  const last = row.last === null ? undefined : Date.parse(row.last);
  const behind = last === undefined ? 0 : rounded(Math.max(0, Date.parse(end) - last) / HOUR);
  const dead = total(row.dead);
  const gap = last === undefined ? 0 : (last - Date.parse(row.first ?? end)) / HOUR / Math.max(1, row.mapped);
  const status = row.read === 0 || last === undefined ? 'unknown' : statusOfSource(dead / row.read, behind, gap);
  const label = name === '' ? 'no known source' : name;
  return health(
    tenant,
    end,
    `${label}: ${grouped(row.read)} records read, ${grouped(dead)} not usable, ends ${String(Math.round(behind))} h before the data`,
    {
      topic: 'source',
      name: label,
      status,
      source: {
        read: row.read,
        mapped: row.mapped,
        activities: row.activities,
        duplicates: row.duplicates,
        skipped: total(row.skipped),
        dead,
        first: row.first,
        last: row.last,
        behind_hours: behind,
      },
    },
  );
};

const dayHealth = (row: SummaryDocument['days'][number], budget: number, tenant: string): HealthDocument =>
  health(
    tenant,
    `${row.day}T00:00:00.000Z`,
    `${row.day}: ${grouped(row.events)} events, ${grouped(row.anomalies)} anomalies, ${grouped(row.incidents)} incidents, ${grouped(row.needing_person)} for a person`,
    {
      topic: 'day',
      name: row.day,
      status: row.events === 0 ? 'poor' : row.needing_person > budget ? 'partial' : 'good',
      day: {
        events: row.events,
        units: row.units,
        anomalies: row.anomalies,
        incidents: row.incidents,
        needing_person: row.needing_person,
        budget,
      },
    },
  );

const THRESHOLDS = [
  [1e-2, '1 in 100', 'at_1e2'],
  [1e-3, '1 in 1,000', 'at_1e3'],
  [1e-4, '1 in 10,000', 'at_1e4'],
] as const;

const calibrationHealth = (family: string, row: SummaryDocument['calibration'][string], end: string, tenant: string): HealthDocument[] =>
  THRESHOLDS.map(([nominal, threshold, key]) => {
    const observed = row[key];
    const expected = rounded(nominal * row.units);
    const enough = nominal * row.units >= ENOUGH_EXPECTED;
    const honest = observed <= FACTOR * expected && observed * FACTOR >= expected;
    return health(
      tenant,
      end,
      `${family}: ${threshold} or rarer in ${grouped(observed)} of ${grouped(row.units)} windows, ${grouped(Math.round(expected))} expected`,
      {
        topic: 'calibration',
        name: `${family} at ${threshold}`,
        status: enough ? (honest ? 'good' : 'partial') : 'unknown',
        calibration: {
          family,
          threshold,
          nominal,
          units: row.units,
          expected,
          observed,
          ratio: enough ? rounded(observed / expected) : null,
        },
      },
    );
  });

/** What health is told from: a summary, or as much of one. */
export type HealthInput = Pick<SummaryDocument, 'last_event' | 'alert_budget_per_day' | 'sources' | 'days' | 'calibration'>;

/** Health of the reading by source, of the work by day, and of the probabilities by family and threshold. */
export const healthDocuments = (summary: HealthInput, tenant: string): readonly HealthDocument[] => {
  const end = summary.last_event;
  if (end === null) return [];
  return [
    ...Object.entries(summary.sources).map(([name, row]) => sourceHealth(name, row, end, tenant)),
    ...summary.days.map((row) => dayHealth(row, summary.alert_budget_per_day, tenant)),
    ...Object.entries(summary.calibration).flatMap(([family, row]) => calibrationHealth(family, row, end, tenant)),
  ];
};
