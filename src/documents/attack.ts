import type { Tactic } from './common.js';

/**
 * Names from MITRE ATT&CK Enterprise v18: every tactic, and the techniques that mail, identity, SaaS, cloud and network
 * telemetry can show. © 2025 The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE
 * Corporation. ATT&CK and MITRE ATT&CK are registered trademarks of The MITRE Corporation; https://attack.mitre.org.
 */
export interface AttackTactic {
  /** Short name as used in models and incidents. */
  readonly tactic: Tactic;
  readonly id: string;
  readonly name: string;
}

export interface AttackTechnique {
  readonly id: string;
  /** Sub-techniques carry their parent's name in front, `Valid Accounts: Cloud Accounts`. */
  readonly name: string;
  readonly tactics: readonly Tactic[];
}

/** Tactics in kill-chain order. */
export const ATTACK_TACTICS: readonly AttackTactic[] = [
  { tactic: 'reconnaissance', id: 'TA0043', name: 'Reconnaissance' },
  { tactic: 'resource-development', id: 'TA0042', name: 'Resource Development' },
  { tactic: 'initial-access', id: 'TA0001', name: 'Initial Access' },
  { tactic: 'execution', id: 'TA0002', name: 'Execution' },
  { tactic: 'persistence', id: 'TA0003', name: 'Persistence' },
  { tactic: 'privilege-escalation', id: 'TA0004', name: 'Privilege Escalation' },
  { tactic: 'defense-evasion', id: 'TA0005', name: 'Defense Evasion' },
  { tactic: 'credential-access', id: 'TA0006', name: 'Credential Access' },
  { tactic: 'discovery', id: 'TA0007', name: 'Discovery' },
  { tactic: 'lateral-movement', id: 'TA0008', name: 'Lateral Movement' },
  { tactic: 'collection', id: 'TA0009', name: 'Collection' },
  { tactic: 'command-and-control', id: 'TA0011', name: 'Command and Control' },
  { tactic: 'exfiltration', id: 'TA0010', name: 'Exfiltration' },
  { tactic: 'impact', id: 'TA0040', name: 'Impact' },
];

type Names = Readonly<Record<string, string>>;

