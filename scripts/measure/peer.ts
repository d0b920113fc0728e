import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ElasticGateway } from '../../connectors/elastic/elastic-gateway.js';
import { installTemplates } from '../../connectors/elastic/install-templates.js';
import type { IncidentDocument } from '../../src/documents/incident.js';
import { indexNameOf } from '../../src/documents/index-names.js';
import { DEFAULT_START } from '../../src/simulation/calendar.js';
import { SCENARIO_NAMES } from '../../src/simulation/scenarios/scenario-name.js';
import type { TruthRow } from '../../src/simulation/simulated-record.js';
import { writeEstate } from '../../src/simulation/write-estate.js';
import { AS_SHIPPED } from './as-shipped.js';
import { attackHits, type FoundItem } from './attack-hits.js';
import { serverSeconds } from './costs.js';
import { settingsOf, type Bench, type Figure } from './elastic-bench.js';
import { loadPeerIndex } from './peer-index.js';
import { timedProcess } from './timed-process.js';

export interface PeerOptions {
  readonly users: number;
  /** Days that are judged; two more lie before them, of which the rules of ElastAlert2 know beforehand what is not new. */
  readonly days: number;
  readonly scale: number;
  readonly seed: number;
  /** Python of an environment with elastalert2 2.31.0. */
  readonly python: string | undefined;
}

interface Replayed {
  readonly wall: number;
  readonly own: number;
  readonly requests: number;
  readonly alerts: readonly { readonly rule: string; readonly match: Readonly<Record<string, string>> }[];
}

const HERE = dirname(fileURLToPath(import.meta.url));
export const PROGRAM = join(HERE, '../../dist/src/cli/main.js');
const DAY = 86_400_000;
const BEFORE = 2;
const JUDGED = 'judged-*';

