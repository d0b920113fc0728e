import { DOCUMENT_SCHEMAS } from '../../src/documents/validate.js';
import type { CallOptions } from '../connector.js';
import type { ElasticGateway } from './elastic-gateway.js';
import { statusOf } from './elastic-failure.js';
import { mappingOf, STATE_MAPPING, templateCalls, type TemplateCall } from './index-templates.js';

/** Every call that sets up where documents are kept, in order. Each may be made again at any time. */
export function allTemplateCalls(product: 'elasticsearch' | 'opensearch', retention: string | undefined): readonly TemplateCall[] {
  const calls = Object.entries(DOCUMENT_SCHEMAS).flatMap(([kind, schema]) =>
    templateCalls(kind, mappingOf(schema), { product, retention }),
  );
  return [...calls, ...templateCalls('state', STATE_MAPPING, { product, retention: undefined })];
}

/**
 * Makes one such call. A cluster without data stream lifecycle refuses a retention; the template is then set up without it.
 *
 * @returns false if it was set up without the retention it should have had
 */
export async function setUpTemplate(gateway: ElasticGateway, call: TemplateCall, options: CallOptions = {}): Promise<boolean> {
  const send = (body: TemplateCall['body']) =>
    gateway.call(
      `set up ${call.path}`,
      (client, transport) => client.transport.request({ method: call.method, path: call.path, body: { ...body } }, transport),
      options,
    );
  try {
    await send(call.body);
    return true;
  } catch (error) {
    const { template = {} } = call.body as { readonly template?: Readonly<Record<string, unknown>> };
    if (template.lifecycle === undefined || statusOf((error as Error).cause) !== 400) throw error;
    await send({ ...call.body, template: { ...template, lifecycle: undefined } });
    return false;
  }
}

/**
 * Sets up the templates.
 *
 * @returns paths of the calls that were made without the retention they should have had
 */
export async function installTemplates(
  gateway: ElasticGateway,
  retention: string | undefined,
  options: CallOptions = {},
): Promise<readonly string[]> {
  const unkept: string[] = [];
  for (const call of allTemplateCalls(gateway.settings.product, retention)) {
    if (!(await setUpTemplate(gateway, call, options))) unkept.push(call.path);
  }
  return unkept;
}
