import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Activity } from '../activity.js';
import type { RawRecord } from '../source-mapping.js';
import { SAAS_MAPPINGS } from './saas-mappings.js';

const HINT = { name: 'test.json', dataset: '' };

function mapAll(record: RawRecord): readonly Activity[] {
  const claims = SAAS_MAPPINGS.filter((mapping) => mapping.detects(record, HINT));
  expect(claims.map((mapping) => mapping.name)).toHaveLength(1);
  const result = claims[0]!.map(record, HINT);
  expect(result.kind).toBe('activities');
  return result.kind === 'activities' ? result.activities : [];
}

function one(record: RawRecord): Activity {
  const activities = mapAll(record);
  expect(activities).toHaveLength(1);
  return activities[0]!;
}

function fate(record: RawRecord): string {
  const mapping = SAAS_MAPPINGS.find((candidate) => candidate.detects(record, HINT));
  const result = mapping?.map(record, HINT);
  return result === undefined ? 'unclaimed' : result.kind === 'activities' ? 'activities' : `${result.kind}: ${result.reason}`;
}

const names = (activity: Activity): readonly string[] => activity.actor.map((identifier) => `${identifier.scheme}:${identifier.value}`);
const TENANT = '11111111-2222-3333-4444-555555555555';
const OBJECT = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';

describe('entra.signin', () => {
  it('reads table columns with two spellings, and takes the tenant from the resource, not the workspace', () => {
    const activity = one({
      Type: 'SigninLogs',
      TenantId: '99999999-0000-0000-0000-000000000001',
      ResourceId: `/tenants/${TENANT}/providers/Microsoft.aadiam`,
      UserPrincipalName: 'Ann@Example.OnMicrosoft.com',
      UserId: OBJECT,
      AppDisplayName: 'Portal',
      IPAddress: '192.0.2.9',
      ResultType: '0',
      'CreatedDateTime [UTC]': '4/28/2021, 2:30:52.694 PM',
      LocationDetails_string: '',
      LocationDetails_dynamic: '{"countryOrRegion":"IL","city":"Azor","geoCoordinates":{"latitude":32.1,"longitude":34.8}}',
      Status_dynamic: '{"errorCode":0}',
      IsInteractive: 'TRUE',
    });
    expect(activity).toMatchObject({
      organization: TENANT,
      outcome: 'success',
      country: 'IL',
      city: 'Azor',
      latitude: 32.1,
      actionClass: 'sign-in',
      sourceIp: '192.0.2.9',
    });
    expect(activity.time).toBe(Date.UTC(2021, 3, 28, 14, 30, 52, 694));
    expect(names(activity)).toEqual(['upn:ann@example.onmicrosoft.com', `entra-object:${OBJECT}`]);
  });

  it('prefers source.geo to the provider location and finds the UPN only in the properties', () => {
    const activity = one({
      '@timestamp': '2022-01-01T00:00:00Z',
      ecs: { version: '8.0.0' },
      event: { kind: 'event', action: 'Sign-in activity', id: 'x' },
      source: { ip: '192.0.2.1', geo: { country_iso_code: 'AU' } },
      geo: { country_iso_code: 'FR' },
      user: { name: 'ann', domain: 'example.com' },
      azure: {
        tenant_id: TENANT,
        signinlogs: {
          category: 'SignInLogs',
          properties: { id: 'e1', user_principal_name: 'ann@example.com', app_display_name: 'Office', status: { error_code: 50126 } },
        },
      },
    });
    expect(activity).toMatchObject({ id: 'e1', country: 'AU', outcome: 'failure', organization: TENANT });
    expect(names(activity)).toEqual(['upn:ann@example.com']);
  });

  it('tells interrupts, second-factor failures, device code and machine identities apart', () => {
    const base = {
      category: 'SignInLogs',
      time: '2024-01-01T00:00:00Z',
      resourceId: `/tenants/${TENANT}/providers/Microsoft.aadiam`,
      operationName: 'Sign-in activity',
    };
    const person = { userPrincipalName: 'ann@example.com', appDisplayName: 'Office' };
    expect(one({ ...base, properties: { ...person, status: { errorCode: 50140 } } }).outcome).toBe('unknown');
    expect(one({ ...base, properties: { ...person, status: { errorCode: 500121 } } })).toMatchObject({
      actionClass: 'mfa-challenge',
      outcome: 'failure',
    });
    expect(one({ ...base, properties: { ...person, authenticationProtocol: 'deviceCode' } }).authentication).toBe('device-code');
    const machine = one({
      ...base,
      category: 'ManagedIdentitySignInLogs',
      properties: { appId: 'app-1', servicePrincipalId: OBJECT, status: { errorCode: 0 } },
    });
    expect(machine).toMatchObject({ actorType: 'service', actionClass: 'token-issued' });
    expect(names(machine)).toEqual(['app:app-1', `entra-object:${OBJECT}`]);
  });

  it('puts rows without any time aside', () => {
    expect(fate({ Type: 'SigninLogs', UserPrincipalName: 'ann@example.com', AppDisplayName: 'x' })).toBe('dead: no time');
  });
});

