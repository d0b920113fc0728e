import { HOUR, MINUTE, SECOND } from '../calendar.js';
import { connection, drawFlow } from '../records/zeek.js';
import type { EstateHour } from './stream.js';
import { serverOf } from './network-actions.js';

/** Scanner, nightly backup and monitoring inside the office network. */
export function machineNetwork(hour: EstateHour): void {
  const { estate, random, emit, from } = hour;
  const clock = new Date(from).getUTCHours();
  const scale = Math.min(2, estate.scale);
  const monitor = serverOf(estate, random, 'monitoring');
  for (const server of estate.servers) {
    if (server.role === 'printer' || server === monitor) continue;
    const polls = Math.max(1, Math.round(2 * scale));
    for (let i = 0; i < polls; i += 1) {
      const time = from + ((i + 0.1) * HOUR) / polls + random.between(0, 2 * SECOND);
      emit(
        connection(
          drawFlow(random, {
            time,
            source: monitor.address,
            destination: server.address,
            port: 443,
            transport: 'tcp',
            service: 'ssl',
            duration: random.between(0.02, 0.4),
            bytesOut: 900,
            bytesIn: random.integerBetween(1800, 2600),
            state: 'SF',
          }),
        ),
      );
    }
  }
  if (clock === 22 || clock === 23) {
    const backup = serverOf(estate, random, 'backup');
    for (const server of estate.servers) {
      if (server.role !== 'file-server' && server.role !== 'database') continue;
      emit(
        connection(
          drawFlow(random, {
            time: from + random.between(2, 50) * MINUTE,
            source: backup.address,
            destination: server.address,
            port: server.role === 'database' ? 5432 : 445,
            transport: 'tcp',
            service: server.role === 'database' ? '' : 'gssapi,smb,krb',
            duration: random.between(300, 1500),
            bytesOut: random.integerBetween(2e6, 9e6),
            bytesIn: Math.round(random.logNormal(6e9, 0.4)),
            state: 'SF',
          }),
        ),
      );
    }
  }
  if (clock === 20 && new Date(from).getUTCDay() % 2 === 0) {
    const scanner = serverOf(estate, random, 'scanner');
    const ports = [21, 22, 23, 80, 135, 139, 443, 445, 1433, 3306, 3389, 5432, 5900, 8080];
    for (let i = 0; i < 260 * scale; i += 1) {
      const target = random.chance(0.4) ? random.pick(estate.servers).address : `10.20.${random.integer(20)}.${random.integer(254) + 1}`;
      emit(
        connection(
          drawFlow(random, {
            time: from + i * (HOUR / 300) + random.between(0, SECOND),
            source: scanner.address,
            destination: target,
            port: random.pick(ports),
            transport: 'tcp',
            service: '',
            duration: 0.01,
            bytesOut: 0,
            bytesIn: 0,
            state: random.chance(0.6) ? 'REJ' : 'S0',
          }),
        ),
      );
    }
  }
}
