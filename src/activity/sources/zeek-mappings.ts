import type { SourceMapping } from '../source-mapping.js';
import { zeekDhcp, zeekRadius, zeekSsh } from './zeek-access.js';
import { zeekConn } from './zeek-conn.js';
import { zeekIntel, zeekNotice, zeekSignatures } from './zeek-notices.js';
import { zeekFiles, zeekFtp, zeekSmtp } from './zeek-transfer.js';
import { zeekUnused } from './zeek-unused.js';
import { zeekDns, zeekHttp, zeekSsl, zeekX509 } from './zeek-web.js';
import { zeekDceRpc, zeekKerberos, zeekNtlm, zeekRdp, zeekSmbFiles, zeekSmbMapping } from './zeek-windows.js';

/** All Zeek streams that are understood, and the one that takes the streams which say nothing about behaviour. */
export const zeekMappings: readonly SourceMapping[] = [
  ...[zeekConn, zeekDns, zeekHttp, zeekSsl, zeekX509, zeekFiles, zeekFtp, zeekSmtp, zeekSsh, zeekRadius, zeekDhcp],
  ...[zeekKerberos, zeekNtlm, zeekSmbMapping, zeekSmbFiles, zeekRdp, zeekDceRpc, zeekNotice, zeekIntel, zeekSignatures, zeekUnused],
];
