import type { Client } from '@elastic/elasticsearch';
import { listInputs } from '../../connectors/embedded/input-files.js';
import type { Activity } from '../../src/activity/activity.js';
import { defaultMappings } from '../../src/activity/default-mappings.js';
import { createRegistry } from '../../src/activity/registry.js';
import { BATCH, sendBulk } from '../load/send-bulk.js';
import { storedRecords } from '../load/stored-records.js';

const keyword = { type: 'keyword' } as const;

/** Fields that rules are written on, as an ingest pipeline would add them to the vendors' records. */
const NORMAL = {
  origin: keyword,
  class: keyword,
  action: keyword,
  outcome: keyword,
  user: keyword,
  agent: keyword,
  source: { type: 'ip' },
  country: keyword,
  asn: keyword,
  destination: { type: 'ip' },
  sent: { type: 'long' },
} as const;

/**
 * Puts the records of an estate's logs into one index a source, `peer-SOURCE`, each with its time and with normalised fields under
 * `normal`. Gives how many from `from` on (epoch milliseconds) there are; `judged-SOURCE` are aliases that hold those alone.
 */
export async function loadPeerIndex(client: Client, logs: string, from: number): Promise<number> {
  const registry = createRegistry(defaultMappings);
  const made = new Set<string>();
  let counted = 0;
  const { files } = await listInputs([logs]);
  for (const file of files) {
    for await (const records of storedRecords(file, registry)) {
      for (let at = 0; at < records.length; at += BATCH) {
        const operations: object[] = [];
        for (const { source, body } of records.slice(at, at + BATCH)) {
          const index = `peer-${source}`;
          if (!made.has(index)) {
            made.add(index);
            await createIndex(client, index, `judged-${source}`, from);
          }
          const mapped = registry.byName(source)?.map(body, { name: file.name, dataset: '' });
          const activity = mapped?.kind === 'activities' ? mapped.activities[0] : undefined;
          operations.push({ create: { _index: index } }, activity === undefined ? body : { ...body, normal: normalFields(activity) });
          if (Date.parse(String(body['@timestamp'])) >= from) counted += 1;
        }
        await sendBulk(client, operations);
      }
    }
  }
  await client.indices.refresh({ index: 'peer-*' });
  await client.indices.forcemerge({ index: 'peer-*', max_num_segments: 4 });
  return counted;
}

async function createIndex(client: Client, index: string, alias: string, from: number): Promise<void> {
  await client.indices.create({
    index,
    aliases: { [alias]: { filter: { range: { '@timestamp': { gte: from, format: 'epoch_millis' } } } } },
    settings: { number_of_shards: 1, number_of_replicas: 0, refresh_interval: '-1' },
    mappings: {
      dynamic: false,
      properties: {
        '@timestamp': { type: 'date' },
        event: { properties: { ingested: { type: 'date' } } },
        normal: { properties: NORMAL },
      },
    },
  });
}

function normalFields(activity: Activity): Readonly<Record<keyof typeof NORMAL, string | number | undefined>> {
  const told = (text: string) => (text === '' ? undefined : text);
  const person = activity.actor.find(({ scheme }) => scheme === 'upn' || scheme === 'mail') ?? activity.actor[0];
  return {
    origin: activity.source,
    class: activity.actionClass,
    action: activity.action,
    outcome: activity.outcome,
    user: activity.actorType === 'device' ? undefined : person?.value,
    agent: told(activity.userAgent),
    source: told(activity.sourceIp),
    country: told(activity.country),
    asn: told(activity.asn),
    destination: told(activity.destinationIp),
    sent: activity.bytesOut,
  };
}