describe('entra.audit', () => {
  it('finds the address inside InitiatedBy and the key type of a new credential', () => {
    const activity = one({
      Type: 'AuditLogs',
      OperationName: 'Update application – Certificates and secrets management ',
      TimeGenerated: '2021-08-02T13:29:25Z',
      Id: 'Directory_1',
      InitiatedBy: `{"user":{"userPrincipalName":"Ann@example.com","ipAddress":"198.51.100.7","id":"${OBJECT}"}}`,
      TargetResources: `[{"id":"${TENANT}","displayName":"App","type":"Application","modifiedProperties":[{"displayName":"KeyDescription","oldValue":"[]","newValue":"[\\"[KeyIdentifier=k1,KeyType=Password,KeyUsage=Verify,DisplayName=]\\"]"}]}]`,
      Result: 'success',
    });
    expect(activity).toMatchObject({
      actionClass: 'credential-added',
      sourceIp: '198.51.100.7',
      targetName: 'App',
      targetType: 'app',
      outcome: 'success',
    });
    expect(activity.change?.attributes).toContain('key=Password');
  });

  it('reads the stored form, where targets are an object keyed 0, 1, 2', () => {
    const activity = one({
      '@timestamp': '2022-01-01T00:00:00Z',
      event: { kind: 'event', outcome: 'success' },
      azure: {
        auditlogs: {
          operation_name: 'Add member to role',
          properties: {
            id: 'd2',
            initiated_by: { user: { userPrincipalName: 'ann@example.com' } },
            target_resources: {
              0: {
                type: 'User',
                user_principal_name: 'bob@example.com',
                modified_properties: { 0: { display_name: 'Role.DisplayName', new_value: '"Global Administrator"' } },
              },
            },
          },
        },
      },
    });
    expect(activity).toMatchObject({
      actionClass: 'role-granted',
      outcome: 'success',
      target: [{ scheme: 'upn', value: 'bob@example.com' }],
    });
    expect(activity.change?.attributes).toEqual(['role=Global Administrator']);
  });

  it('lists granted scopes', () => {
    const activity = one({
      activityDateTime: '2024-01-01T00:00:00Z',
      activityDisplayName: 'Add delegated permission grant',
      initiatedBy: { user: { userPrincipalName: 'ann@example.com' } },
      targetResources: [
        {
          type: 'ServicePrincipal',
          displayName: 'Graph',
          id: OBJECT,
          modifiedProperties: [{ displayName: 'DelegatedPermissionGrant.Scope', newValue: '" User.Read Mail.ReadWrite"' }],
        },
      ],
    });
    expect(activity.actionClass).toBe('consent-granted');
    expect(activity.change?.attributes).toEqual(['app=Graph', 'scope=User.Read', 'scope=Mail.ReadWrite']);
  });
});

describe('azure.activity', () => {
  const row = (status: string): RawRecord => ({
    OperationNameValue: 'MICROSOFT.KEYVAULT/VAULTS/DELETE',
    ActivityStatusValue: status,
    CorrelationId: 'c1',
    SubscriptionId: 's1',
    Caller: 'Ann@Example.com',
    CallerIpAddress: '192.0.2.4',
    Claims: '',
    Claims_d: `{"iss":"https://sts.windows.net/${TENANT}/","appid":"c44b4083-3bb0-49c1-b47d-974e53cbdf3c"}`,
    'TimeGenerated [UTC]': '4/28/2021, 2:44:00.722 PM',
    _ResourceId: '/subscriptions/s1/resourcegroups/rg/providers/microsoft.keyvault/vaults/v1',
  });

  it('counts the rows of one operation once', () => {
    expect(fate(row('Start'))).toMatch(/^skipped/);
    const accepted = one(row('Accept'));
    const done = one(row('Success'));
    expect(accepted.id).toBe(done.id);
    expect(one(row('Failed'))).toMatchObject({ outcome: 'failure' });
    expect(done).toMatchObject({
      actionClass: 'resource-deleted',
      organization: TENANT,
      client: 'Azure Portal',
      container: 'rg',
      resource: 'v1',
      actorType: 'user',
    });
  });
});

