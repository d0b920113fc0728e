/** Input of the contract suite as it lies in Splunk: Zeek's records in JSON under sourcetypes of add-ons, and some that nobody can read. */

const START = Date.UTC(2026, 2, 2);
const CONNECTIONS = 1800;
const QUERIES = 150;
const SENSOR = 100;

/** An event and what Splunk knows of it; times in seconds since 1970. */
export interface IndexedEvent {
  readonly index: string;
  readonly sourcetype: string;
  readonly source: string;
  readonly time: number;
  readonly indextime: number;
  readonly raw: string;
}

/** Epoch milliseconds that lie between the times of indexing. */
export const INDEXED_BETWEEN = START + 1_200_500;
export const EVENT_WINDOW = { from: START + 60_000, to: START + 900_000 };

/** Many events share a second of indexing, and within it not all a time. */
const indexedAt = (time: number): number => Math.floor((time + 61_000) / 5000) * 5;

const event = (index: string, sourcetype: string, time: number, record: object): IndexedEvent => ({
  index,
  sourcetype,
  source: `/logs/${index}.json`,
  time: time / 1000,
  indextime: indexedAt(time),
  raw: JSON.stringify(record),
});

function connection(row: number): IndexedEvent {
  const time = START + row * 1000 + 250;
  return event('network', 'bro:conn:json', time, {
    ts: time / 1000,
    uid: `C${row}`,
    'id.orig_h': `10.0.0.${(row % 20) + 1}`,
    'id.orig_p': 40_000 + row,
    'id.resp_h': `198.51.100.${(row % 7) + 1}`,
    'id.resp_p': row % 11 === 0 ? 8443 : 443,
    proto: 'tcp',
    service: 'ssl',
    conn_state: 'SF',
    duration: 1.5,
    orig_bytes: row,
    resp_bytes: row * 2,
  });
}

function query(row: number): IndexedEvent {
  const time = START + row * 8000;
  return event('network', 'zeek:dns:json', time, {
    ts: time / 1000,
    uid: `D${row}`,
    'id.orig_h': '10.0.0.9',
    'id.orig_p': 5353,
    'id.resp_h': '10.0.0.53',
    'id.resp_p': 53,
    proto: 'udp',
    trans_id: row,
    query: `host${row}.example`,
    qtype_name: 'A',
  });
}

/** Under a name of the site, which its configuration explains. */
function sensed(row: number): IndexedEvent {
  const time = START + row * 7000;
  return event('sensor', 'acme:flows', time, {
    ts: time / 1000,
    uid: `R${row}`,
    'id.orig_h': '10.0.0.77',
    'id.orig_p': 50_000 + row,
    'id.resp_h': '203.0.113.5',
    'id.resp_p': 22,
    proto: 'tcp',
    conn_state: 'SF',
    orig_bytes: 10,
    resp_bytes: 20,
  });
}

export const SITE_SOURCETYPES = { 'acme:flows': 'zeek.conn' };

export const EVENTS: readonly IndexedEvent[] = [
  ...Array.from({ length: CONNECTIONS }, (_value, row) => connection(row)),
  ...Array.from({ length: QUERIES }, (_value, row) => query(row)),
  ...Array.from({ length: SENSOR }, (_value, row) => sensed(row)),
  event('sensor', 'acme:notes', START + 5000, { text: 'nobody knows me' }),
  // A group that reads known sourcetypes leaves this where it is.
  event('network', 'acme:other', START + 5000, { text: 'nobody asks for me' }),
];

/** `source|id` of the activities. */
export const EXPECTED: readonly string[] = [
  ...Array.from({ length: CONNECTIONS }, (_value, row) => `zeek.conn|C${row}`),
  ...Array.from({ length: QUERIES }, (_value, row) => `zeek.dns|D${row}:${(START + row * 8000) / 1000}:${row}`),
  ...Array.from({ length: SENSOR }, (_value, row) => `zeek.conn|R${row}`),
];
