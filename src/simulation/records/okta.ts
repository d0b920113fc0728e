import type { Estate } from '../estate.js';
import type { Endpoint } from '../networks.js';
import type { Device, Person } from '../person.js';
import type { RandomGenerator } from '../random.js';
import type { DraftRecord } from '../simulated-record.js';
import { browserIdentity, systemNames } from '../user-agents.js';

export interface OktaTarget {
  readonly id: string;
  readonly type: 'AppInstance' | 'AppUser' | 'User' | 'UserGroup' | 'PolicyEntity';
  readonly alternateId: string;
  readonly displayName: string;
}

export interface OktaFacts {
  readonly time: number;
  readonly person: Person;
  readonly endpoint: Endpoint;
  readonly device: Device;
  readonly eventType: string;
  readonly displayMessage: string;
  readonly result: 'SUCCESS' | 'FAILURE' | 'CHALLENGE' | 'ALLOW';
  readonly reason: string | null;
  readonly session: string;
  readonly targets: readonly OktaTarget[];
  readonly credentialType: 'PASSWORD' | 'ASSERTION' | 'OTP' | null;
}

/** An Okta System Log event. */
export function oktaEvent(estate: Estate, random: RandomGenerator, facts: OktaFacts): DraftRecord {
  const { person, endpoint, device } = facts;
  const uuid = random.uuid();
  const { place } = endpoint.range;
  const identity = browserIdentity(device, facts.time);
  const geographicalContext = {
    city: place.city,
    state: place.state,
    country: place.countryName,
    postalCode: null,
    geolocation: { lat: place.latitude, lon: place.longitude },
  };
  const requestId = random.base62(26);
  return {
    file: 'okta-system.ndjson',
    time: facts.time,
    eventId: uuid,
    record: {
      actor: { id: person.oktaId, type: 'User', alternateId: person.mail, displayName: person.displayName, detailEntry: null },
      client: {
        userAgent: {
          rawUserAgent: identity.userAgent,
          os: systemNames(device).okta,
          browser: (identity.browser.split(' ')[0] ?? '').toUpperCase(),
        },
        zone: 'null',
        device: device.os === 'ios' || device.os === 'android' ? 'Mobile' : 'Computer',
        id: null,
        ipAddress: endpoint.address,
        geographicalContext,
      },
      device: null,
      authenticationContext: {
        authenticationProvider: null,
        credentialProvider: null,
        credentialType: facts.credentialType,
        issuer: null,
        interface: null,
        authenticationStep: 0,
        externalSessionId: facts.session,
      },
      displayMessage: facts.displayMessage,
      eventType: facts.eventType,
      outcome: { result: facts.result, reason: facts.reason },
      published: new Date(facts.time).toISOString(),
      securityContext: {
        asNumber: endpoint.range.asn,
        asOrg: endpoint.range.organization.toLowerCase(),
        isp: endpoint.range.organization.toLowerCase(),
        domain: null,
        isProxy: false,
      },
      severity: facts.result === 'FAILURE' ? 'WARN' : 'INFO',
      debugContext: {
        debugData: {
          deviceFingerprint: device.directoryId.replaceAll('-', ''),
          requestId,
          requestUri: facts.eventType === 'user.authentication.sso' ? `/app/${estate.name}_app/sso/saml` : '/idp/idx/identify',
          threatSuspected: 'false',
          url: facts.eventType === 'user.authentication.sso' ? `/app/${estate.name}_app/sso/saml?` : '/idp/idx/identify?',
        },
      },
      legacyEventType: null,
      transaction: { type: 'WEB', id: requestId, detail: {} },
      uuid,
      version: '0',
      request: { ipChain: [{ ip: endpoint.address, geographicalContext, version: 'V4', source: null }] },
      target: facts.targets.length === 0 ? null : facts.targets.map((target) => ({ ...target, detailEntry: null })),
    },
  };
}
