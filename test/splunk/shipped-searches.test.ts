import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAppFolder, splunkAppFolder } from '../../src/cli/splunk-app-folder.js';
import { splunkPieces } from '../../src/cli/splunk-pieces.js';
import { installApp } from '../support/splunkd/install-app.js';
import { Splunkd } from '../support/splunkd/splunkd.js';
import { ask, jsonOf } from './stand-in-client.js';

const APP = '/servicesNS/nobody/throughline';
const NOW = Date.UTC(2026, 10, 28, 12);
const SECONDS = NOW / 1000;

/** Searches of the app by where they stand, with every control of a dashboard at "all". */
function shippedSearches(): readonly (readonly [where: string, search: string])[] {
  return splunkPieces(readAppFolder(splunkAppFolder())).flatMap(({ collection, name, settings }) => {
    if (collection.endsWith('/saved/searches')) return [[name, settings.search ?? ''] as const];
    if (!collection.endsWith('/data/ui/views')) return [];
    const [, json = '{}'] = /<definition><!\[CDATA\[([\s\S]*?)\]\]><\/definition>/.exec(settings['eai:data'] ?? '') ?? [];
    const { dataSources = {} } = JSON.parse(json) as {
      readonly dataSources?: Readonly<Record<string, { readonly options: { readonly query: string } }>>;
    };
    return Object.entries(dataSources).map(([id, { options }]) => [`${name}: ${id}`, options.query.replace(/\$\w+\|s\$/g, '"*"')] as const);
  });
}

const shipped = shippedSearches();
let splunkd: Splunkd;

beforeAll(async () => {
  splunkd = await Splunkd.start({ now: () => NOW });
  installApp(splunkd.objects);
  const incident = (id: string, revision: number, more: object): object => ({
    ...{
      id,
      kind: 'incident',
      tenant: 'default',
      timestamp: SECONDS - 60,
      message: `Incident ${id}`,
      incident_id: id,
      incident_title: `Title ${id}`,
    },
    ...{
      incident_revision: revision,
      incident_score: 10 * revision,
      incident_needs_person: 'true',
      incident_queue: 'urgent',
      incident_domains: ['email', 'saas'],
    },
    ...more,
  });
  const sent = [incident('a', 1, {}), incident('a', 2, {}), incident('a', 2, {}), incident('b', 1, { incident_needs_person: 'false' })];
  splunkd.index(
    ...sent.map((each) => ({ time: SECONDS - 60, index: 'throughline', sourcetype: 'throughline:incident', raw: JSON.stringify(each) })),
  );
  splunkd.index({ time: SECONDS - 50, index: 'o365', sourcetype: 'o365:management:activity', raw: '{}' });
  const path = `${APP}/storage/collections/data/throughline_incidents/batch_save`;
  await ask(splunkd, path, {
    json: [incident('a', 2, { _key: 'a', updated: 5 }), incident('b', 1, { _key: 'b', timestamp: SECONDS - 40 * 86_400 })],
  });
});
afterAll(() => splunkd.close());

async function results(search: string, earliest = '-30d'): Promise<unknown> {
  const text = search.startsWith('|') ? search : `search ${search}`;
  const form = { search: text, exec_mode: 'oneshot', output_mode: 'json', earliest_time: earliest, latest_time: 'now', count: '0' };
  const received = await ask(splunkd, `${APP}/search/v2/jobs`, { form });
  expect(received.status, received.text).toBe(200);
  return (jsonOf(received) as { readonly results: unknown }).results;
}

describe('every search of the app', () => {
  it('is known', () => {
    expect(shipped.length).toBeGreaterThan(100);
  });

  it.each(shipped)('%s is understood and runs', async (_where, search) => {
    expect(Array.isArray(await results(search))).toBe(true);
  });
});

describe('a shipped search, run over the installed app', () => {
  const named = (name: string): string => shipped.find(([where]) => where === name)?.[1] ?? '';

  it('finds the newest revision of each incident that needs a person, once', async () => {
    expect(await results(named('Throughline - Incident that needs a person'))).toMatchObject([
      { incident_id: 'a', incident_score: '20', incident_domains: ['email', 'saas'] },
    ]);
  });

  it('keeps records of a collection within the time range', async () => {
    const search = named('Throughline - All incidents by score');
    expect(await results(search)).toMatchObject([{ message: 'Incident a', incident_score: '20' }]);
    expect(await results(search, '-60d')).toHaveLength(2);
    expect(await results('| inputlookup throughline_incidents where incident_queue="urgent" | stats count max(updated) as latest')).toEqual(
      [{ count: '2', latest: '5' }],
    );
  });

  it('counts what is behind the macros, which a site sets', async () => {
    const output = shipped.find(([where, search]) => where.startsWith('data_health') && search.includes('`throughline_index`'))?.[1] ?? '';
    expect(await results(output)).toEqual([{ Sourcetype: 'throughline:incident', Events: '4', 'Latest event': '2026-11-28 11:59:00' }]);
    const input =
      shipped.find(([where, search]) => where.startsWith('data_health') && search.includes('`throughline_input_saas`'))?.[1] ?? '';
    expect(await results(input)).toEqual([]);
    const macro = splunkd.objects.settings('throughline', 'configs/conf-macros', 'throughline_input_saas');
    if (macro !== undefined) macro.definition = 'index=o365 sourcetype="o365:management:*"';
    expect(await results(input)).toMatchObject([{ Index: 'o365', Events: '1' }]);
  });
});
