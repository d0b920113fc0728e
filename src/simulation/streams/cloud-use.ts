import { DAY, HOUR } from '../calendar.js';
import { laptopEndpoint, workMoment } from '../day-plan.js';
import type { Device } from '../person.js';
import { generatedRate } from '../rates.js';
import { cloudTrailEvent, type CloudPrincipal } from '../records/cloudtrail.js';
import { ROLE_PROFILES } from '../roles.js';
import { browserIdentity, currentLaptop, SCRIPT_AGENTS } from '../user-agents.js';
import type { EstateHour, PersonHour } from './stream.js';
import {
  type Operation,
  ENGINEER_OPERATIONS,
  PIPELINE_OPERATIONS,
  MONITORING_OPERATIONS,
  SCANNER_OPERATIONS,
  SERVICE_OPERATIONS,
  parameters,
  choose,
  ssoPrincipal,
  iamPrincipal,
} from './cloud-operations.js';

/** Engineers and administrators at work in AWS: console, command line, and a few with keys of their own. */
export function personCloud(hour: PersonHour): void {
  const { estate, person, plan, random, emit } = hour;
  const weight = person.iamUser === '' ? ROLE_PROFILES[person.role].cloud : Math.max(0.6, ROLE_PROFILES[person.role].cloud);
  if (weight === 0 || !plan.working || hour.share === 0) return;
  const cloudUsers = estate.people.length * 0.34;
  const daily =
    ((generatedRate('cloudActions', estate) * estate.people.length) / 500 / cloudUsers) * 0.35 * weight * person.activity * plan.factor;
  const count = random.negativeBinomial(daily * hour.share, 0.8);
  const device = currentLaptop(person, estate.calendar, hour.from);
  for (let i = 0; i < count; i += 1) {
    const time = workMoment(plan, random, hour.from, hour.to);
    const [service, name, readOnly] = choose(random, ENGINEER_OPERATIONS);
    const byKey = person.iamUser !== '' && random.chance(0.4);
    emit(
      cloudTrailEvent(estate, random, {
        time,
        principal: byKey ? iamPrincipal(person) : ssoPrincipal(estate, person),
        source: laptopEndpoint(estate, person, plan, time).address,
        userAgent:
          byKey || random.chance(0.4)
            ? random.pickZipf([SCRIPT_AGENTS.awsCli, SCRIPT_AGENTS.boto, SCRIPT_AGENTS.terraform])
            : browserIdentity(device, time).userAgent,
        service,
        name,
        readOnly,
        ...parameters(estate, random, service, name),
        ...(random.chance(0.02) ? { error: 'AccessDenied' } : {}),
      }),
    );
  }
  if (hour.begins && random.chance(0.6)) consoleSignIn(hour, device);
  if (hour.begins && person.iamUser !== '') rotateKey(hour);
  if (hour.begins && person.accountType === 'administrator' && random.chance(0.012)) provisionUser(hour);
}

function consoleSignIn(hour: PersonHour, device: Device): void {
  const { estate, person, plan, random, emit } = hour;
  const time = workMoment(plan, random, hour.from, hour.to);
  emit(
    cloudTrailEvent(estate, random, {
      time,
      principal: ssoPrincipal(estate, person),
      source: laptopEndpoint(estate, person, plan, time).address,
      userAgent: browserIdentity(device, time).userAgent,
      service: 'signin',
      name: 'ConsoleLogin',
      readOnly: false,
      request: null,
      response: { ConsoleLogin: 'Success' },
      consoleSignIn: true,
    }),
  );
}

/** Keys are rotated every 90 days: a new one, the old one disabled, later deleted. */
function rotateKey(hour: PersonHour): void {
  const { estate, person, plan, random, emit } = hour;
  if ((plan.day + person.index * 7) % 90 > 0 && !random.chance(0.008)) return;
  const time = workMoment(plan, random, hour.from, hour.to);
  const base = {
    principal: iamPrincipal(person),
    source: laptopEndpoint(estate, person, plan, time).address,
    userAgent: SCRIPT_AGENTS.awsCli,
    service: 'iam',
    readOnly: false,
  };
  const created = { accessKey: { userName: person.iamUser, accessKeyId: `AKIA${random.upperAlphanumeric(16)}`, status: 'Active' } };
  emit(
    cloudTrailEvent(estate, random, { ...base, time, name: 'CreateAccessKey', request: { userName: person.iamUser }, response: created }),
  );
  emit(
    cloudTrailEvent(estate, random, {
      ...base,
      time: time + random.between(60_000, 900_000),
      name: 'UpdateAccessKey',
      request: { userName: person.iamUser, accessKeyId: `AKIA${random.upperAlphanumeric(16)}`, status: 'Inactive' },
      response: null,
    }),
  );
}

