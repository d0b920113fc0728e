import type { SourceMapping } from '../source-mapping.js';
import { zeekConn } from './zeek-conn.js';
import { zeekDns, zeekHttp, zeekSsl, zeekX509 } from './zeek-web.js';

/** All Zeek streams. */
export const zeekMappings: readonly SourceMapping[] = [zeekConn, zeekDns, zeekHttp, zeekSsl, zeekX509];
