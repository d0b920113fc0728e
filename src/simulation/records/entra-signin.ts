import type { Application } from '../applications.js';
import type { Estate, Integration } from '../estate.js';
import type { Endpoint } from '../networks.js';
import type { Device, Person } from '../person.js';
import type { RandomGenerator } from '../random.js';
import type { DraftRecord } from '../simulated-record.js';
import type { BrowserIdentity } from '../user-agents.js';

/** Microsoft Entra error codes that sign-ins of the estate end with. */
export const SIGN_IN_ERRORS = {
  0: 'Other.',
  16000: 'Other.',
  50055: 'The password is expired.',
  50058: 'Session information is not sufficient for single-sign-on.',
  50074: 'Strong Authentication is required.',
  50126: 'Error validating credentials due to invalid username or password.',
  50140: "This error occurred due to 'Keep me signed in' interrupt when the user was signing-in.",
  500121: 'Authentication failed during strong authentication request.',
  70008: 'The provided authorization code or refresh token has expired due to inactivity.',
} as const;
export type SignInError = keyof typeof SIGN_IN_ERRORS;

export interface SignInFacts {
  readonly time: number;
  readonly person: Person;
  readonly application: Application;
  readonly endpoint: Endpoint;
  /** `undefined` for a machine that is not registered with the organisation. */
  readonly device: Device | undefined;
  readonly browser: BrowserIdentity;
  readonly interactive: boolean;
  readonly client: 'Browser' | 'Mobile Apps and Desktop clients';
  readonly error: SignInError;
  readonly multifactor: 'satisfied-by-claim' | 'challenged' | 'single';
  readonly session: string;
}

function location(endpoint: Endpoint): object {
  const { place } = endpoint.range;
  return {
    city: place.city,
    state: place.state,
    countryOrRegion: place.country,
    geoCoordinates: { latitude: place.latitude, longitude: place.longitude },
  };
}

function envelope(
  estate: Estate,
  facts: { time: number; category: string; error: SignInError; address: string; country: string },
  random: RandomGenerator,
  identity: string,
): object {
  return {
    time: new Date(facts.time).toISOString(),
    resourceId: `/tenants/${estate.tenantId}/providers/Microsoft.aadiam`,
    operationName: 'Sign-in activity',
    operationVersion: '1.0',
    category: facts.category,
    tenantId: estate.tenantId,
    resultType: String(facts.error),
    resultSignature: facts.error === 0 ? 'SUCCESS' : 'FAILURE',
    resultDescription: facts.error === 0 ? '' : SIGN_IN_ERRORS[facts.error],
    durationMs: 0,
    callerIpAddress: facts.address,
    correlationId: random.uuid(),
    identity,
    Level: 4,
    location: facts.country,
  };
}

