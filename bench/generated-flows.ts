import { LOG_FILES } from '../src/simulation/log-files.js';
import { RandomGenerator } from '../src/simulation/random.js';

const START = 1_754_265_600;
const DAY_SECONDS = 86_400;
const HOSTS = 500;
const DESTINATIONS = 20_000;

const PROTOCOLS = [
  { port: 443, transport: 'tcp', service: 'ssl' },
  { port: 443, transport: 'udp', service: 'quic' },
  { port: 53, transport: 'udp', service: 'dns' },
  { port: 80, transport: 'tcp', service: 'http' },
  { port: 445, transport: 'tcp', service: 'smb' },
] as const;

/** A day of Zeek connections of 500 hosts, in order of time: lines of conn.log with its header. Destinations follow a power law. */
export function* generatedFlows(flows: number, seed: number): Generator<string> {
  yield* LOG_FILES['zeek/conn.log'].header.split('\n');
  const random = RandomGenerator.keyed(seed, 'flows');
  for (let flow = 0; flow < flows; flow += 1) {
    const host = Math.floor(random.next() * HOSTS);
    const protocol = PROTOCOLS[Math.floor(random.next() ** 2 * PROTOCOLS.length)] ?? PROTOCOLS[0];
    const place = Math.floor(DESTINATIONS * random.next() ** 4);
    const inside = protocol.port === 53 || protocol.port === 445;
    const destination = inside ? `10.0.0.${(place % 8) + 1}` : `198.${18 + (place >> 16)}.${(place >> 8) & 255}.${place & 255}`;
    const sent = Math.floor(200 + 4_000 * random.next() ** 3);
    const received = Math.floor(300 + 90_000 * random.next() ** 4);
    yield [
      (START + (flow / flows) * DAY_SECONDS).toFixed(6),
      `C${flow.toString(36)}`,
      `10.1.${host >> 8}.${host & 255}`,
      32_768 + Math.floor(random.next() * 28_000),
      destination,
      protocol.port,
      protocol.transport,
      protocol.service,
      (random.next() * 30).toFixed(6),
      sent,
      received,
      'SF',
      'T',
      inside ? 'T' : 'F',
      0,
      'ShADadFf',
      6,
      sent + 300,
      7,
      received + 300,
    ].join('\t');
  }
}
