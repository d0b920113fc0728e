import { MINUTE, SECOND } from '../calendar.js';
import type { Person } from '../person.js';
import { connection, drawFlow } from '../records/zeek.js';
import { administer, callRemotely, openShare } from '../streams/network-actions.js';
import { currentLaptop } from '../user-agents.js';
import { collect, type ScenarioContext } from './scenario.js';

/** From the laptop to servers: a look around, shares of administrators, a service, remote shells. */
export function lateralMovement(context: ScenarioContext, victim: Person, start: number): void {
  const { estate, random, act } = context;
  const device = currentLaptop(victim, estate.calendar, start);
  const source = device.officeAddress;
  let time = start;
  const targets = random.shuffled(
    estate.servers.filter((server) => server.role === 'application' || server.role === 'database' || server.role === 'file-server'),
  );
  for (const server of targets) {
    const flow = drawFlow(random, {
      time,
      source,
      destination: server.address,
      port: random.pick([445, 3389, 5985]),
      transport: 'tcp',
      service: '',
      duration: 0.01,
      bytesOut: 0,
      bytesIn: 0,
      state: random.chance(0.5) ? 'REJ' : 'S0',
    });
    act('discovery', false, source, [connection(flow)]);
    time += random.between(1, 9) * SECOND;
  }
  for (const server of targets.slice(0, 3)) {
    time += random.between(4, 14) * MINUTE;
    const share = random.pick(['ADMIN$', 'C$']);
    act(
      'lateral-movement',
      true,
      source,
      collect((emit) => {
        openShare(estate, random, emit, {
          time,
          source,
          person: victim,
          server,
          share,
          bytesOut: random.integerBetween(300_000, 2_500_000),
          bytesIn: 9000,
        });
      }),
    );
    act(
      'lateral-movement',
      true,
      source,
      collect((emit) => {
        callRemotely(random, emit, { time: time + 9 * SECOND, source, server, endpoint: 'svcctl', operation: 'CreateServiceW' });
      }),
    );
    const method = random.pick(['winrm', 'winrm', 'rdp'] as const);
    const session = {
      time: time + random.between(60, 200) * SECOND,
      source,
      person: victim,
      server,
      method,
      minutes: random.between(4, 20),
      hostname: device.hostname,
    };
    act(
      'lateral-movement',
      true,
      source,
      collect((emit) => {
        administer(estate, random, emit, session);
      }),
    );
  }
}