/** A user's sign-in in the shape of the Entra diagnostic setting (SignInLogs, NonInteractiveUserSignInLogs). */
export function userSignIn(estate: Estate, random: RandomGenerator, facts: SignInFacts): DraftRecord {
  const { person, application, endpoint, device, browser } = facts;
  const id = random.uuid();
  const created = new Date(facts.time).toISOString();
  const category = facts.interactive ? 'SignInLogs' : 'NonInteractiveUserSignInLogs';
  const base = envelope(
    estate,
    { time: facts.time, category, error: facts.error, address: endpoint.address, country: endpoint.range.place.country },
    random,
    person.displayName,
  );
  const managed = device !== undefined && device.os !== 'android';
  return {
    file: 'entra-signin.ndjson',
    time: facts.time,
    eventId: id,
    record: {
      ...base,
      properties: {
        id,
        createdDateTime: created,
        userDisplayName: person.displayName,
        userPrincipalName: person.mail,
        userId: person.directoryId,
        appId: application.id,
        appDisplayName: application.name,
        ipAddress: endpoint.address,
        status: { errorCode: facts.error, failureReason: SIGN_IN_ERRORS[facts.error] },
        clientAppUsed: facts.client,
        userAgent: browser.userAgent,
        deviceDetail: {
          deviceId: managed ? device.directoryId : '',
          displayName: managed ? device.hostname : '',
          operatingSystem: browser.operatingSystem,
          browser: browser.browser,
          isCompliant: managed,
          isManaged: managed,
          trustType: managed ? (device.os === 'windows' ? 'Hybrid Azure AD joined' : 'Azure AD registered') : '',
        },
        location: location(endpoint),
        correlationId: random.uuid(),
        conditionalAccessStatus: facts.error === 0 ? 'success' : facts.error === 50074 ? 'failure' : 'notApplied',
        appliedConditionalAccessPolicies: [],
        originalRequestId: id,
        isInteractive: facts.interactive,
        tokenIssuerName: '',
        tokenIssuerType: 'AzureAD',
        processingTimeInMilliseconds: random.integerBetween(40, 620),
        riskDetail: 'none',
        riskLevelAggregated: 'none',
        riskLevelDuringSignIn: 'none',
        riskState: 'none',
        riskEventTypes_v2: [],
        resourceDisplayName: application.resource,
        resourceId: application.resourceId,
        resourceTenantId: estate.tenantId,
        homeTenantId: estate.tenantId,
        authenticationRequirement: facts.multifactor === 'single' ? 'singleFactorAuthentication' : 'multiFactorAuthentication',
        authenticationDetails: [
          {
            authenticationStepDateTime: created,
            authenticationMethod:
              facts.multifactor === 'challenged' ? 'Mobile app notification' : facts.interactive ? 'Password' : 'Previously satisfied',
            authenticationMethodDetail: '',
            succeeded: facts.error === 0,
            authenticationStepResultDetail:
              facts.multifactor === 'challenged' ? 'MFA completed in Azure AD' : 'MFA requirement satisfied by claim in the token',
            authenticationStepRequirement: facts.multifactor === 'single' ? 'Primary authentication' : 'Multifactor authentication',
          },
        ],
        authenticationProtocol: 'oAuth2',
        incomingTokenType: facts.interactive ? 'none' : 'refreshToken',
        uniqueTokenIdentifier: random.base62(22),
        sessionId: facts.session,
        crossTenantAccessType: 'none',
        autonomousSystemNumber: endpoint.range.asn,
        userType: 'Member',
        flaggedForReview: false,
        isTenantRestricted: false,
      },
    },
  };
}

/** A service principal's sign-in (ServicePrincipalSignInLogs). */
export function servicePrincipalSignIn(
  estate: Estate,
  random: RandomGenerator,
  facts: { readonly time: number; readonly integration: Integration; readonly endpoint: Endpoint; readonly resource: Application },
): DraftRecord {
  const { integration, endpoint, resource } = facts;
  const id = random.uuid();
  const base = envelope(
    estate,
    {
      time: facts.time,
      category: 'ServicePrincipalSignInLogs',
      error: 0,
      address: endpoint.address,
      country: endpoint.range.place.country,
    },
    random,
    integration.name,
  );
  return {
    file: 'entra-signin.ndjson',
    time: facts.time,
    eventId: id,
    record: {
      ...base,
      properties: {
        id,
        createdDateTime: new Date(facts.time).toISOString(),
        userId: '',
        appId: integration.applicationId,
        ipAddress: endpoint.address,
        status: { errorCode: 0 },
        location: location(endpoint),
        correlationId: random.uuid(),
        conditionalAccessStatus: 'notApplied',
        appliedConditionalAccessPolicies: [],
        isInteractive: false,
        tokenIssuerType: 'AzureAD',
        processingTimeInMilliseconds: 0,
        riskDetail: 'none',
        riskLevelAggregated: 'none',
        riskLevelDuringSignIn: 'none',
        riskState: 'none',
        resourceDisplayName: resource.resource,
        resourceId: resource.resourceId,
        servicePrincipalName: integration.name,
        servicePrincipalId: integration.directoryId,
        servicePrincipalCredentialKeyId: integration.applicationId.slice(0, 24) + integration.directoryId.slice(24),
        uniqueTokenIdentifier: random.base62(22),
        autonomousSystemNumber: endpoint.range.asn,
        crossTenantAccessType: 'none',
        flaggedForReview: false,
        isTenantRestricted: false,
        incomingTokenType: 'none',
        authenticationProtocol: 'none',
      },
    },
  };
}
