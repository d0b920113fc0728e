import type { Registry } from '../../../src/activity/registry.js';
import type { CallOptions, Diagnosis, DiagnosisRequest } from '../../connector.js';
import { failedCheck, guardedCheck } from '../../guarded-check.js';
import type { EventCollector } from '../event-collector.js';
import type { SplunkPlatform } from '../splunk-platform.js';
import { checkRole } from './check-role.js';
import { checkRollups } from './check-rollups.js';
import { checkServer, isReached } from './check-server.js';
import { checkSourcetypes } from './check-sourcetypes.js';
import { checkCollections, checkCollector, checkOutputIndex } from './check-storage.js';

const DAY = 86_400_000;

/** Looks at everything that a worker rests on, and changes nothing; see the promises of the port. */
export async function* diagnoseSplunk(
  platform: SplunkPlatform,
  collector: EventCollector,
  registry: Registry,
  request: DiagnosisRequest,
  options: CallOptions,
): AsyncGenerator<Diagnosis, void, void> {
  const server = await checkServer(platform, request.now, options);
  yield* server;
  if (!isReached(server)) return;
  yield* guardedCheck('privileges', () => checkRole(platform, options));
  yield* guardedCheck('installation', () => checkCollections(platform, options));
  yield* guardedCheck('installation', () => checkOutputIndex(platform, options));
  yield* guardedCheck('collector', () => checkCollector(platform, collector, options));
  try {
    yield* checkSourcetypes(platform, registry, request, options);
  } catch (error) {
    yield failedCheck('data-sets', error);
  }
  try {
    yield* checkRollups(platform, registry, { from: request.now() - DAY, to: request.now() + DAY }, options);
  } catch (error) {
    yield failedCheck('rollups', error);
  }
}
