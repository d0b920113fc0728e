import { SECOND } from '../calendar.js';
import { laptopEndpoint, workMoment } from '../day-plan.js';
import type { Estate } from '../estate.js';
import type { Person } from '../person.js';
import { RandomGenerator } from '../random.js';
import { RATES } from '../rates.js';
import { oktaEvent, type OktaFacts, type OktaTarget } from '../records/okta.js';
import { currentLaptop } from '../user-agents.js';
import type { PersonHour } from './stream.js';

/** Okta's name of an application. */
export function oktaApplication(estate: Estate, name: string): OktaTarget {
  const id = estate.applications.get(name)?.id ?? name;
  return { id: `0oa${id.replaceAll('-', '').slice(0, 17)}`, type: 'AppInstance', alternateId: name, displayName: name };
}

function facts(hour: PersonHour, time: number): Pick<OktaFacts, 'time' | 'person' | 'endpoint' | 'device' | 'session'> {
  const { estate, person, plan } = hour;
  return {
    time,
    person,
    endpoint: laptopEndpoint(estate, person, plan, time),
    device: currentLaptop(person, estate.calendar, time),
    session: `102${RandomGenerator.keyed(estate.seed, 'okta-session', person.index, plan.day).base62(22)}`,
  };
}

/** A single sign-on through Okta into an application. */
export function singleSignOn(hour: PersonHour, time: number, application: string): void {
  const { estate, random, emit } = hour;
  emit(
    oktaEvent(estate, random, {
      ...facts(hour, time),
      eventType: 'user.authentication.sso',
      displayMessage: 'User single sign on to app',
      result: 'SUCCESS',
      reason: null,
      targets: [oktaApplication(estate, application), appUser(hour.person)],
      credentialType: null,
    }),
  );
}

function appUser(person: Person): OktaTarget {
  return { id: `0ua${person.oktaId.slice(3)}`, type: 'AppUser', alternateId: person.mail, displayName: person.displayName };
}

/** Okta's log of people: one session a day, a factor, single sign-on into the applications that Okta guards. */
export function personOkta(hour: PersonHour): void {
  const { estate, person, plan, random, emit } = hour;
  if (!plan.working || hour.share === 0) return;
  const names = person.applications.filter((name) => estate.applications.get(name)?.provider === 'okta');
  if (hour.begins) {
    const time = Math.max(hour.from, plan.from) + random.between(60, 600) * SECOND;
    const base = facts(hour, time);
    if (random.chance(RATES.signInFailures.value * 2)) {
      emit(
        oktaEvent(estate, random, {
          ...base,
          eventType: 'user.session.start',
          displayMessage: 'User login to Okta',
          result: 'FAILURE',
          reason: 'INVALID_CREDENTIALS',
          targets: [],
          credentialType: 'PASSWORD',
        }),
      );
    }
    const started = { ...base, time: time + 15 * SECOND };
    emit(
      oktaEvent(estate, random, {
        ...started,
        eventType: 'user.session.start',
        displayMessage: 'User login to Okta',
        result: 'SUCCESS',
        reason: null,
        targets: [],
        credentialType: 'PASSWORD',
      }),
    );
    if (random.chance(0.5)) {
      emit(
        oktaEvent(estate, random, {
          ...started,
          time: started.time + 12 * SECOND,
          eventType: 'user.authentication.auth_via_mfa',
          displayMessage: 'Authentication of user via MFA',
          result: 'SUCCESS',
          reason: null,
          targets: [],
          credentialType: 'OTP',
        }),
      );
    }
  }
  const count = random.poisson(7 * Math.min(2.5, person.activity) * hour.share * Math.min(2, estate.scale));
  for (let i = 0; i < count && names.length > 0; i += 1)
    singleSignOn(hour, workMoment(plan, random, hour.from, hour.to), random.pickZipf(names));
}