describe('m365.audit', () => {
  const rule = { Name: 'ForwardTo', Value: 'evil@outside.example' };

  it('reads an inbox rule, its parameters and the address with port', () => {
    const activity = one({
      CreationTime: '2021-04-26T06:37:32',
      Id: 'r1',
      Operation: 'New-InboxRule',
      Workload: 'Exchange',
      RecordType: 1,
      OrganizationId: TENANT,
      UserId: 'Ann@Example.OnMicrosoft.com',
      ClientIP: '[2001:db8::1]:36185',
      ResultStatus: 'True',
      Parameters: [rule, { Name: 'DeleteMessage', Value: 'True' }, { Name: 'Force', Value: 'False' }],
    });
    expect(activity).toMatchObject({
      id: 'r1',
      actionClass: 'mailbox-rule',
      sourceIp: '2001:db8::1',
      sourcePort: 36185,
      organization: TENANT,
      outcome: 'success',
    });
    expect(activity.change).toEqual({ kind: 'New-InboxRule', attributes: ['forwardTo=evil@outside.example', 'deleteMessage=True'] });
  });

  it('takes host.name and host.id of the stored form for the tenant, never for a device', () => {
    const activity = one({
      '@timestamp': '2020-02-10T15:13:01Z',
      event: { kind: 'event', action: 'Set-Mailbox', provider: 'Exchange', id: 'x', outcome: 'success' },
      host: { id: TENANT, name: 'example.onmicrosoft.com' },
      user: { id: 'ann@example.com', email: 'ann@example.com', name: 'ann' },
      o365: {
        audit: {
          UserId: 'ann@example.com',
          Parameters: { ForwardingSmtpAddress: 'smtp:evil@outside.example', Identity: 'ann@example.com' },
          CreationTime: '2020-02-10T15:13:01',
        },
      },
    });
    expect(activity).toMatchObject({ organization: TENANT, device: [], actionClass: 'mail-forwarding' });
    expect(names(activity)).toEqual(['upn:ann@example.com']);
    expect(activity.change?.attributes).toContain('forwardingSmtpAddress=evil@outside.example');
  });

  it('counts accessed messages, keeps the application, and names another owner as target', () => {
    const activity = one({
      CreationTime: '2021-08-02T13:32:07',
      Operation: 'MailItemsAccessed',
      Workload: 'Exchange',
      RecordType: 50,
      UserId: 'ann@example.com',
      MailboxOwnerUPN: 'bob@example.com',
      ClientAppId: 'app-7',
      ClientInfoString: 'Client=REST;;',
      Folders: [{ FolderItems: [{}, {}] }, { FolderItems: [{}] }],
    });
    expect(activity).toMatchObject({
      actionClass: 'mail-read',
      records: 3,
      client: 'REST',
      clientIds: [{ scheme: 'app', value: 'app-7' }],
      container: 'bob@example.com',
    });
    expect(activity.target).toEqual([{ scheme: 'mail', value: 'bob@example.com' }]);
  });

  it('tells anonymous links, guests and system accounts apart', () => {
    const base = { CreationTime: '2021-04-28T14:44:15', Workload: 'OneDrive', RecordType: 14, UserId: 'ann@example.com' };
    expect(one({ ...base, Operation: 'AnonymousLinkCreated' }).actionClass).toBe('file-shared-external');
    expect(
      one({ ...base, Operation: 'SharingSet', TargetUserOrGroupType: 'Guest', TargetUserOrGroupName: 'x@out.example' }).actionClass,
    ).toBe('file-shared-external');
    expect(one({ ...base, Operation: 'SharingSet', TargetUserOrGroupType: 'Member' }).actionClass).toBe('file-shared-internal');
    expect(one({ ...base, Operation: 'FileAccessed', UserId: 'SHAREPOINT\\system' })).toMatchObject({ actorType: 'system' });
  });

  it('uses TimeGenerated of a table export, not the start of another row', () => {
    const activity = one({
      Type: 'OfficeActivity',
      OfficeWorkload: 'OneDrive',
      Operation: 'FileDeleted',
      UserId: 'a@b.example',
      OfficeId: 'o1',
      'TimeGenerated [UTC]': '4/28/2021, 2:45:26.000 PM',
      'Start_Time [UTC]': '4/28/2021, 2:53:20.000 PM',
    });
    expect(activity.time).toBe(Date.UTC(2021, 3, 28, 14, 45, 26));
    expect(activity.id).toBe('o1');
  });
});