const NAMES: readonly (readonly [tactics: readonly Tactic[], names: Names])[] = [
  [
    ['reconnaissance'],
    {
      T1589: 'Gather Victim Identity Information',
      T1590: 'Gather Victim Network Information',
      T1592: 'Gather Victim Host Information',
      T1595: 'Active Scanning',
      'T1595.001': 'Scanning IP Blocks',
      'T1595.002': 'Vulnerability Scanning',
      T1598: 'Phishing for Information',
      'T1598.002': 'Spearphishing Attachment',
      'T1598.003': 'Spearphishing Link',
    },
  ],
  [
    ['resource-development'],
    {
      T1583: 'Acquire Infrastructure',
      'T1583.001': 'Domains',
      T1585: 'Establish Accounts',
      T1586: 'Compromise Accounts',
      'T1586.002': 'Email Accounts',
      'T1586.003': 'Cloud Accounts',
      T1588: 'Obtain Capabilities',
      T1608: 'Stage Capabilities',
    },
  ],
  [
    ['initial-access'],
    {
      T1189: 'Drive-by Compromise',
      T1190: 'Exploit Public-Facing Application',
      T1195: 'Supply Chain Compromise',
      T1199: 'Trusted Relationship',
      T1566: 'Phishing',
      'T1566.001': 'Spearphishing Attachment',
      'T1566.002': 'Spearphishing Link',
      'T1566.003': 'Spearphishing via Service',
    },
  ],
  [
    ['initial-access', 'persistence', 'privilege-escalation', 'defense-evasion'],
    {
      T1078: 'Valid Accounts',
      'T1078.001': 'Default Accounts',
      'T1078.002': 'Domain Accounts',
      'T1078.003': 'Local Accounts',
      'T1078.004': 'Cloud Accounts',
    },
  ],
  [['initial-access', 'persistence'], { T1133: 'External Remote Services' }],
  [
    ['execution'],
    {
      T1047: 'Windows Management Instrumentation',
      T1059: 'Command and Scripting Interpreter',
      'T1059.001': 'PowerShell',
      'T1059.003': 'Windows Command Shell',
      'T1059.004': 'Unix Shell',
      'T1059.006': 'Python',
      'T1059.009': 'Cloud API',
      T1203: 'Exploitation for Client Execution',
      T1204: 'User Execution',
      'T1204.001': 'Malicious Link',
      'T1204.002': 'Malicious File',
      'T1204.004': 'Malicious Copy and Paste',
      T1569: 'System Services',
      'T1569.002': 'Service Execution',
      T1609: 'Container Administration Command',
      T1610: 'Deploy Container',
      T1648: 'Serverless Execution',
      T1651: 'Cloud Administration Command',
      T1677: 'Poisoned Pipeline Execution',
    },
  ],
  [['execution', 'lateral-movement'], { T1072: 'Software Deployment Tools' }],
  [
    ['execution', 'persistence', 'privilege-escalation'],
    { T1053: 'Scheduled Task/Job', 'T1053.003': 'Cron', 'T1053.005': 'Scheduled Task' },
  ],
  [
    ['persistence'],
    {
      T1136: 'Create Account',
      'T1136.001': 'Local Account',
      'T1136.002': 'Domain Account',
      'T1136.003': 'Cloud Account',
      T1137: 'Office Application Startup',
      'T1137.005': 'Outlook Rules',
      T1176: 'Software Extensions',
      T1505: 'Server Software Component',
      'T1505.002': 'Transport Agent',
      'T1505.003': 'Web Shell',
      T1525: 'Implant Internal Image',
      T1671: 'Cloud Application Integration',
    },
  ],
  [
    ['persistence', 'privilege-escalation'],
    {
      T1098: 'Account Manipulation',
      'T1098.001': 'Additional Cloud Credentials',
      'T1098.002': 'Additional Email Delegate Permissions',
      'T1098.003': 'Additional Cloud Roles',
      'T1098.004': 'SSH Authorized Keys',
      'T1098.005': 'Device Registration',
      'T1098.007': 'Additional Local or Domain Groups',
      T1543: 'Create or Modify System Process',
      'T1543.003': 'Windows Service',
      T1546: 'Event Triggered Execution',
      T1547: 'Boot or Logon Autostart Execution',
    },
  ],
  [
    ['privilege-escalation', 'defense-evasion'],
    {
      T1055: 'Process Injection',
      T1134: 'Access Token Manipulation',
      'T1134.001': 'Token Impersonation/Theft',
      T1484: 'Domain or Tenant Policy Modification',
      'T1484.001': 'Group Policy Modification',
      'T1484.002': 'Trust Modification',
      T1548: 'Abuse Elevation Control Mechanism',
      'T1548.005': 'Temporary Elevated Cloud Access',
    },
  ],
  [['privilege-escalation'], { T1068: 'Exploitation for Privilege Escalation', T1611: 'Escape to Host' }],
  [
    ['defense-evasion'],
    {
      T1027: 'Obfuscated Files or Information',
      T1036: 'Masquerading',
      'T1036.010': 'Masquerade Account Name',
      T1070: 'Indicator Removal',
      'T1070.001': 'Clear Windows Event Logs',
      'T1070.004': 'File Deletion',
      'T1070.008': 'Clear Mailbox Data',
      'T1070.009': 'Clear Persistence',
      T1140: 'Deobfuscate/Decode Files or Information',
      T1207: 'Rogue Domain Controller',
      T1218: 'System Binary Proxy Execution',
      T1222: 'File and Directory Permissions Modification',
      T1535: 'Unused/Unsupported Cloud Regions',
      T1562: 'Impair Defenses',
      'T1562.001': 'Disable or Modify Tools',
      'T1562.007': 'Disable or Modify Cloud Firewall',
      'T1562.008': 'Disable or Modify Cloud Logs',
      T1564: 'Hide Artifacts',
      'T1564.008': 'Email Hiding Rules',
      T1578: 'Modify Cloud Compute Infrastructure',
      'T1578.001': 'Create Snapshot',
      'T1578.002': 'Create Cloud Instance',
      'T1578.003': 'Delete Cloud Instance',
      'T1578.005': 'Modify Cloud Compute Configurations',
      T1656: 'Impersonation',
      T1666: 'Modify Cloud Resource Hierarchy',
      T1672: 'Email Spoofing',
    },
  ],
  [['defense-evasion', 'persistence'], { T1112: 'Modify Registry', T1197: 'BITS Jobs' }],
  [
    ['defense-evasion', 'lateral-movement'],
    {
      T1550: 'Use Alternate Authentication Material',
      'T1550.001': 'Application Access Token',
      'T1550.002': 'Pass the Hash',
      'T1550.003': 'Pass the Ticket',
      'T1550.004': 'Web Session Cookie',
    },
  ],
  [
    ['credential-access'],
    {
      T1003: 'OS Credential Dumping',
      'T1003.001': 'LSASS Memory',
      'T1003.003': 'NTDS',
      'T1003.006': 'DCSync',
      T1110: 'Brute Force',
      'T1110.001': 'Password Guessing',
      'T1110.003': 'Password Spraying',
      'T1110.004': 'Credential Stuffing',
      T1111: 'Multi-Factor Authentication Interception',
      T1187: 'Forced Authentication',
      T1212: 'Exploitation for Credential Access',
      T1528: 'Steal Application Access Token',
      T1539: 'Steal Web Session Cookie',
      T1552: 'Unsecured Credentials',
      'T1552.001': 'Credentials In Files',
      'T1552.004': 'Private Keys',
      'T1552.005': 'Cloud Instance Metadata API',
      T1555: 'Credentials from Password Stores',
      'T1555.006': 'Cloud Secrets Management Stores',
      T1558: 'Steal or Forge Kerberos Tickets',
      'T1558.001': 'Golden Ticket',
      'T1558.003': 'Kerberoasting',
      'T1558.004': 'AS-REP Roasting',
      T1606: 'Forge Web Credentials',
      'T1606.001': 'Web Cookies',
      'T1606.002': 'SAML Tokens',
      T1621: 'Multi-Factor Authentication Request Generation',
      T1649: 'Steal or Forge Authentication Certificates',
    },
  ],
  [
    ['credential-access', 'defense-evasion', 'persistence'],
    {
      T1556: 'Modify Authentication Process',
      'T1556.006': 'Multi-Factor Authentication',
      'T1556.007': 'Hybrid Identity',
      'T1556.009': 'Conditional Access Policies',
    },
  ],
  [['credential-access', 'collection'], { T1056: 'Input Capture', T1557: 'Adversary-in-the-Middle' }],
  [['credential-access', 'discovery'], { T1040: 'Network Sniffing' }],
  [
    ['discovery'],
    {
      T1016: 'System Network Configuration Discovery',
      T1018: 'Remote System Discovery',
      T1033: 'System Owner/User Discovery',
      T1046: 'Network Service Discovery',
      T1057: 'Process Discovery',
      T1069: 'Permission Groups Discovery',
      'T1069.002': 'Domain Groups',
      'T1069.003': 'Cloud Groups',
      T1082: 'System Information Discovery',
      T1083: 'File and Directory Discovery',
      T1087: 'Account Discovery',
      'T1087.002': 'Domain Account',
      'T1087.003': 'Email Account',
      'T1087.004': 'Cloud Account',
      T1135: 'Network Share Discovery',
      T1201: 'Password Policy Discovery',
      T1482: 'Domain Trust Discovery',
      T1518: 'Software Discovery',
      T1526: 'Cloud Service Discovery',
      T1538: 'Cloud Service Dashboard',
      T1580: 'Cloud Infrastructure Discovery',
      T1619: 'Cloud Storage Object Discovery',
    },
  ],
  [
    ['lateral-movement'],
    {
      T1021: 'Remote Services',
      'T1021.001': 'Remote Desktop Protocol',
      'T1021.002': 'SMB/Windows Admin Shares',
      'T1021.003': 'Distributed Component Object Model',
      'T1021.004': 'SSH',
      'T1021.006': 'Windows Remote Management',
      'T1021.007': 'Cloud Services',
      'T1021.008': 'Direct Cloud VM Connections',
      T1080: 'Taint Shared Content',
      T1210: 'Exploitation of Remote Services',
      T1534: 'Internal Spearphishing',
      T1563: 'Remote Service Session Hijacking',
      T1570: 'Lateral Tool Transfer',
    },
  ],
  [
    ['collection'],
    {
      T1005: 'Data from Local System',
      T1039: 'Data from Network Shared Drive',
      T1074: 'Data Staged',
      'T1074.001': 'Local Data Staging',
      'T1074.002': 'Remote Data Staging',
      T1114: 'Email Collection',
      'T1114.002': 'Remote Email Collection',
      'T1114.003': 'Email Forwarding Rule',
      T1119: 'Automated Collection',
      T1185: 'Browser Session Hijacking',
      T1213: 'Data from Information Repositories',
      'T1213.001': 'Confluence',
      'T1213.002': 'Sharepoint',
      'T1213.003': 'Code Repositories',
      'T1213.004': 'Customer Relationship Management Software',
      'T1213.005': 'Messaging Applications',
      'T1213.006': 'Databases',
      T1530: 'Data from Cloud Storage',
      T1560: 'Archive Collected Data',
      'T1560.001': 'Archive via Utility',
    },
  ],
  [
    ['command-and-control'],
    {
      T1001: 'Data Obfuscation',
      T1008: 'Fallback Channels',
      T1071: 'Application Layer Protocol',
      'T1071.001': 'Web Protocols',
      'T1071.002': 'File Transfer Protocols',
      'T1071.003': 'Mail Protocols',
      'T1071.004': 'DNS',
      T1090: 'Proxy',
      'T1090.002': 'External Proxy',
      'T1090.003': 'Multi-hop Proxy',
      T1095: 'Non-Application Layer Protocol',
      T1102: 'Web Service',
      'T1102.002': 'Bidirectional Communication',
      T1104: 'Multi-Stage Channels',
      T1105: 'Ingress Tool Transfer',
      T1132: 'Data Encoding',
      T1219: 'Remote Access Tools',
      T1568: 'Dynamic Resolution',
      'T1568.001': 'Fast Flux DNS',
      'T1568.002': 'Domain Generation Algorithms',
      T1571: 'Non-Standard Port',
      T1572: 'Protocol Tunneling',
      T1573: 'Encrypted Channel',
      'T1573.002': 'Asymmetric Cryptography',
    },
  ],
  [
    ['exfiltration'],
    {
      T1020: 'Automated Exfiltration',
      T1029: 'Scheduled Transfer',
      T1030: 'Data Transfer Size Limits',
      T1041: 'Exfiltration Over C2 Channel',
      T1048: 'Exfiltration Over Alternative Protocol',
      'T1048.002': 'Exfiltration Over Asymmetric Encrypted Non-C2 Protocol',
      'T1048.003': 'Exfiltration Over Unencrypted Non-C2 Protocol',
      T1537: 'Transfer Data to Cloud Account',
      T1567: 'Exfiltration Over Web Service',
      'T1567.001': 'Exfiltration to Code Repository',
      'T1567.002': 'Exfiltration to Cloud Storage',
    },
  ],
  [
    ['impact'],
    {
      T1485: 'Data Destruction',
      'T1485.001': 'Lifecycle-Triggered Deletion',
      T1486: 'Data Encrypted for Impact',
      T1489: 'Service Stop',
      T1490: 'Inhibit System Recovery',
      T1491: 'Defacement',
      T1496: 'Resource Hijacking',
      'T1496.001': 'Compute Hijacking',
      'T1496.004': 'Cloud Service Hijacking',
      T1498: 'Network Denial of Service',
      T1499: 'Endpoint Denial of Service',
      T1529: 'System Shutdown/Reboot',
      T1531: 'Account Access Removal',
      T1565: 'Data Manipulation',
      T1657: 'Financial Theft',
      T1667: 'Email Bombing',
    },
  ],
];

