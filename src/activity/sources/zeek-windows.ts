import type { Activity, FileDetail } from '../activity.js';
import type { ActionClass, Outcome } from '../domains.js';
import { addIdentifier, domainUser, hostName } from '../fields/identity.js';
import type { Identifier } from '../identifier.js';
import type { ZeekFields } from './zeek-fields.js';
import { baseName, connectionOf, createZeekMapping, deviceAt, idWithin, moment, transport } from './zeek-stream.js';

function outcomeOfFlag(success: boolean | undefined): Outcome {
  return success === undefined ? 'unknown' : success ? 'success' : 'failure';
}

/** The device at the originating address with further names of it. */
function originDevice(fields: ZeekFields, ...hostNames: readonly string[]): readonly Identifier[] {
  const known = deviceAt(fields.address('id.orig_h').ip);
  const device = [...known];
  for (const name of hostNames) addIdentifier(device, 'hostname', name);
  return device.length === known.length ? known : device;
}

/** `name/REALM`, as Zeek writes a Kerberos client. A name that ends in `$` is the machine's own account. */
function kerberosClient(client: string): { readonly name: string; readonly realm: string; readonly machine: string } {
  const slash = client.lastIndexOf('/');
  const name = slash < 0 ? client : client.slice(0, slash);
  const realm = slash < 0 ? '' : client.slice(slash + 1);
  return { name, realm, machine: name.endsWith('$') ? name.slice(0, -1) : '' };
}

/** Host of a service principal such as `HTTP/server.example:8080` or `cifs/server/EXAMPLE`, or ''. */
function serviceHost(service: string): string {
  const [kind = '', host = ''] = service.split('/');
  return kind.toLowerCase() === 'krbtgt' ? '' : hostName(host.split(':')[0] ?? '');
}

export const zeekKerberos = createZeekMapping({
  path: 'kerberos',
  title: 'Zeek Kerberos tickets',
  ecsPaths: { request_type: ['event.action', 'zeek.kerberos.request_type'], success: ['zeek.kerberos.success'] },
  detects: (record) => record.request_type !== undefined && record.till !== undefined,
  build: (fields, time) => {
    const { name, realm, machine } = kerberosClient(fields.text('client'));
    const service = fields.text('service');
    const host = serviceHost(service);
    const actor: Identifier[] = [];
    if (name !== '' && machine === '')
      addIdentifier(actor, realm === '' ? 'account-name' : 'kerberos', realm === '' ? name : `${name}@${realm}`);
    return {
      ...connectionOf(fields, time, 'kerberos', idWithin(fields, fields.text('request_type'), moment(fields, time))),
      action: fields.text('request_type') || 'kerberos',
      actionClass: 'kerberos-ticket',
      outcome: outcomeOfFlag(fields.flag('success')),
      reason: fields.text('error_msg') || fields.text('error.msg'),
      actor,
      actorName: machine === '' ? name : '',
      actorType: name !== '' && machine === '' ? 'user' : 'device',
      device: originDevice(fields, machine),
      organization: realm,
      service,
      target: host === '' ? [] : [{ scheme: 'hostname', value: host }],
      targetType: host === '' ? 'unknown' : 'device',
      targetName: host,
      resource: service,
      resourceType: 'service principal',
      authentication: fields.text('cipher'),
      network: transport(fields, 'kerberos'),
    };
  },
});

export const zeekNtlm = createZeekMapping({
  path: 'ntlm',
  title: 'Zeek NTLM authentications',
  ecsPaths: {
    username: ['zeek.ntlm.username', 'user.name'],
    domainname: ['zeek.ntlm.domain', 'user.domain'],
    server_nb_computer_name: ['zeek.ntlm.server.name.netbios'],
    server_dns_computer_name: ['zeek.ntlm.server.name.dns'],
  },
  detects: (record) => record.domainname !== undefined || record.server_nb_computer_name !== undefined,
  build: (fields, time) => {
    const name = fields.text('username');
    const machine = name.endsWith('$') ? name.slice(0, -1) : '';
    const account = domainUser(name, fields.text('domainname'));
    const actor: Identifier[] = [];
    if (machine === '') addIdentifier(actor, account === '' ? 'account-name' : 'sam', account === '' ? name : account);
    const target: Identifier[] = [];
    addIdentifier(target, 'hostname', fields.text('server_dns_computer_name'));
    addIdentifier(target, 'hostname', fields.text('server_nb_computer_name'));
    return {
      ...connectionOf(fields, time, 'ntlm', idWithin(fields, moment(fields, time))),
      action: 'ntlm',
      actionClass: 'ntlm-authentication',
      outcome: outcomeOfFlag(fields.flag('success')),
      reason: fields.text('status'),
      actor,
      actorName: machine === '' ? name : '',
      actorType: name !== '' && machine === '' ? 'user' : 'device',
      device: originDevice(fields, fields.text('hostname'), machine),
      target,
      targetType: target.length === 0 ? 'unknown' : 'device',
      targetName: target[0]?.value ?? '',
      authentication: 'ntlm',
      network: transport(fields, 'ntlm'),
    };
  },
});