describe('okta.system', () => {
  it('reads raw, stored and flattened forms alike', () => {
    const raw = one({
      published: '2024-05-02T18:46:21.121Z',
      uuid: 'u1',
      eventType: 'user.session.start',
      actor: { id: '00u1', type: 'User', alternateId: 'Ann@Example.com', displayName: 'Ann' },
      client: {
        ipAddress: '192.0.2.3',
        geographicalContext: { country: 'United States', city: 'Boston', geolocation: { lat: 42, lon: -71 } },
        userAgent: { rawUserAgent: 'Mozilla' },
      },
      outcome: { result: 'FAILURE', reason: 'INVALID_CREDENTIALS' },
      securityContext: { asNumber: 64500, asOrg: 'Example' },
    });
    expect(raw).toMatchObject({
      actionClass: 'sign-in',
      outcome: 'failure',
      reason: 'INVALID_CREDENTIALS',
      country: 'US',
      asn: 'AS64500',
      userAgent: 'Mozilla',
    });
    expect(names(raw)).toEqual(['upn:ann@example.com', 'okta:00u1']);
    const flat = one({
      eventType_s: 'user.session.start',
      published_t: '2024-05-02T18:46:21.121Z',
      uuid_g: 'u1',
      actor_id_s: '00u1',
      actor_type_s: 'User',
      actor_alternateId_s: 'Ann@Example.com',
      client_ipAddress_s: '192.0.2.3',
      outcome_result_s: 'FAILURE',
    });
    expect(names(flat)).toEqual(names(raw));
    const stored = one({
      '@timestamp': '2024-05-02T18:46:21.121Z',
      event: { kind: 'event', action: 'user.session.start', id: 'u1' },
      user: { name: 'Last, First' },
      client: { ip: '192.0.2.3', geo: { country_name: 'United States' } },
      okta: {
        event_type: 'user.session.start',
        actor: { id: '00u1', type: 'User', alternate_id: 'Ann@Example.com' },
        outcome: { result: 'FAILURE' },
      },
    });
    expect(names(stored)).toEqual(names(raw));
    expect(stored).toMatchObject({ country: 'US', outcome: 'failure' });
  });
});

