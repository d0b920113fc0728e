import { allTemplateCalls } from './install-templates.js';
import { neededPrivileges } from './privileges.js';

/** Content for Kibana, each a text of NDJSON. */
export interface KibanaContent {
  readonly name: string;
  /** Which import takes it. */
  readonly as: 'saved-objects' | 'rules';
  readonly ndjson: string;
}

interface Call {
  /** What it is for, in words. */
  readonly title: string;
  readonly path: string;
}

/** One call that sets something up. Each may be made again at any time. */
export type InstallCall =
  | (Call & {
      readonly to: 'cluster';
      readonly method: 'PUT';
      readonly body: Readonly<Record<string, unknown>>;
      /** The cluster may lack the API; then the title says what remains to be done by hand. */
      readonly mayLack: boolean;
    })
  | (Call & { readonly to: 'kibana'; readonly method: 'POST'; readonly fileName: string; readonly ndjson: string });

export interface InstallOptions {
  readonly product: 'elasticsearch' | 'opensearch';
  /** How long anomalies are kept, e.g. `365d`. */
  readonly retention: string | undefined;
  /** Index expressions that are read. */
  readonly sources: readonly string[];
  /** Kibana space, or undefined for the default one. */
  readonly space: string | undefined;
  readonly content: readonly KibanaContent[];
}

/** Name of the role with the privileges of a running worker. */
export const WORKER_ROLE = 'throughline_worker';

const IMPORT_PATHS = {
  'saved-objects': '/api/saved_objects/_import?overwrite=true',
  rules: '/api/detection_engine/rules/_import?overwrite=true',
} as const;

/** Privileges as a role or an API key states them. */
export function workerPrivileges(sources: readonly string[]) {
  return {
    cluster: [],
    indices: neededPrivileges(sources).map(({ names, privileges }) => ({ names, privileges, allow_restricted_indices: false })),
  };
}

/** Every call of an installation, in order. */
export function installPlan({ product, retention, sources, space, content }: InstallOptions): readonly InstallCall[] {
  const templates = allTemplateCalls(product, retention).map(({ method, path, body }): InstallCall => ({
    to: 'cluster',
    title: 'where documents are kept',
    method,
    path,
    body,
    mayLack: false,
  }));
  const role: InstallCall = {
    to: 'cluster',
    title: 'role of a worker',
    method: 'PUT',
    path: `/_security/role/${WORKER_ROLE}`,
    body: workerPrivileges(sources),
    mayLack: true,
  };
  const prefix = space === undefined ? '' : `/s/${encodeURIComponent(space)}`;
  const imports = content.map(({ name, as, ndjson }): InstallCall => ({
    to: 'kibana',
    title: as === 'rules' ? 'detection rules' : 'dashboards and searches',
    method: 'POST',
    path: `${prefix}${IMPORT_PATHS[as]}`,
    fileName: `${name}.ndjson`,
    ndjson,
  }));
  return product === 'opensearch' ? templates : [...templates, role, ...imports];
}
