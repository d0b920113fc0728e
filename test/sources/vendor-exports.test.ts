import { describe, expect, it } from 'vitest';
import type { Activity } from '../../src/activity/activity.js';
import { defaultMappings } from '../../src/activity/default-mappings.js';
import { createRegistry, RecordMapper } from '../../src/activity/registry.js';
import type { RawRecord } from '../../src/activity/source-mapping.js';

const registry = createRegistry(defaultMappings);
const TIME = '2024-05-01T10:00:00Z';
const TENANT = '11111111-2222-3333-4444-555555555555';

function one(record: RawRecord): Activity {
  const mapped = new RecordMapper(registry, { name: 'export.csv', dataset: '' }, undefined).map(record);
  expect(mapped).toMatchObject({ kind: 'activities' });
  const first = mapped.kind === 'activities' ? mapped.activities[0] : undefined;
  if (first === undefined) throw new Error('the record gave no activity');
  return first;
}

/** Rows of four Log Analytics tables; a query that picks columns leaves out `Type`. */
const TABLES: Readonly<Record<string, RawRecord>> = {
  'entra.signin': {
    Type: 'SigninLogs',
    TenantId: '99999999-0000-0000-0000-000000000001',
    AADTenantId: TENANT,
    TimeGenerated: TIME,
    Id: 's1',
    Category: 'SignInLogs',
    UserPrincipalName: 'Ann@example.com',
    AppDisplayName: 'Portal',
    ClientAppUsed: 'Browser',
    IPAddress: '192.0.2.1',
    ResultType: '50126',
    ResultDescription: 'Invalid password',
    Location: 'DE',
  },
  'entra.audit': {
    Type: 'AuditLogs',
    AADTenantId: TENANT,
    TimeGenerated: TIME,
    Id: 'd1',
    OperationName: 'Add member to role',
    Category: 'RoleManagement',
    InitiatedBy: '{"user":{"userPrincipalName":"Ann@example.com","ipAddress":"192.0.2.1"}}',
    TargetResources: '[{"type":"User","userPrincipalName":"bob@example.com"}]',
    Result: 'success',
  },
  'azure.activity': {
    Type: 'AzureActivity',
    TimeGenerated: TIME,
    OperationNameValue: 'MICROSOFT.KEYVAULT/VAULTS/DELETE',
    ActivityStatusValue: 'Success',
    Caller: 'Ann@example.com',
    CallerIpAddress: '192.0.2.1',
    CorrelationId: 'c1',
    SubscriptionId: 'sub',
    Hierarchy: `${TENANT}/sub`,
    _ResourceId: '/subscriptions/sub/resourcegroups/rg/providers/microsoft.keyvault/vaults/v',
  },
  'm365.audit': {
    Type: 'OfficeActivity',
    OrganizationId: TENANT,
    TimeGenerated: TIME,
    OfficeId: 'o1',
    OfficeWorkload: 'Exchange',
    RecordType: 'ExchangeAdmin',
    Operation: 'New-InboxRule',
    UserId: 'Ann@example.com',
    ClientIP: '192.0.2.1:17362',
    Parameters: '[{"Name":"ForwardTo","Value":"x@out.example"}]',
    ResultStatus: 'True',
  },
};

describe('Log Analytics tables', () => {
  it.each(Object.entries(TABLES))('%s is known by its columns, with and without the name of the table', (source, row) => {
    const told = one(row);
    expect(told).toMatchObject({
      source,
      time: Date.parse(TIME),
      organization: TENANT,
      sourceIp: '192.0.2.1',
      actor: [{ scheme: 'upn', value: 'ann@example.com' }],
    });
    const { Type, ...bare } = row;
    expect(Type).toBeDefined();
    const { id, ...rest } = one(bare);
    expect({ ...rest, id: '' }).toEqual({ ...told, id: '' });
    expect(id).not.toBe('');
  });

  it('calls an interactive sign-in the same in every form', () => {
    const raw = {
      time: TIME,
      category: 'SignInLogs',
      operationName: 'Sign-in activity',
      properties: { id: 's1', userPrincipalName: 'ann@example.com', appDisplayName: 'Portal', status: { errorCode: 50126 } },
    };
    expect([one(raw).action, one(TABLES['entra.signin'] ?? {}).action]).toEqual(['Sign-in activity', 'Sign-in activity']);
  });
});

