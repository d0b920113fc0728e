import { DAY, HOUR, SECOND } from '../calendar.js';
import type { Endpoint } from '../networks.js';
import { drawEndpoint, drawNeighbour, HOSTING } from '../networks.js';
import { cloudTrailEvent } from '../records/cloudtrail.js';
import { salesforceBulkQuery, salesforceLogin, salesforceRestCall, type RestCall } from '../records/salesforce.js';
import type { SalesforceSession } from '../records/salesforce-event.js';
import { iamPrincipal } from '../streams/cloud-operations.js';
import { tokenSession } from '../streams/salesforce-use.js';
import { SCRIPT_AGENTS } from '../user-agents.js';
import { busyMoment, lastMoment, pickDay, type ScenarioContext } from './scenario.js';

const OBJECTS = ['Account', 'Contact', 'User', 'Case', 'Opportunity'] as const;

function count(random: ScenarioContext['random'], entity: string): RestCall {
  return { method: 'GET', uri: '/services/data/v57.0/query', entity, rows: 1, responseBytes: random.integerBetween(90, 160), status: 200 };
}

/** Logs in with the stolen token and empties the support cases within minutes. */
function theft(context: ScenarioContext, session: SalesforceSession, start: number): number {
  const { estate, random, act } = context;
  const actor = session.user.userName;
  act(
    'initial-access',
    true,
    actor,
    salesforceLogin(estate, random, start, session, {
      loginType: 'Remote Access 2.0',
      platform: 'Unknown',
      browser: 'Unknown',
      success: true,
    }),
  );
  let time = start + random.between(20, 70) * SECOND;
  for (const entity of random.shuffled(OBJECTS)) {
    act('discovery', true, actor, salesforceRestCall(estate, random, time, session, count(random, entity)));
    time += random.between(0.6, 2.5) * SECOND;
  }
  const describe: RestCall = {
    method: 'GET',
    uri: '/services/data/v57.0/sobjects/Case/describe',
    entity: 'Case',
    rows: 0,
    responseBytes: random.integerBetween(60_000, 140_000),
    status: 200,
  };
  act('discovery', true, actor, salesforceRestCall(estate, random, time, session, describe));
  time += random.between(1, 3) * SECOND;
  const queries = random.integerBetween(18, 45);
  for (let i = 0; i < queries; i += 1) {
    const entity = random.pickWeighted([
      ['Case', 6],
      ['User', 2],
      ['Account', 2],
      ['Contact', 2],
    ] as const);
    const call: RestCall = {
      method: 'GET',
      uri: '/services/data/v57.0/query',
      entity,
      rows: random.integerBetween(400, 2000),
      responseBytes: random.integerBetween(120_000, 900_000),
      status: 200,
    };
    act('collection', true, actor, salesforceRestCall(estate, random, time, session, call));
    time += random.between(0.3, 1.6) * SECOND;
  }
  const rows = Math.round(estate.people.length * random.between(90, 160));
  const job = salesforceBulkQuery(estate, random, time, session, { entity: 'Case', rows, version: 'v60.0', deletes: true });
  for (const step of job) {
    const { step: name, ...record } = step;
    act(name === 'delete' ? 'defense-evasion' : 'exfiltration', true, actor, [record]);
    time = Math.max(time, record.time);
  }
  return time;
}

/** Weeks later: the access key that stood in a support case, used from the same neighbourhood. */
function afterEffects(context: ScenarioContext, endpoint: Endpoint, start: number): void {
  const { estate, random, act } = context;
  const owner = estate.engagementOwner;
  const base = { principal: iamPrincipal(owner), source: endpoint.address, userAgent: SCRIPT_AGENTS.boto };
  const user = owner.iamUser;
  const call = (time: number, service: string, name: string, readOnly: boolean, request: object | null, response: object | null = null) =>
    cloudTrailEvent(estate, random, { ...base, time, service, name, readOnly, request, response });
  let time = start;
  act('discovery', false, owner.mail, [call(time, 'sts', 'GetCallerIdentity', true, null)]);
  time += random.between(20, 90) * SECOND;
  act('discovery', false, owner.mail, [
    call(time, 'iam', 'ListAccessKeys', true, { userName: user }),
    call(time + 5 * SECOND, 'iam', 'ListUsers', true, null),
  ]);
  time += random.between(40, 200) * SECOND;
  act('persistence', true, owner.mail, [
    call(time, 'iam', 'UpdateAccessKey', false, { userName: user, accessKeyId: `AKIA${random.upperAlphanumeric(16)}`, status: 'Active' }),
  ]);
  time += random.between(60, 500) * SECOND;
  const userName = `svc-${random.pick(['export', 'metrics', 'reporting', 'backup', 'mailer'])}-${random.hex(4)}`;
  const created = {
    user: {
      userName,
      userId: `AIDA${random.upperAlphanumeric(17)}`,
      arn: `arn:aws:iam::${estate.cloud.accountId}:user/${userName}`,
      path: '/',
    },
  };
  act('persistence', true, owner.mail, [call(time, 'iam', 'CreateUser', false, { userName }, created)]);
  time += random.between(5, 60) * SECOND;
  const key = { accessKey: { userName, accessKeyId: `AKIA${random.upperAlphanumeric(16)}`, status: 'Active' } };
  act('persistence', true, owner.mail, [
    call(time, 'iam', 'AttachUserPolicy', false, { userName, policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
    call(time + 7 * SECOND, 'iam', 'CreateAccessKey', false, { userName }, key),
  ]);
}

/**
 * The Salesloft Drift campaign of August 2025: the OAuth token of an engagement tool, stolen from its vendor, is used
 * from a rented server while the person whose token it is works on elsewhere; the support cases are exported and the
 * job deleted; an AWS key found in them is used ten to twenty days later.
 */
export function salesloft(context: ScenarioContext): void {
  const { estate, random } = context;
  const owner = estate.engagementOwner;
  const plan = pickDay(context, owner, [0.42, 0.58], (candidate) => candidate.to - candidate.from > 6 * HOUR);
  const endpoint = drawEndpoint(random, random.pick(HOSTING));
  const session = tokenSession(
    random,
    { id: owner.salesforceId, userName: owner.mail },
    estate.engagement,
    endpoint,
    SCRIPT_AGENTS.pythonRequests,
  );
  const end = theft(context, session, busyMoment(plan, random));
  const later = random.chance(0.5) ? endpoint : drawNeighbour(random, endpoint);
  const pause = random.between(10, 14) * DAY + random.between(0, 6) * HOUR;
  const latest = lastMoment(estate) - random.between(0, 12) * HOUR;
  afterEffects(context, later, Math.max(end + HOUR, Math.min(end + pause, latest)));
}