describe('google', () => {
  const report = (applicationName: string, events: readonly unknown[]): RawRecord => ({
    id: { time: '2024-01-01T10:00:00.000Z', uniqueQualifier: '-77', applicationName, customerId: 'C1' },
    actor: { email: 'ann@example.com', profileId: '42' },
    ipAddress: '192.0.2.5',
    events,
  });

  it('gives every event of a report an activity and an id of its own', () => {
    const activities = mapAll(
      report('drive', [
        { name: 'view', parameters: [{ name: 'doc_title', value: 'Plan' }] },
        { name: 'download', parameters: [] },
      ]),
    );
    expect(activities.map((activity) => [activity.id, activity.actionClass, activity.resource])).toEqual([
      ['-77', 'file-read', 'Plan'],
      ['-77:1', 'file-downloaded', ''],
    ]);
  });

  it('treats sign-ins without an outcome by their name, and knows sharing to the outside', () => {
    expect(
      one(
        report('login', [{ name: 'login_failure', parameters: [{ name: 'login_failure_type', value: 'login_failure_invalid_password' }] }]),
      ),
    ).toMatchObject({ outcome: 'failure', actionClass: 'sign-in' });
    const shared = one(
      report('drive', [
        {
          name: 'change_user_access',
          parameters: [
            { name: 'target_user', value: 'x@out.example' },
            { name: 'owner', value: 'ann@example.com' },
            { name: 'new_value', multiValue: ['can_view'] },
          ],
        },
      ]),
    );
    expect(shared.actionClass).toBe('file-shared-external');
  });

  it('lists scopes of a grant and the target of an administrative change', () => {
    const grant = one(
      report('token', [
        {
          name: 'authorize',
          parameters: [
            { name: 'app_name', value: 'Sync' },
            { name: 'client_id', value: 'c.apps' },
            { name: 'scope', multiValue: ['https://www.googleapis.com/auth/drive'] },
          ],
        },
      ]),
    );
    expect(grant.change?.attributes).toEqual(['app=Sync', 'scope=drive']);
    const role = one(
      report('admin', [
        {
          name: 'ASSIGN_ROLE',
          type: 'DELEGATED_ADMIN_SETTINGS',
          parameters: [
            { name: 'ROLE_NAME', value: '_SEED_ADMIN_ROLE' },
            { name: 'USER_EMAIL', value: 'bob@example.com' },
          ],
        },
      ]),
    );
    expect(role).toMatchObject({ actionClass: 'role-granted', targetName: 'bob@example.com' });
  });

  it('compares envelope and header sender of a delivered message', () => {
    const mail = one(
      report('gmail', [
        {
          name: 'delivery',
          parameters: [
            {
              name: 'message_info',
              messageValue: {
                parameter: [
                  { name: 'subject', value: 'Hi' },
                  {
                    name: 'source',
                    messageValue: {
                      parameter: [
                        { name: 'address', value: 'bounce@mail.example' },
                        { name: 'from_header_address', value: 'ceo@example.com' },
                      ],
                    },
                  },
                  { name: 'connection_info', messageValue: { parameter: [{ name: 'spf_pass', boolValue: false }] } },
                ],
              },
            },
          ],
        },
      ]),
    );
    expect(mail.email).toMatchObject({ envelopeFrom: 'bounce@mail.example', from: 'ceo@example.com', spf: 'fail', subject: 'Hi' });
    expect(mail.domain).toBe('email');
  });
});

describe('salesforce', () => {
  const row = (fields: RawRecord): RawRecord => ({
    EVENT_TYPE: 'RestApi',
    TIMESTAMP: '20220913052243.429',
    USER_ID: '0055e000003abcD',
    ORGANIZATION_ID: '00D5e0000001234EAA',
    REQUEST_ID: 'q1',
    CLIENT_IP: '192.0.2.8',
    ...fields,
  });

  it.each([
    ['GET', '/services/data/v57.0/query?q=SELECT+Id+FROM+Case', 'api-query', '/services/data/v57.0/query'],
    ['GET', '/services/data/v57.0/sobjects/Case/describe', 'api-describe', '/services/data/v57.0/sobjects/Case/describe'],
    ['GET', '/services/data/v57.0/sobjects/Case/5003x00002AbCdEAAV', 'api-read', '/services/data/v57.0/sobjects/Case'],
    ['PATCH', '/services/data/v57.0/sobjects/Case/5003x00002AbCdEAAV', 'api-write', '/services/data/v57.0/sobjects/Case'],
    ['POST', '/services/data/v57.0/jobs/query', 'bulk-job', '/services/data/v57.0/jobs/query'],
    ['GET', '/services/data/v57.0/jobs/query/7505f000008xKLmAAM/results', 'data-export', '/services/data/v57.0/jobs/query/results'],
    ['DELETE', '/services/data/v57.0/jobs/query/7505f000008xKLmAAM', 'job-deleted', '/services/data/v57.0/jobs/query'],
    ['GET', '/services/data/v57.0/limits', 'api-describe', '/services/data/v57.0/limits'],
  ])('%s %s is %s', (METHOD, URI, actionClass, resource) => {
    expect(one(row({ METHOD, URI, ROWS_PROCESSED: '2000' }))).toMatchObject({ actionClass, resource, records: 2000, id: 'q1' });
  });

  it('reads the derived time first, cuts ids to 15 characters and skips header rows', () => {
    const activity = one(
      row({ EVENT_TYPE: 'ReportExport', TIMESTAMP_DERIVED: '2022-09-13T05:22:43.429Z', USER_ID_DERIVED: '0055e000003abcDAAQ' }),
    );
    expect(activity.time).toBe(Date.UTC(2022, 8, 13, 5, 22, 43, 429));
    expect(names(activity)).toEqual(['salesforce:0055e000003abcD']);
    expect(activity.actionClass).toBe('data-export');
    expect(fate({ event_type: 'EVENT_TYPE', user_id: 'USER_ID', timestamp: 'TIMESTAMP' })).toBe('skipped: header row');
  });

  it('reads stored logins without a user name, and logins as another user', () => {
    const stored = one({
      '@timestamp': '2022-09-13T05:22:43Z',
      event: { kind: 'event', action: 'login-attempt', dataset: 'salesforce.login', outcome: 'success' },
      user: { email: 'Ann@example.com', id: '0055e000003abcDAAQ' },
      source: { ip: '192.0.2.8' },
      salesforce: { login: { request_id: 'q2', event_type: 'Login' } },
    });
    expect(stored).toMatchObject({ source: 'salesforce.login-history', actionClass: 'sign-in', id: 'q2' });
    expect(names(stored)).toEqual(['salesforce:0055e000003abcD', 'upn:ann@example.com']);
    const as = one(row({ EVENT_TYPE: 'LoginAs', DELEGATED_USER_ID: '0055e000003zzzZ', DELEGATED_USER_NAME: 'admin@example.com' }));
    expect(names(as)).toEqual(['salesforce:0055e000003zzzZ', 'upn:admin@example.com']);
    expect(as.target).toEqual([{ scheme: 'salesforce', value: '0055e000003abcD' }]);
  });

  it('classes the setup audit trail', () => {
    const setup = one({
      attributes: { type: 'SetupAuditTrail' },
      Id: 's1',
      Action: 'insertConnectedApplication',
      Section: 'Connected Apps',
      Display: 'Created app',
      CreatedDate: '2022-08-16T09:26:38.000+0000',
      CreatedById: '0055e000003abcD',
    });
    expect(setup).toMatchObject({ actionClass: 'app-registered', id: 's1' });
  });
});

