import { HOUR, MINUTE, SECOND } from '../calendar.js';
import { RandomGenerator } from '../random.js';
import { salesforceBulkQuery, salesforceLogin, salesforceRestCall, type RestCall } from '../records/salesforce.js';
import type { SalesforceSession } from '../records/salesforce-event.js';
import { SCRIPT_AGENTS } from '../user-agents.js';
import { tokenSession } from './salesforce-use.js';
import type { EstateHour } from './stream.js';

/** Work hours of the engagement tool: it polls day and night and follows the staff's conversations. */
function dayWeight(time: number): number {
  const clock = new Date(time).getUTCHours();
  return clock >= 6 && clock < 20 ? 1 : 0.45;
}

/** The engagement tool reads and writes Salesforce all day with its owner's token, from its vendor's addresses. */
export function engagementSync(hour: EstateHour): void {
  const { estate, random, emit, from } = hour;
  const { engagement, engagementOwner } = estate;
  const daily = Math.floor((from - estate.calendar.start) / (24 * HOUR));
  const polls = Math.max(1, Math.round(12 * dayWeight(from) * Math.min(2, estate.scale)));
  const tokens = RandomGenerator.keyed(estate.seed, 'engagement-token', daily);
  const user = { id: engagementOwner.salesforceId, userName: engagementOwner.mail };
  const sessions = engagement.endpoints.map((endpoint) => tokenSession(tokens, user, engagement, endpoint, SCRIPT_AGENTS.java));
  const clock = new Date(from).getUTCHours();
  for (let i = 0; i < polls; i += 1) {
    const time = from + (i * HOUR) / polls + random.between(0, 20 * SECOND);
    const session = random.pickZipf(sessions);
    if (i === 0 && clock % 8 === 0) {
      for (const record of salesforceLogin(estate, random, time, session, {
        loginType: 'Remote Access 2.0',
        platform: 'Unknown',
        browser: 'Unknown',
        success: true,
      }))
        emit(record);
      for (const entity of ['Contact', 'Lead']) describeObject(hour, session, time, entity);
    }
    const calls = 1 + random.poisson(1.2);
    for (let k = 0; k < calls; k += 1) {
      const entity = random.pickZipf(['Contact', 'Lead', 'Account', 'Campaign', 'Task']);
      const call: RestCall = random.chance(0.8)
        ? {
            method: 'GET',
            uri: '/services/data/v57.0/query',
            entity,
            rows: random.negativeBinomial(8, 0.7),
            responseBytes: random.integerBetween(300, 9000),
            status: 200,
          }
        : {
            method: random.pick(['POST', 'PATCH']),
            uri: `/services/data/v57.0/sobjects/${entity}`,
            entity,
            rows: 1,
            responseBytes: 90,
            status: 201,
          };
      for (const record of salesforceRestCall(estate, random, time + 700 * k + random.between(50, 400), session, call)) emit(record);
    }
  }
}

/** The tool reads the definition of an object anew after each login. */
function describeObject(hour: EstateHour, session: SalesforceSession, time: number, entity: string): void {
  const { estate, random, emit } = hour;
  const call: RestCall = {
    method: 'GET',
    uri: `/services/data/v57.0/sobjects/${entity}/describe`,
    entity,
    rows: 0,
    responseBytes: random.integerBetween(50_000, 130_000),
    status: 200,
  };
  for (const record of salesforceRestCall(estate, random, time + random.between(200, 600), session, call)) emit(record);
}

/** The warehouse export runs at night: one bulk query job per object, each deleted afterwards. */
export function warehouseExport(hour: EstateHour): void {
  const { estate, random, emit, from } = hour;
  if (new Date(from).getUTCHours() !== 3) return;
  const session = tokenSession(
    random,
    { id: estate.warehouse.salesforceId, userName: estate.warehouse.mail },
    estate.warehouse,
    random.pick(estate.warehouse.endpoints),
    SCRIPT_AGENTS.go,
  );
  const start = from + 10 * MINUTE + random.between(0, 2 * MINUTE);
  for (const record of salesforceLogin(estate, random, start, session, {
    loginType: 'Remote Access 2.0',
    platform: 'Unknown',
    browser: 'Unknown',
    success: true,
  }))
    emit(record);
  const objects = ['Account', 'Contact', 'Opportunity', 'Case', 'Lead', 'Task'];
  objects.forEach((entity, index) => {
    const time = start + 20 * SECOND + index * 95 * SECOND + random.between(0, 8 * SECOND);
    const rows = Math.round(estate.people.length * random.between(8, 14) * (index + 1));
    for (const record of salesforceBulkQuery(estate, random, time, session, { entity, rows, version: 'v60.0', deletes: true }))
      emit(record);
  });
}