function build(): ReadonlyMap<string, AttackTechnique> {
  const names = new Map(NAMES.flatMap(([, group]) => Object.entries(group)));
  const techniques = new Map<string, AttackTechnique>();
  for (const [tactics, group] of NAMES) {
    for (const [id, own] of Object.entries(group)) {
      const parent = id.includes('.') ? names.get(id.slice(0, id.indexOf('.'))) : undefined;
      techniques.set(id, { id, name: parent === undefined ? own : `${parent}: ${own}`, tactics });
    }
  }
  return techniques;
}

/** Techniques and sub-techniques by id (`T1078.004`). */
export const ATTACK_TECHNIQUES: ReadonlyMap<string, AttackTechnique> = build();

const BY_TACTIC: ReadonlyMap<string, AttackTactic> = new Map(ATTACK_TACTICS.map((entry) => [entry.tactic, entry]));
const BY_ID: ReadonlyMap<string, AttackTactic> = new Map(ATTACK_TACTICS.map((entry) => [entry.id, entry]));

/** The tactic by short name (`initial-access`), id (`TA0001`) or name (`Initial Access`, any case); `undefined` if unknown. */
export function attackTactic(text: string): AttackTactic | undefined {
  return (
    BY_TACTIC.get(
      text
        .trim()
        .toLowerCase()
        .replaceAll(/[\s_]+/g, '-'),
    ) ?? BY_ID.get(text.trim().toUpperCase())
  );
}

/** The technique by id; `undefined` if the table does not hold it, its parent if only the sub-technique is missing. */
export function attackTechnique(id: string): AttackTechnique | undefined {
  const wanted = id.trim().toUpperCase();
  const dot = wanted.indexOf('.');
  return ATTACK_TECHNIQUES.get(wanted) ?? (dot < 0 ? undefined : ATTACK_TECHNIQUES.get(wanted.slice(0, dot)));
}