describe('aws.cloudtrail', () => {
  const call = (fields: RawRecord): RawRecord => ({
    eventVersion: '1.10',
    eventTime: '2024-07-30T10:00:00Z',
    eventSource: 'iam.amazonaws.com',
    eventName: 'CreateUser',
    eventID: 'e1',
    sourceIPAddress: '192.0.2.6',
    recipientAccountId: '111122223333',
    userIdentity: {
      type: 'IAMUser',
      arn: 'arn:aws:iam::111122223333:user/ann',
      principalId: 'AIDA1',
      accessKeyId: 'AKIA1',
      userName: 'ann',
    },
    ...fields,
  });
  const session = (name: string): RawRecord => ({
    type: 'AssumedRole',
    principalId: `AROA1:${name}`,
    arn: `arn:aws:sts::111122223333:assumed-role/Admin/${name}`,
    accessKeyId: 'ASIA1',
    sessionContext: {
      sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::111122223333:role/Admin', principalId: 'AROA1', userName: 'Admin' },
    },
  });

  it('keys a role session on the role, and a person in a shared role on the person', () => {
    expect(names(one(call({ userIdentity: session('build-77') })))).toEqual([
      'aws-arn:arn:aws:iam::111122223333:role/Admin',
      'aws-principal:AROA1',
    ]);
    const person = one(call({ userIdentity: session('Ann@example.com') }));
    expect(names(person)).toEqual(['mail:ann@example.com', 'aws-arn:arn:aws:sts::111122223333:assumed-role/Admin/Ann@example.com']);
    expect(person.actorGroups).toEqual(['arn:aws:iam::111122223333:role/Admin']);
  });

  it('keeps malformed and named source addresses as raw text and sees services', () => {
    expect(one(call({ sourceIPAddress: '211.9.016.253' }))).toMatchObject({ sourceIp: '', sourceAddressRaw: '211.9.016.253' });
    const service = one(
      call({
        sourceIPAddress: 'cloudformation.amazonaws.com',
        userIdentity: { type: 'AWSService', invokedBy: 'cloudformation.amazonaws.com' },
      }),
    );
    expect(service).toMatchObject({ actorType: 'service', sourceIp: '', sourceAddressRaw: 'cloudformation.amazonaws.com' });
  });

  it.each([
    [
      'ec2',
      'ModifySnapshotAttribute',
      { createVolumePermission: { add: { items: [{ userId: '999' }] } } },
      'snapshot-shared',
      'account=999',
    ],
    [
      'ec2',
      'AuthorizeSecurityGroupIngress',
      { ipPermissions: { items: [{ fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }] } },
      'network-exposed',
      'cidr=0.0.0.0/0',
    ],
    [
      'iam',
      'UpdateAssumeRolePolicy',
      { roleName: 'r', policyDocument: '{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999:root"}}]}' },
      'trust-changed',
      'principal=arn:aws:iam::999:root',
    ],
    ['cloudtrail', 'StopLogging', { name: 't' }, 'logging-changed', 'name=t'],
    ['lambda', 'UpdateFunctionCode20150331v2', { functionName: 'f' }, 'code-changed', 'functionName=f'],
    ['rolesanywhere', 'CreateTrustAnchor', { name: 'a' }, 'trust-changed', 'name=a'],
    ['sts', 'GetFederationToken', { name: 'a' }, 'token-issued', 'name=a'],
  ])('%s %s sets what it sets', (service, eventName, requestParameters, actionClass, attribute) => {
    const activity = one(call({ eventSource: `${service}.amazonaws.com`, eventName, requestParameters }));
    expect(activity.actionClass).toBe(actionClass);
    expect(activity.change?.attributes).toContain(attribute);
  });

  it('tells how a console sign-in was authenticated and why a call failed', () => {
    const login = call({
      eventSource: 'signin.amazonaws.com',
      eventName: 'ConsoleLogin',
      responseElements: { ConsoleLogin: 'Success' },
      additionalEventData: { MFAUsed: 'No' },
    });
    expect(one(login)).toMatchObject({ authentication: 'password', outcome: 'success', actionClass: 'sign-in' });
    expect(one(call({ errorCode: 'AccessDenied' }))).toMatchObject({ outcome: 'failure', reason: 'AccessDenied' });
  });

  it('skips digests and reads the stored form with flat request texts', () => {
    expect(
      fate({ '@timestamp': '2020-01-01T00:00:00Z', event: { kind: 'event' }, aws: { cloudtrail: { digest: { start_time: 'x' } } } }),
    ).toMatch(/^skipped/);
    const stored = one({
      '@timestamp': '2020-01-01T00:00:00Z',
      event: { kind: 'event', action: 'AddUserToGroup', provider: 'iam.amazonaws.com', id: 'e2', outcome: 'success' },
      cloud: { account: { id: '111122223333' } },
      user: { id: 'AIDA1', name: 'ann' },
      aws: {
        cloudtrail: {
          request_parameters: '{groupName=admin, userName=bob}',
          user_identity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ann' },
        },
      },
    });
    expect(stored).toMatchObject({ actionClass: 'role-granted', targetName: 'bob', organization: '111122223333' });
  });
});