/** Now and then an administrator creates a technical user. */
function provisionUser(hour: PersonHour): void {
  const { estate, person, plan, random, emit } = hour;
  const time = workMoment(plan, random, hour.from, hour.to);
  const userName = `svc-${random.pick(['export', 'metrics', 'reporting', 'backup', 'partner', 'mailer'])}-${random.hex(4)}`;
  const base = {
    principal: ssoPrincipal(estate, person),
    source: laptopEndpoint(estate, person, plan, time).address,
    userAgent: SCRIPT_AGENTS.terraform,
    service: 'iam',
    readOnly: false,
  };
  const created = {
    user: {
      userName,
      userId: `AIDA${random.upperAlphanumeric(17)}`,
      arn: `arn:aws:iam::${estate.cloud.accountId}:user/${userName}`,
      path: '/',
    },
  };
  emit(cloudTrailEvent(estate, random, { ...base, time, name: 'CreateUser', request: { userName }, response: created }));
  emit(
    cloudTrailEvent(estate, random, {
      ...base,
      time: time + 4_000,
      name: 'AttachUserPolicy',
      request: { userName, policyArn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' },
      response: null,
    }),
  );
}

/** Build pipeline, monitoring, posture scanner and the cloud's own services. */
export function machineCloud(hour: EstateHour): void {
  const { estate, random, emit, from } = hour;
  const hourly = (generatedRate('cloudActions', estate) * estate.people.length) / 500 / 24;
  const clock = new Date(from).getUTCHours();
  const day = Math.floor((from - estate.calendar.start) / DAY);
  const busy = clock >= 6 && clock < 18 && new Date(from).getUTCDay() % 6 !== 0 ? 1.8 : 0.3;
  const role = (roleName: string, sessionName: string): CloudPrincipal => ({ kind: 'role', roleName, sessionName, reservedSso: false });
  const run = (
    count: number,
    operations: readonly Operation[],
    principal: CloudPrincipal,
    sources: readonly { address: string }[],
    userAgent: string,
  ): void => {
    for (let i = 0; i < count; i += 1) {
      const [service, name, readOnly] = choose(random, operations);
      const time = from + random.next() * HOUR;
      emit(
        cloudTrailEvent(estate, random, {
          time,
          principal,
          source: random.pick(sources).address,
          userAgent,
          service,
          name,
          readOnly,
          ...parameters(estate, random, service, name),
        }),
      );
    }
  };
  run(
    random.negativeBinomial(hourly * 0.25 * busy, 1.5),
    PIPELINE_OPERATIONS,
    role('build-pipeline-deploy', 'GitHubActions'),
    estate.continuousIntegration.endpoints,
    SCRIPT_AGENTS.terraform,
  );
  run(
    random.poisson(hourly * 0.3),
    MONITORING_OPERATIONS,
    role('ObservabilityIntegrationRole', 'metrics-collector'),
    estate.monitoring.endpoints,
    SCRIPT_AGENTS.boto,
  );
  if (clock === 4)
    run(
      random.poisson(120 * Math.min(2, estate.scale)),
      SCANNER_OPERATIONS,
      role('CloudPostureAudit', `posture-scan-${day}`),
      estate.securityScanner.endpoints,
      SCRIPT_AGENTS.boto,
    );
  const services = random.poisson(hourly * 0.2);
  for (let i = 0; i < services; i += 1) {
    const [invoker, service, name] = random.pick(SERVICE_OPERATIONS);
    const request =
      name === 'AssumeRole'
        ? {
            roleArn: `arn:aws:iam::${estate.cloud.accountId}:role/${random.pick(['api-task', 'worker-task', 'report-lambda'])}`,
            roleSessionName: random.hex(32),
          }
        : null;
    emit(
      cloudTrailEvent(estate, random, {
        time: from + random.next() * HOUR,
        principal: { kind: 'service', service: invoker },
        source: invoker,
        userAgent: invoker,
        service,
        name,
        readOnly: true,
        request,
        response: null,
      }),
    );
  }
}
