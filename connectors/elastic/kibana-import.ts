import { Agent, FormData, request } from 'undici';
import { AccessDeniedError, SourceUnavailableError } from '../../src/errors.js';
import { tlsOptions } from '../tls-settings.js';
import type { ElasticSettings } from './elastic-settings.js';

/** Answer of an import of saved objects or rules: 200 does not mean success. */
interface ImportAnswer {
  readonly success?: boolean;
  readonly successCount?: number;
  readonly success_count?: number;
  readonly errors?: readonly {
    readonly id?: string;
    readonly rule_id?: string;
    readonly error?: { readonly type?: string; readonly message?: string };
  }[];
  readonly message?: string;
}

export interface KibanaImport {
  readonly url: string;
  readonly path: string;
  readonly fileName: string;
  readonly ndjson: string;
}

/**
 * Imports a file into Kibana with the credentials and authorities of the cluster.
 *
 * @returns how many objects were taken
 * @throws AccessDeniedError or SourceUnavailableError, naming what was refused and why
 */
export async function importIntoKibana(
  { url, path, fileName, ndjson }: KibanaImport,
  { authentication, tls, requestTimeout }: ElasticSettings,
): Promise<number> {
  const dispatcher = new Agent({
    connect: { ...tlsOptions(tls) },
    headersTimeout: requestTimeout,
    bodyTimeout: requestTimeout,
  });
  const what = `import ${fileName} into Kibana`;
  const body = new FormData();
  body.append('file', new Blob([ndjson], { type: 'application/ndjson' }), fileName);
  try {
    const answer = await request(`${url.replace(/\/+$/, '')}${path}`, {
      method: 'POST',
      headers: { 'kbn-xsrf': 'throughline', ...authorization(authentication) },
      body,
      dispatcher,
    }).catch((cause: unknown) => {
      throw new SourceUnavailableError(`could not ${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    });
    return outcomeOf(what, answer.statusCode, await answer.body.text());
  } finally {
    await dispatcher.close();
  }
}

function authorization(authentication: ElasticSettings['authentication']): { readonly authorization?: string } {
  if (authentication.kind === 'api-key') return { authorization: `ApiKey ${authentication.key}` };
  if (authentication.kind === 'none') return {};
  const credentials = Buffer.from(`${authentication.username}:${authentication.password}`).toString('base64');
  return { authorization: `Basic ${credentials}` };
}

function outcomeOf(what: string, status: number, text: string): number {
  let answer: ImportAnswer;
  try {
    answer = JSON.parse(text) as ImportAnswer;
  } catch (cause) {
    throw new SourceUnavailableError(`could not ${what}: what answered with ${status} is no Kibana`, { cause });
  }
  if (status === 401 || status === 403) {
    throw new AccessDeniedError(`could not ${what}: Kibana answered ${status} (${answer.message ?? 'no reason given'})`);
  }
  if (status !== 200)
    throw new SourceUnavailableError(`could not ${what}: Kibana answered ${status} (${answer.message ?? 'no reason given'})`);
  const refused = answer.errors ?? [];
  if (answer.success !== true || refused.length > 0) {
    const reasons = refused
      .slice(0, 5)
      .map(({ id, rule_id, error }) => `${id ?? rule_id ?? 'an object'}: ${error?.type ?? error?.message ?? 'refused'}`);
    throw new SourceUnavailableError(`could not ${what}: ${refused.length} objects were refused (${reasons.join('; ')})`);
  }
  return answer.successCount ?? answer.success_count ?? 0;
}
