import { ADMIN_APPLICATIONS, MICROSOFT_APPLICATIONS, type Application } from '../applications.js';
import { DAY, HOUR, MINUTE } from '../calendar.js';
import { laptopEndpoint, phoneEndpoint, workMoment } from '../day-plan.js';
import type { Estate } from '../estate.js';
import type { Person } from '../person.js';
import { RandomGenerator } from '../random.js';
import { generatedRate, RATES } from '../rates.js';
import { servicePrincipalSignIn, userSignIn, type SignInError } from '../records/entra-signin.js';
import { browserIdentity, currentLaptop } from '../user-agents.js';
import type { EstateHour, PersonHour } from './stream.js';

function pickApplication(estate: Estate, person: Person, random: RandomGenerator, time: number): Application {
  if (person.adoptsRollout && time >= estate.calendar.start + estate.calendar.rollout * DAY && random.chance(0.06))
    return estate.rolloutApplication;
  if (person.accountType === 'administrator' && random.chance(0.18)) return random.pickZipf(ADMIN_APPLICATIONS);
  if (random.chance(0.68)) return random.pickZipf(MICROSOFT_APPLICATIONS);
  const application = estate.applications.get(random.pickZipf(person.applications));
  return application?.provider === 'entra' ? application : random.pickZipf(MICROSOFT_APPLICATIONS);
}

/** Identifier of the day's sign-in session; the same for all records of that day and device. */
export function signInSession(estate: Estate, person: Person, day: number): string {
  return RandomGenerator.keyed(estate.seed, 'session', person.index, day).uuid();
}

function failure(hour: PersonHour, time: number): SignInError {
  const { random, estate } = hour;
  if (Math.floor((time - estate.calendar.start) / DAY) === estate.calendar.passwordExpiry && hour.begins && random.chance(0.12))
    return 50055;
  if (!random.chance(RATES.signInFailures.value)) return 0;
  return random.pickWeighted<SignInError>([
    [50126, 4],
    [50140, 3],
    [50074, 2],
    [50058, 2],
    [500121, 1],
    [70008, 2],
  ]);
}

/** Entra sign-ins of people: interactive ones at the start of the day, token refreshes all along, telephones day and night. */
export function personSignIns(hour: PersonHour): void {
  const { estate, person, plan, random, emit } = hour;
  if (!plan.employed) return;
  const daily = generatedRate('signIns', estate) * person.activity * plan.factor;
  const working = random.negativeBinomial(daily * 1.3 * hour.share, 2);
  const background = random.poisson((daily * 0.12) / 24);
  const session = signInSession(estate, person, plan.day);
  if (hour.begins) {
    const first = Math.max(hour.from, plan.from) + random.next() * 10 * MINUTE;
    emitSignIn(hour, first, true, session, failure(hour, first));
    if (random.chance(0.3)) emitSignIn(hour, first + 40_000, true, session, 0);
  }
  for (let i = 0; i < working; i += 1) {
    const time = workMoment(plan, random, hour.from, hour.to);
    emitSignIn(hour, time, random.chance(0.12), session, failure(hour, time));
  }
  for (let i = 0; i < background; i += 1) {
    const time = hour.from + random.next() * HOUR;
    const browser = browserIdentity(person.phone, time);
    emit(
      userSignIn(estate, random, {
        time,
        person,
        application: random.pickZipf(MICROSOFT_APPLICATIONS.slice(0, 3)),
        endpoint: phoneEndpoint(estate, person, plan, random),
        device: person.phone,
        browser,
        interactive: false,
        client: 'Mobile Apps and Desktop clients',
        error: 0,
        multifactor: 'satisfied-by-claim',
        session,
      }),
    );
  }
}

function emitSignIn(hour: PersonHour, time: number, interactive: boolean, session: string, error: SignInError): void {
  const { estate, person, plan, random, emit } = hour;
  const device = currentLaptop(person, estate.calendar, time);
  const browserClient = interactive || random.chance(0.4);
  emit(
    userSignIn(estate, random, {
      time,
      person,
      application: pickApplication(estate, person, random, time),
      endpoint: laptopEndpoint(estate, person, plan, time),
      device: random.chance(0.04) ? undefined : device,
      browser: browserIdentity(device, time),
      interactive,
      client: browserClient ? 'Browser' : 'Mobile Apps and Desktop clients',
      error,
      multifactor: interactive ? (random.chance(0.35) ? 'challenged' : 'satisfied-by-claim') : 'satisfied-by-claim',
      session,
    }),
  );
}

const GRAPH_RESOURCE = MICROSOFT_APPLICATIONS[1];

/** Service principals refresh their tokens on the clock, from fixed addresses. */
export function serviceSignIns(hour: EstateHour): void {
  const { estate, random, emit, from } = hour;
  if (GRAPH_RESOURCE === undefined) return;
  const integrations = [estate.directorySync, estate.backup, estate.monitoring, estate.continuousIntegration];
  for (const integration of integrations) {
    const times = integration === estate.directorySync ? 2 : 1;
    for (let i = 0; i < times; i += 1) {
      const time = from + ((i + 0.2) * HOUR) / times + random.between(0, 90_000);
      const endpoint = random.pick(integration.endpoints);
      emit(servicePrincipalSignIn(estate, random, { time, integration, endpoint, resource: GRAPH_RESOURCE }));
    }
  }
}