describe('exports that people have at hand', () => {
  it.each([
    [
      'of the audit search',
      { RecordId: 'r', CreationDate: TIME, RecordType: '50', Operation: 'MailItemsAccessed', UserId: 'ann@example.com' },
    ],
    ['of PowerShell', { CreationDate: TIME, UserIds: 'ann@example.com', Operations: 'MailItemsAccessed', ResultIndex: '1' }],
  ])('unified audit rows %s', (_what, columns) => {
    const data = {
      ...{ CreationTime: '2024-05-01T10:00:00', Id: 'u1', Operation: 'MailItemsAccessed', Workload: 'Exchange', RecordType: 50 },
      ...{ UserId: 'ann@example.com', ClientIPAddress: '192.0.2.1', OperationCount: 7 },
    };
    expect(one({ ...columns, AuditData: JSON.stringify(data) })).toMatchObject({
      id: 'u1',
      source: 'm365.audit',
      time: Date.parse(TIME),
      actionClass: 'mail-read',
      records: 7,
      sourceIp: '192.0.2.1',
    });
  });

  it('CloudTrail events looked up on the command line', () => {
    const event = {
      ...{ eventTime: TIME, eventSource: 'iam.amazonaws.com', eventName: 'CreateUser', eventID: 'e1' },
      userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ann', userName: 'ann' },
    };
    expect(one({ EventId: 'e1', EventName: 'CreateUser', EventTime: 1, CloudTrailEvent: JSON.stringify(event) })).toMatchObject({
      id: 'e1',
      source: 'aws.cloudtrail',
      actionClass: 'account-created',
      time: Date.parse(TIME),
    });
  });

  it('the Salesforce login history as it is downloaded', () => {
    expect(
      one({
        ...{
          Username: 'Ann@example.com',
          'Login Time': '5/1/2024, 10:00:00 AM UTC',
          'Source IP': '192.0.2.1',
          'Login Type': 'Application',
        },
        ...{ Status: 'Invalid Password', Browser: 'Chrome', Application: 'Browser', 'Login URL': 'login.salesforce.com' },
      }),
    ).toMatchObject({
      source: 'salesforce.login-history',
      time: Date.parse(TIME),
      outcome: 'failure',
      reason: 'Invalid Password',
      sourceIp: '192.0.2.1',
      actor: [{ scheme: 'upn', value: 'ann@example.com' }],
    });
  });

  it('a message trace report with all recipients in one cell', () => {
    const row = {
      ...{ origin_timestamp_utc: TIME, sender_address: 'eve@out.example', message_subject: 'hi', network_message_id: 'n1' },
      ...{ recipient_status: 'failover@example.com##Receive, Deliver;bob@example.com##Receive, Deliver', directionality: 'Incoming' },
    };
    expect(one(row)).toMatchObject({
      outcome: 'success',
      email: { recipients: ['failover@example.com', 'bob@example.com'], direction: 'inbound', verdict: 'delivered' },
    });
    expect(one({ ...row, recipient_status: 'ann@example.com##Receive, FilteredAsSpam' })).toMatchObject({
      target: [{ scheme: 'mail', value: 'ann@example.com' }],
      email: { verdict: 'quarantined' },
    });
  });

  it('a message in everyday words', () => {
    expect(
      one({
        ...{ timestamp: TIME, sender: 'eve@out.example', recipients: ['ann@example.com', 'bob@example.com'], subject: 'Invoice' },
        ...{ spf: 'fail', dkim: 'pass', dmarc: 'fail', links: ['https://pay.out.example/x'], attachments: ['invoice.pdf'] },
        verdict: 'delivered',
      }),
    ).toMatchObject({
      source: 'mail.message',
      email: {
        ...{ spf: 'fail', dkim: 'pass', dmarc: 'fail', linkDomains: ['pay.out.example'], attachmentNames: ['invoice.pdf'] },
        verdict: 'delivered',
      },
    });
  });

  it('a GuardDuty finding from an event bus', () => {
    const finding = {
      ...{ id: 'f1', type: 'Recon:IAMUser/MaliciousIPCaller', severity: 5, createdAt: TIME, accountId: '111122223333' },
      service: { serviceName: 'guardduty', action: { awsApiCallAction: { remoteIpDetails: { ipAddressV4: '192.0.2.1' } } } },
    };
    const told = one({ 'detail-type': 'GuardDuty Finding', source: 'aws.guardduty', detail: finding });
    expect(told).toEqual(one(finding));
    expect(told).toMatchObject({ id: 'f1', sourceIp: '192.0.2.1', alert: { severity: 50 } });
  });
});
