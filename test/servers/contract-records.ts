/** Input of the contract suite as it lies in indices: Zeek documents of Elastic's package, raw Zeek records, and one that nobody can read. */

const START = Date.UTC(2026, 2, 2);
const CONNECTIONS = 3000;
const QUERIES = 300;
const RAW = 200;

export interface IndexedRecord {
  readonly index: string;
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Epoch milliseconds that lie between the times of ingest of the records. */
export const INGESTED_BETWEEN = START + 2_000_500;
export const RECORD_WINDOW = { from: START + 60_000, to: START + 1_800_000 };

const iso = (time: number) => new Date(time).toISOString();
/** Whole seconds, as Fleet writes it, so that many records share one time. */
const ingested = (time: number) => iso(Math.floor((time + 61_000) / 5000) * 5000);

function connection(row: number): IndexedRecord {
  const time = START + row * 1000 + 250;
  return {
    index: 'logs-zeek.connection',
    id: `c${row}`,
    body: {
      '@timestamp': iso(time),
      event: { dataset: 'zeek.connection', ingested: ingested(time), duration: 1_500_000_000, original: '{"ts":1}' },
      source: { ip: `10.0.0.${(row % 20) + 1}`, port: 40_000 + row, bytes: row },
      destination: { ip: `198.51.100.${(row % 7) + 1}`, port: row % 11 === 0 ? 8443 : 443, bytes: row * 2 },
      network: { transport: 'tcp', protocol: 'ssl' },
      zeek: { session_id: `C${row}`, connection: { state: 'SF' } },
    },
  };
}

/** Some do not tell when they came. */
function query(row: number): IndexedRecord {
  const time = START + row * 10_000;
  const event = { dataset: 'zeek.dns', ...(row % 3 === 0 ? {} : { ingested: ingested(time) }) };
  return {
    index: 'logs-zeek.dns',
    id: `d${row}`,
    body: {
      '@timestamp': iso(time),
      event,
      source: { ip: '10.0.0.9', port: 5353 },
      destination: { ip: '10.0.0.53', port: 53 },
      network: { transport: 'udp' },
      dns: { question: { name: `host${row}.example`, type: 'A' } },
      zeek: { session_id: `D${row}`, dns: { query: `host${row}.example`, qtype_name: 'A', trans_id: row } },
    },
  };
}

/** As a shipper stores what the sensor wrote. */
function rawConnection(row: number): IndexedRecord {
  const time = START + row * 7000;
  return {
    index: 'raw-sensor',
    id: `r${row}`,
    body: {
      '@timestamp': iso(time),
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
    },
  };
}

const UNREADABLE: IndexedRecord = { index: 'raw-unknown', id: 'u', body: { '@timestamp': iso(START + 5000), text: 'nobody knows me' } };

/** Documents with a data set that no mapping reads; they are left where they are. */
const UNMAPPED: IndexedRecord = {
  index: 'logs-acme.other',
  id: 'o',
  body: { '@timestamp': iso(START + 5000), event: { dataset: 'acme.other' } },
};

export const RECORDS: readonly IndexedRecord[] = [
  ...Array.from({ length: CONNECTIONS }, (_value, row) => connection(row)),
  ...Array.from({ length: QUERIES }, (_value, row) => query(row)),
  ...Array.from({ length: RAW }, (_value, row) => rawConnection(row)),
  UNREADABLE,
  UNMAPPED,
];

/** `source|id` of the activities. */
export const EXPECTED: readonly string[] = [
  ...Array.from({ length: CONNECTIONS }, (_value, row) => `zeek.conn|C${row}`),
  ...Array.from({ length: QUERIES }, (_value, row) => `zeek.dns|D${row}:${START + row * 10_000}:${row}`),
  ...Array.from({ length: RAW }, (_value, row) => `zeek.conn|R${row}`),
];

const keyword = { type: 'keyword' };
const port = { properties: { ip: { type: 'ip' }, port: { type: 'long' }, bytes: { type: 'long' } } };

/** The mapping that Elastic's package gives to what is read. */
export const RECORD_MAPPING = {
  dynamic: false,
  properties: {
    '@timestamp': { type: 'date' },
    event: { properties: { dataset: keyword, ingested: { type: 'date' }, duration: { type: 'long' } } },
    source: port,
    destination: port,
    network: { properties: { transport: keyword, protocol: keyword } },
    zeek: { properties: { session_id: keyword, connection: { properties: { state: keyword } } } },
    dns: { properties: { question: { properties: { name: keyword, type: keyword } } } },
  },
} as const;