/** Days of an estate with every attack in it, judged by `throughline run --once` and by the rules of ElastAlert2 on the same index. */
export async function measurePeer(bench: Bench, options: PeerOptions): Promise<Figure> {
  const { users, days, scale, seed, python } = options;
  if (python === undefined) throw new Error('give --python, of an environment with elastalert2 2.31.0');
  if (!existsSync(PROGRAM)) throw new Error('there is no dist: npm run build');
  const folder = mkdtempSync(join(tmpdir(), 'throughline-peer-'));
  const { client, print } = bench;
  try {
    writeEstate({ users, days: days + BEFORE, scale, seed, scenarios: [...SCENARIO_NAMES] }, folder);
    const begin = DEFAULT_START + BEFORE * DAY;
    const events = await loadPeerIndex(client, join(folder, 'logs'), begin);
    const rows = readFileSync(join(folder, 'truth.ndjson'), 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    const truth = rows.map((line) => JSON.parse(line) as TruthRow);
    const planted = new Set(truth.map(({ incident }) => incident)).size;
    print(`${events} events of ${days} days, ${planted} attacks`);
    // A server that has just started spends up to half of its time on compiling itself, which says nothing of one at work: all is done once before.
    const cold = await runThroughline(bench, folder, 'first');
    print(`throughline, on a server that has just started: ${told(cold)}`);
    const ours = await runThroughline(bench, folder, 'peer');
    const all = attackHits(ours.incidents.map(itemOf), truth);
    const person = attackHits(ours.incidents.filter(({ throughline }) => throughline.incident.needs_person).map(itemOf), truth);
    print(`throughline: ${told(ours)}; incidents ${JSON.stringify(all)}; those for a person ${JSON.stringify(person)}`);
    const theirs = await runElastAlert(bench, folder, python, begin, begin + days * DAY);
    const alerts = attackHits(theirs.alerts.map(alertItem), truth);
    const byRule: Record<string, number> = {};
    for (const { rule } of theirs.alerts) byRule[rule] = (byRule[rule] ?? 0) + 1;
    print(`ElastAlert2: ${told(theirs)}, ${theirs.requests} requests; alerts ${JSON.stringify(alerts)}; by rule ${JSON.stringify(byRule)}`);
    const ratio = { wall: ours.wall / theirs.wall, processor: (ours.processor + ours.server) / (theirs.processor + theirs.server) };
    print(`throughline takes ${ratio.wall.toFixed(3)} of its time on the wall, ${ratio.processor.toFixed(3)} in processor time; goal 0.1`);
    const took = ({ wall, processor, server }: Took) => ({ wall, processor, server });
    return {
      options,
      events,
      planted,
      ratio,
      throughline: { ...took(ours), first: took(cold), all, person },
      elastalert: { ...took(theirs), alerts, byRule },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Took {
  readonly wall: number;
  readonly processor: number;
  readonly server: number;
}

const told = ({ wall, processor, server }: Took): string =>
  `${wall.toFixed(1)} s, processor time ${processor.toFixed(1)} s of its own, ${server.toFixed(1)} s of the server`;

async function runThroughline(
  { client, url }: Bench,
  folder: string,
  tenant: string,
): Promise<Took & { readonly incidents: readonly IncidentDocument[] }> {
  const gateway = new ElasticGateway({ ...settingsOf({ url }, JUDGED), tenant });
  await installTemplates(gateway, undefined);
  await gateway.close();
  const config = join(folder, 'throughline.yaml');
  // JSON is YAML.
  writeFileSync(config, JSON.stringify({ tenant, elastic: { nodes: [url], groups: { peer: { indices: [JUDGED] } } } }));
  const before = await serverSeconds(client);
  const { wall, processor } = await timedProcess(process.execPath, [...AS_SHIPPED, PROGRAM, 'run', '--once', '--config', config]);
  const server = (await serverSeconds(client)) - before;
  const index = indexNameOf('incident', tenant)?.name ?? '';
  await client.indices.refresh({ index });
  const { hits } = await client.search<IncidentDocument>({ index, size: 10_000 });
  return { wall, processor, server, incidents: hits.hits.flatMap(({ _source: source }) => (source === undefined ? [] : [source])) };
}

async function runElastAlert(
  { client, url }: Bench,
  folder: string,
  python: string,
  begin: number,
  end: number,
): Promise<Took & Pick<Replayed, 'alerts' | 'requests'>> {
  const config = join(folder, 'elastalert.yaml');
  const { hostname, port } = new URL(url);
  const settings = {
    rules_folder: join(HERE, 'elastalert/rules'),
    run_every: { minutes: 5 },
    buffer_time: { minutes: 15 },
    es_host: hostname,
    es_port: Number(port),
    writeback_index: 'elastalert_status',
    alert_time_limit: { days: 2 },
    max_query_size: 10_000,
  };
  writeFileSync(config, JSON.stringify(settings));
  const iso = (time: number) => new Date(time).toISOString();
  const before = await serverSeconds(client);
  const script = join(HERE, 'elastalert/elastalert_replay.py');
  const { stdout } = await timedProcess(python, [script, config, iso(begin), iso(end)], {
    ES_VERSION: '8.19.2',
    PYTHONDONTWRITEBYTECODE: '1',
  });
  const server = (await serverSeconds(client)) - before;
  const { wall, own, requests, alerts } = JSON.parse(stdout.slice(stdout.lastIndexOf('\n{') + 1)) as Replayed;
  return { wall, processor: own, server, requests, alerts };
}

/** Only what an incident cites counts for it. */
function itemOf({ event, throughline }: IncidentDocument): FoundItem {
  const { entity, events } = throughline;
  return { names: [entity.id], from: Date.parse(event.start), to: Date.parse(event.end), events: events.map(({ id }) => id) };
}

function alertItem({ match }: Replayed['alerts'][number]): FoundItem {
  const time = Date.parse(match['@timestamp'] ?? '');
  const names = ['normal.user', 'normal.source', 'key'].flatMap((field) => (match[field] ?? '').split(', '));
  return { names: names.filter((name) => name !== '' && name !== 'None'), from: time, to: time, events: [] };
}
