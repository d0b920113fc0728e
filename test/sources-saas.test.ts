import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RawRecord } from '../src/activity/source-mapping.js';
import { SAAS_MAPPINGS } from '../src/activity/sources/saas-mappings.js';

const DATA = join(import.meta.dirname, '../../shared/data');

/** Files of these products, and whether every record of them must be claimed by exactly one mapping. */
const FILES: readonly (readonly [folder: string, pattern: RegExp, complete: boolean])[] = [
  [
    'ecs-samples',
    /^(azure\.(signin|audit|activity)logs|o365|okta|google_workspace\.(login|admin|drive|token|user_accounts|saml|groups)|salesforce|aws\.cloudtrail)/,
    true,
  ],
  ['vendor-samples', /^(Okta|GWorkspace|Salesforce)/, true],
  ['m365-training-lab', /^(sign-in|disable|signinLogs|office|azure|AuditLogs)/i, true],
  ['aws-detonations', /\.json$/, true],
  ['goldensaml', /^(AADAudit|OfficeActivity)/, true],
  ['labelled-events', /^(AWS\.CloudTrail|Azure\.|GSuite|Okta|Salesforce|Microsoft365)/, false],
];

function parseCsv(text: string): readonly RawRecord[] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text.charAt(index + 1) === '"') {
        cell += character;
        index += 1;
      } else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === ',' || character === '\n') {
      rows[rows.length - 1]!.push(cell);
      cell = '';
      if (character === '\n') rows.push([]);
    } else if (character !== '\r') cell += character;
  }
  rows[rows.length - 1]!.push(cell);
  const [header = [], ...body] = rows;
  return body
    .filter((row) => row.length === header.length)
    .map((row) => Object.fromEntries(header.map((name, column) => [name, row[column]])));
}

function readRecords(path: string): readonly RawRecord[] {
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  if (path.endsWith('.csv')) return parseCsv(text);
  if (text.trimStart().startsWith('[')) return JSON.parse(text) as readonly RawRecord[];
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as RawRecord);
}

interface Tally {
  records: number;
  activities: number;
  skipped: number;
  dead: number;
  unclaimed: number;
  other: number;
  withoutActor: number;
  withoutAddress: number;
  changes: number;
}

describe.skipIf(!existsSync(DATA))('vendor samples (skipped: ../shared/data not present, if it is absent)', () => {
  it('claims every record at most once and maps it, or says why not', () => {
    const table: Record<string, Tally> = {};
    const reasons = new Map<string, number>();
    for (const [folder, pattern, complete] of FILES) {
      if (!existsSync(join(DATA, folder))) continue;
      for (const file of readdirSync(join(DATA, folder)).filter((name) => pattern.test(name) && /\.(csv|json|ndjson)$/.test(name))) {
        const name = folder === 'aws-detonations' ? folder : `${folder}/${file}`;
        const tally = (table[name] ??= {
          records: 0,
          activities: 0,
          skipped: 0,
          dead: 0,
          unclaimed: 0,
          other: 0,
          withoutActor: 0,
          withoutAddress: 0,
          changes: 0,
        });
        for (const line of readRecords(join(DATA, folder, file))) {
          const record = folder === 'labelled-events' ? (line.event as RawRecord) : line;
          const hint = { name: file.toLowerCase(), dataset: '' };
          const claims = SAAS_MAPPINGS.filter((mapping) => mapping.detects(record, hint));
          expect(claims.length, `${name}: ${claims.map((mapping) => mapping.name).join(', ')}`).toBeLessThanOrEqual(1);
          tally.records += 1;
          const result = claims[0]?.map(record, hint);
          if (result === undefined) tally.unclaimed += 1;
          else if (result.kind === 'activities') {
            for (const activity of result.activities) {
              tally.activities += 1;
              expect(activity.id).not.toBe('');
              expect(Number.isInteger(activity.time)).toBe(true);
              if (activity.actionClass === 'other') tally.other += 1;
              if (activity.actor.length === 0) tally.withoutActor += 1;
              if (activity.sourceIp === '') tally.withoutAddress += 1;
              if (activity.change !== undefined) tally.changes += 1;
            }
          } else {
            tally[result.kind] += 1;
            expect(result.reason).not.toBe('');
            const reason = `${name}: ${result.kind}, ${result.reason}`;
            reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
          }
        }
        if (complete) expect(tally.unclaimed, `${name} has unclaimed records`).toBe(0);
      }
    }
    const lines = Object.entries(table).map(
      ([name, tally]) =>
        `${name.padEnd(64)} ${Object.values(tally)
          .map((value) => String(value).padStart(6))
          .join(' ')}`,
    );
    const header = `${'file'.padEnd(64)} ${['record', 'activ', 'skip', 'dead', 'uncl', 'other', 'noact', 'noaddr', 'change'].map((title) => title.padStart(6)).join(' ')}`;
    process.stdout.write(
      `${[header, ...lines, ...[...reasons].map(([reason, count]) => `${String(count).padStart(5)} × ${reason}`)].join('\n')}\n`,
    );
  });
});

const LAB = join(DATA, 'm365-training-lab');

describe.skipIf(!existsSync(LAB))('m365-training-lab (skipped: ../shared/data/m365-training-lab not present, if it is absent)', () => {
  const activitiesOf = (file: string) =>
    readRecords(join(LAB, file)).flatMap((record) => {
      const hint = { name: file.toLowerCase(), dataset: '' };
      const result = SAAS_MAPPINGS.find((mapping) => mapping.detects(record, hint))?.map(record, hint);
      return result?.kind === 'activities' ? result.activities : [];
    });

  it('places the documented events at the documented times', () => {
    const office = activitiesOf('office_activity.csv');
    const at = (action: string) =>
      office.filter((activity) => activity.action === action).map((activity) => new Date(activity.time).toISOString().slice(0, 19));
    expect(at('New-InboxRule')).toEqual(['2021-04-28T14:33:14']);
    expect(at('AnonymousLinkCreated')).toHaveLength(1);
    expect(at('AnonymousLinkCreated')[0]).toMatch(/^2021-04-28T14:44:1[56]/);
    expect(at('FileDeleted')).toContain('2021-04-28T14:45:26');
  });

  it('counts the Azure operations once each', () => {
    const azure = activitiesOf('azureActivity_adele.csv');
    expect(new Set(azure.map((activity) => activity.id)).size).toBe(11);
    expect(new Set(azure.map((activity) => activity.organization))).toEqual(new Set(['2ad3fc79-1859-42fa-9011-6f8df2251b22']));
  });
});
