import type { CallOptions } from '../connector.js';
import { statusOf } from './elastic-failure.js';
import { ElasticGateway } from './elastic-gateway.js';
import type { ElasticSettings } from './elastic-settings.js';
import type { InstallCall } from './install-plan.js';
import { setUpTemplate } from './install-templates.js';
import { importIntoKibana } from './kibana-import.js';

export interface InstallOutcome {
  readonly call: InstallCall;
  /** `done`, or what else came of it, in words. */
  readonly outcome: string;
}

/** Statuses by which a cluster says that it has no such API. */
const LACKING: ReadonlySet<number> = new Set([400, 404, 405]);

/**
 * Makes the calls one after another.
 *
 * @param kibana URL of Kibana; without it the plan must hold nothing for Kibana
 * @throws AccessDeniedError or SourceUnavailableError at the first call that fails for good
 */
export async function* makeInstallCalls(
  plan: readonly InstallCall[],
  settings: ElasticSettings,
  kibana: string | undefined,
  options: CallOptions = {},
): AsyncGenerator<InstallOutcome, void, void> {
  const gateway = new ElasticGateway(settings);
  try {
    for (const call of plan) {
      if (call.to === 'cluster') yield { call, outcome: await onCluster(call, gateway, options) };
      else if (kibana !== undefined) {
        const { path, fileName, ndjson } = call;
        const taken = await importIntoKibana({ url: kibana, path, fileName, ndjson }, settings);
        yield { call, outcome: `${taken} objects` };
      }
    }
  } finally {
    await gateway.close();
  }
}

type ClusterCall = Extract<InstallCall, { readonly to: 'cluster' }>;

async function onCluster(call: ClusterCall, gateway: ElasticGateway, options: CallOptions): Promise<string> {
  try {
    const whole = await setUpTemplate(gateway, call, options);
    return whole ? 'done' : 'done, without a retention: this cluster has no data stream lifecycle';
  } catch (error) {
    if (!call.mayLack || !LACKING.has(statusOf((error as Error).cause) ?? 0)) throw error;
    return 'left out: this cluster does not have that API; see docs/elastic.md';
  }
}
