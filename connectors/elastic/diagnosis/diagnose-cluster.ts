import type { Registry } from '../../../src/activity/registry.js';
import { AccessDeniedError, SourceUnavailableError, WindowIncompleteError } from '../../../src/errors.js';
import type { CallOptions, Diagnosis, DiagnosisRequest } from '../../connector.js';
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
  yield* guarded('licence', async () => [await checkLicence(gateway, options)]);
  yield* guarded('clock', async () => [await checkClock(gateway, request.now, options)]);
  yield* guarded('privileges', () => checkPrivileges(gateway, options));
  yield* guarded('installation', () => checkInstallation(gateway, options));
  try {
    yield* checkSources(gateway, registry, request, options);
  } catch (error) {
    yield failed('data-sets', error);
  }
}

async function* guarded(check: string, look: () => Promise<readonly Diagnosis[]>): AsyncGenerator<Diagnosis, void, void> {
  let found: readonly Diagnosis[];
  try {
    found = await look();
  } catch (error) {
    found = [failed(check, error)];
  }
  yield* found;
}

function failed(check: string, error: unknown): Diagnosis {
  if (error instanceof AccessDeniedError) {
    const fix = 'Grant what is named; the errors of the check privileges say what else is missing.';
    return { check, level: 'error', message: `${error.message}.`, fix, data: { code: error.code } };
  }
  if (error instanceof SourceUnavailableError || error instanceof WindowIncompleteError) {
    const fix = 'Look at the health of the cluster, then run throughline doctor again.';
    return { check, level: 'error', message: `${error.message}.`, fix, data: { code: error.code } };
  }
  throw error;
}