describe('every mapping', () => {
  const seeds = [
    'azure',
    'o365',
    'okta',
    'google_workspace',
    'salesforce',
    'aws',
    'event',
    'properties',
    'events',
    'id',
    'actor',
    'target',
    'userIdentity',
    'requestParameters',
    'Parameters',
    'InitiatedBy',
    'TargetResources',
  ];
  const hostile = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('', '{', '[', '{"a":', 'null', '1.2.3.4:99999', '2021-01-01T00:00:00Z', '\u0000', 'x'.repeat(10_000)),
  );

  it('never throws on any JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(fc.string(), fc.constantFrom(...seeds)), hostile), (record) => {
        const timed = {
          '@timestamp': '2024-01-01T00:00:00Z',
          time: '2024-01-01T00:00:00Z',
          eventName: 'x',
          eventType: 'x',
          Operation: 'x',
          EVENT_TYPE: 'x',
          ...record,
        };
        for (const mapping of SAAS_MAPPINGS) {
          mapping.detects(record, HINT);
          mapping.map(record, HINT);
          mapping.map(timed, HINT);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('has names and datasets of its own', () => {
    const datasets = SAAS_MAPPINGS.flatMap((mapping) => mapping.datasets);
    expect(new Set(datasets).size).toBe(datasets.length);
    expect(new Set(SAAS_MAPPINGS.map((mapping) => mapping.name)).size).toBe(SAAS_MAPPINGS.length);
  });

  it('gives the same record in another key order the same id', () => {
    const record = {
      published: '2024-05-02T18:46:21Z',
      eventType: 'user.session.end',
      actor: { id: '1', type: 'User' },
      outcome: { result: 'SUCCESS' },
    };
    const turned = Object.fromEntries(Object.entries(record).reverse());
    expect(one(turned).id).toBe(one(record).id);
  });
});
