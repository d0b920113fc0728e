import type { Mapped, SourceMapping } from '../source-mapping.js';
import { zeekDatasets } from './zeek-stream.js';

/** Streams about the sensor itself, or that only describe what another stream already tells. */
const UNUSED = [
  ...['stats', 'reporter', 'packet_filter', 'loaded_scripts', 'capture_loss', 'cluster', 'broker', 'config', 'telemetry', 'prof'],
  ...['weird', 'weird_stats', 'dpd', 'analyzer', 'pe', 'ocsp', 'software', 'known_hosts', 'known_services', 'known_certs', 'known_devices'],
  ...['known_names', 'known_users', 'known_domains', 'tunnel', 'traceroute', 'ntp', 'smb_cmd', 'conn_burst', 'conn_long', 'files_red'],
  ...['stderr', 'stdout', 'notice_alarm', 'print', 'unknown_protocols', 'corelight_metrics', 'suri_aggregations', 'etc_viz'],
] as const;

const SKIPPED: Mapped = { kind: 'skipped', reason: 'Zeek stream that says nothing about behaviour' };

export const zeekUnused: SourceMapping = {
  name: 'zeek.unused',
  title: 'Zeek streams about the sensor itself or that repeat another stream',
  datasets: UNUSED.flatMap((stream) => zeekDatasets(stream, stream)),
  detects: () => false,
  map: () => SKIPPED,
};
