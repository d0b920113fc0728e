import { createActivity } from '../activity.js';
import type { Outcome } from '../domains.js';
import { ipText } from '../fields/address.js';
import { addIdentifier } from '../fields/identity.js';
import type { Identifier } from '../identifier.js';
import { connectionOf, createZeekMapping, idWithin, moment, transport } from './zeek-stream.js';

export const zeekSsh = createZeekMapping({
  path: 'ssh',
  title: 'Zeek SSH sessions',
  ecsPaths: { auth_success: ['zeek.ssh.auth.success'], auth_attempts: ['zeek.ssh.auth.attempts'] },
  detects: (record) => record.auth_attempts !== undefined || record.hassh !== undefined || record.kex_alg !== undefined,
  build: (fields, time) => {
    const success = fields.flag('auth_success');
    const outcome: Outcome = success === undefined ? 'unknown' : success ? 'success' : 'failure';
    return {
      ...connectionOf(fields, time, 'ssh', idWithin(fields)),
      action: 'ssh',
      actionClass: 'ssh-session',
      outcome,
      userAgent: fields.text('client'),
      service: fields.text('server'),
      count: Math.max(1, fields.number('auth_attempts') ?? 1),
      network: transport(fields, 'ssh'),
    };
  },
});

export const zeekRadius = createZeekMapping({
  path: 'radius',
  title: 'Zeek RADIUS authentications',
  ecsPaths: { username: ['zeek.radius.username', 'user.name'], result: ['zeek.radius.result', 'event.outcome'] },
  build: (fields, time) => {
    const name = fields.text('username');
    const actor: Identifier[] = [];
    addIdentifier(actor, name.includes('@') ? 'upn' : 'account-name', name);
    const device: Identifier[] = [];
    const address = ipText(fields.text('framed_addr'));
    addIdentifier(device, 'mac', fields.text('mac'));
    if (address !== '') device.push({ scheme: 'ip', value: address });
    const result = fields.text('result').toLowerCase();
    return {
      ...connectionOf(fields, time, 'radius', idWithin(fields, moment(fields, time))),
      domain: 'identity',
      action: 'radius',
      actionClass: 'sign-in',
      outcome: result === 'success' ? 'success' : result === '' ? 'unknown' : 'failure',
      reason: fields.text('reply_msg'),
      actor,
      actorName: name,
      actorType: actor.length > 0 ? 'user' : 'device',
      device,
      service: 'RADIUS',
      network: transport(fields, 'radius'),
    };
  },
});

export const zeekDhcp = createZeekMapping({
  path: 'dhcp',
  hashes: true,
  title: 'Zeek address leases',
  ecsPaths: {
    uids: ['zeek.session_id', 'event.id'],
    assigned_addr: ['zeek.dhcp.address.assigned'],
    client_addr: ['zeek.dhcp.address.client'],
    server_addr: ['zeek.dhcp.address.server', 'server.address'],
    mac: ['zeek.dhcp.address.mac', 'zeek.dhcp.client_mac'],
    host_name: ['zeek.dhcp.hostname'],
    msg_types: ['zeek.dhcp.msg.types'],
  },
  detects: (record) => record.mac !== undefined && (record.assigned_addr !== undefined || record.assigned_ip !== undefined),
  build: (fields, time) => {
    const address = ipText(fields.text('assigned_addr')) || ipText(fields.text('assigned_ip'));
    const mac = fields.text('mac');
    if (address === '' || mac === '') return 'DHCP exchange without a lease';
    const device: Identifier[] = [{ scheme: 'ip', value: address }];
    addIdentifier(device, 'mac', mac);
    const host = fields.text('host_name');
    addIdentifier(device, 'hostname', host);
    addIdentifier(device, 'hostname', fields.text('client_fqdn'));
    const lease = fields.number('lease_time') ?? 0;
    const server = fields.address('server_addr');
    const id = fields.list('uids')[0] ?? fields.text('uid');
    return createActivity({
      id: id === '' ? fields.hash() : `${id}:${moment(fields, time)}`,
      source: 'zeek.dhcp',
      domain: 'network',
      time,
      action: fields.list('msg_types').join(',') || 'lease',
      actionClass: 'address-lease',
      outcome: 'success',
      actorType: 'device',
      device,
      sourceIp: address,
      destinationIp: server.ip,
      destinationPort: 67,
      resource: address,
      resourceType: 'address',
      container: fields.text('domain'),
      network: { transport: 'udp', protocol: 'dhcp', state: '', durationMs: Math.round(lease * 1000), internal: true },
    });
  },
});
