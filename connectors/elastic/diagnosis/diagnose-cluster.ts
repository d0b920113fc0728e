import type { Registry } from '../../../src/activity/registry.js';
import type { CallOptions, Diagnosis, DiagnosisRequest } from '../../connector.js';
import { failedCheck, guardedCheck } from '../../guarded-check.js';
import type { ElasticGateway } from '../elastic-gateway.js';
import { checkClock } from './check-clock.js';
import { checkInstallation } from './check-installation.js';
import { checkLicence } from './check-licence.js';
import { checkNodes } from './check-nodes.js';
import { checkPrivileges } from './check-privileges.js';
import { checkSources } from './check-sources.js';

/** Looks at everything that a worker rests on, and changes nothing; see the promises of the port. */
export async function* diagnoseCluster(
  gateway: ElasticGateway,
  registry: Registry,
  request: DiagnosisRequest,
  options: CallOptions,
): AsyncGenerator<Diagnosis, void, void> {
  const { diagnoses, known } = await checkNodes(gateway.settings, gateway.pacing, options);
  yield* diagnoses;
  if (known === undefined || diagnoses.some(({ level }) => level === 'error')) return;
  yield* guardedCheck('licence', async () => [await checkLicence(gateway, options)]);
  yield* guardedCheck('clock', async () => [await checkClock(gateway, request.now, options)]);
  yield* guardedCheck('privileges', () => checkPrivileges(gateway, options));
  yield* guardedCheck('installation', () => checkInstallation(gateway, options));
  try {
    yield* checkSources(gateway, registry, request, options);
  } catch (error) {
    yield failedCheck('data-sets', error);
  }
}