/** Host and share of `\\host\share`. */
function shareOf(path: string): { readonly host: string; readonly share: string } {
  const [host = '', ...share] = path.replace(/^\\+/, '').split('\\');
  return { host: hostName(host), share: share.join('\\') };
}

function smbFields(path: string): Pick<Activity, 'container' | 'destinationDomain'> {
  const { host } = shareOf(path);
  return { container: path, destinationDomain: host };
}

export const zeekSmbMapping = createZeekMapping({
  path: 'smb_mapping',
  title: 'Zeek mappings of SMB shares',
  detects: (record) => record.share_type !== undefined && record.path !== undefined,
  build: (fields, time) => {
    const path = fields.text('path');
    return {
      ...connectionOf(fields, time, 'smb_mapping', idWithin(fields, moment(fields, time))),
      action: 'SMB::MAP',
      ...smbFields(path),
      actionClass: 'smb-access',
      resource: shareOf(path).share,
      resourceType: fields.text('share_type').toLowerCase() || 'share',
      network: transport(fields, 'smb'),
    };
  },
});

export const zeekSmbFiles = createZeekMapping({
  path: 'smb_files',
  title: 'Zeek file operations over SMB',
  ecsPaths: { action: ['event.action', 'zeek.smb_files.action'] },
  detects: (record) => typeof record.action === 'string' && record.action.startsWith('SMB::'),
  build: (fields, time) => {
    const path = fields.text('path');
    const name = fields.text('name');
    const file: FileDetail = { name: baseName(name), mimeType: '', sha256: '', size: fields.number('size') };
    return {
      ...connectionOf(fields, time, 'smb_files', idWithin(fields, moment(fields, time), fields.text('action'))),
      action: fields.text('action') || 'SMB::FILE',
      ...smbFields(path),
      actionClass: 'smb-access',
      resource: name,
      resourceType: 'file',
      file,
      network: transport(fields, 'smb'),
    };
  },
});

export const zeekRdp = createZeekMapping({
  path: 'rdp',
  title: 'Zeek remote desktop sessions',
  detects: (record) => record.security_protocol !== undefined && record.cert_count !== undefined,
  build: (fields, time) => {
    const cookie = fields.text('cookie');
    const actor: Identifier[] = [];
    // Clients cut the cookie to nine characters, so a longer name cannot be told from its beginning.
    if (cookie !== '' && cookie.length < 9) addIdentifier(actor, 'account-name', cookie);
    const result = fields.text('result').toLowerCase();
    return {
      ...connectionOf(fields, time, 'rdp', idWithin(fields)),
      action: 'rdp',
      actionClass: 'rdp-session',
      outcome: result === '' ? 'unknown' : result.includes('fail') ? 'failure' : result === 'success' ? 'success' : 'unknown',
      reason: result,
      actor,
      actorName: cookie,
      actorType: actor.length > 0 ? 'user' : 'device',
      device: originDevice(fields, fields.text('client_name')),
      client: fields.text('client_build'),
      network: transport(fields, 'rdp'),
    };
  },
});

/** RPC interfaces by which a machine is administered, by Zeek's endpoint name in lower case. */
const ADMINISTRATION: ReadonlySet<string> = new Set([
  ...['svcctl', 'atsvc', 'itaskschedulerservice', 'idletask', 'winreg', 'drsuapi', 'eventlog', 'initshutdown', 'winspool', 'spoolss'],
  ...['iwbemservices', 'iwbemlevel1login', 'iwbemloginclientid', 'iremoteactivation', 'isystemactivator', 'iremotescmactivator'],
  ...['efsrpc', 'lsarpc-efs', 'netdfs', 'bkrp', 'icertpassage', 'dnsserver'],
]);

export const zeekDceRpc = createZeekMapping({
  path: 'dce_rpc',
  title: 'Zeek remote procedure calls',
  ecsPaths: { operation: ['event.action', 'zeek.dce_rpc.operation'] },
  detects: (record) => record.endpoint !== undefined && record.operation !== undefined,
  build: (fields, time) => {
    const endpoint = fields.text('endpoint');
    const actionClass: ActionClass = ADMINISTRATION.has(endpoint.toLowerCase()) ? 'remote-admin' : 'other';
    return {
      ...connectionOf(fields, time, 'dce_rpc', idWithin(fields, moment(fields, time), fields.text('operation'))),
      action: fields.text('operation') || 'call',
      actionClass,
      service: endpoint,
      resource: fields.text('named_pipe'),
      resourceType: 'pipe',
      network: transport(fields, 'dce_rpc'),
    };
  },
});
