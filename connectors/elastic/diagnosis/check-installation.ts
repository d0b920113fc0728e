import { indexNameOf, STORED_KINDS } from '../../../src/documents/index-names.js';
import { DOCUMENT_SCHEMAS } from '../../../src/documents/validate.js';
import type { CallOptions, Diagnosis } from '../../connector.js';
import type { ElasticGateway } from '../elastic-gateway.js';
import { mappingOf, STATE_MAPPING, type FieldMapping } from '../index-templates.js';
import { attempt } from './attempt.js';

type Properties = Readonly<Record<string, FieldMapping>>;

interface MappingBody {
  readonly mappings?: { readonly properties?: Properties };
}
interface ComponentAnswer {
  readonly component_templates?: readonly { readonly component_template?: { readonly template?: MappingBody } }[];
}

const INSTALL = 'Run throughline install elastic with a user who may set up templates.';
const CHECK = 'installation';

/** Kinds of document that are written, and the mapping that each should have. */
const expectedMappings = (): readonly (readonly [kind: string, properties: Properties])[] =>
  STORED_KINDS.flatMap((kind) => {
    const schema = (DOCUMENT_SCHEMAS as Readonly<Record<string, Parameters<typeof mappingOf>[0]>>)[kind];
    if (kind === 'state') return [[kind, STATE_MAPPING.properties] as const];
    return schema === undefined ? [] : [[kind, mappingOf(schema).properties] as const];
  });

/** Whether templates and the indices made from them are there and know every field that is written. */
export async function checkInstallation(gateway: ElasticGateway, options: CallOptions): Promise<readonly Diagnosis[]> {
  const diagnoses: Diagnosis[] = [];
  const missing: string[] = [];
  let unseen = 0;
  let good = 0;
  for (const [kind, expected] of expectedMappings()) {
    const template = await templateOf(gateway, kind, options);
    const index = await indexOf(gateway, kind, options);
    if (template.kind === 'forbidden' && index === undefined) unseen += 1;
    else if (template.kind === 'lacking' && index === undefined) missing.push(kind);
    else {
      const ofTemplate = template.kind === 'answer' ? departures(template.answer, expected) : [];
      const ofIndex = index === undefined ? [] : departures(index, expected);
      if (ofTemplate.length > 0) diagnoses.push(outdated(kind, ofTemplate));
      else if (ofIndex.length > 0) diagnoses.push(old(kind, gateway.settings.tenant, ofIndex));
      else good += 1;
    }
  }
  if (good > 0) diagnoses.unshift(present(good, gateway));
  if (missing.length > 0) diagnoses.push(notInstalled(missing));
  if (unseen > 0) diagnoses.push(hidden(unseen));
  return diagnoses;
}

async function templateOf(gateway: ElasticGateway, kind: string, options: CallOptions) {
  const path = `/_component_template/throughline-${kind}@mappings`;
  const asked = await attempt<ComponentAnswer>(
    gateway,
    `look at the template for ${kind}`,
    (client, transport) => client.transport.request({ method: 'GET', path }, transport),
    options,
  );
  if (asked.kind !== 'answer') return asked;
  const properties = asked.answer.component_templates?.[0]?.component_template?.template?.mappings?.properties ?? {};
  return { kind: 'answer', answer: properties } as const;
}

/** What the newest index of a kind knows; `undefined` if there is none yet, or it cannot be seen. */
async function indexOf(gateway: ElasticGateway, kind: string, options: CallOptions): Promise<Properties | undefined> {
  const path = `/${indexNameOf(kind, gateway.settings.tenant)?.name ?? ''}/_mapping`;
  const asked = await attempt<Readonly<Record<string, MappingBody>>>(
    gateway,
    `look at the index for ${kind}`,
    (client, transport) => client.transport.request({ method: 'GET', path }, transport),
    options,
  );
  if (asked.kind !== 'answer') return undefined;
  const newest = Object.keys(asked.answer).sort().at(-1);
  return newest === undefined ? undefined : asked.answer[newest]?.mappings?.properties;
}

/** Fields that are not there, or of another type, by dotted name. */
function departures(actual: Properties, expected: Properties, path = ''): readonly string[] {
  return Object.entries(expected).flatMap(([name, field]) => {
    const found = actual[name];
    const at = path === '' ? name : `${path}.${name}`;
    if (found === undefined) return [at];
    const inner = field.properties as Properties | undefined;
    if (inner !== undefined) return departures((found.properties ?? {}) as Properties, inner, at);
    return (found.type ?? 'object') === (field.type ?? 'object') ? [] : [at];
  });
}

const named = (fields: readonly string[]): string =>
  fields.length <= 5 ? fields.join(', ') : `${fields.slice(0, 5).join(', ')} and ${String(fields.length - 5)} more`;

const notInstalled = (kinds: readonly string[]): Diagnosis => ({
  check: CHECK,
  level: 'error',
  message: `There are no templates for documents of the kinds ${kinds.join(', ')}: the cluster would guess their types.`,
  fix: INSTALL,
  data: { kinds },
});

const outdated = (kind: string, fields: readonly string[]): Diagnosis => ({
  check: CHECK,
  level: 'warning',
  message: `The template for documents of the kind ${kind} is of another version: it lacks ${named(fields)}.`,
  fix: INSTALL,
  data: { kind, fields },
});

const old = (kind: string, tenant: string, fields: readonly string[]): Diagnosis => {
  const { name = '', keeping } = indexNameOf(kind, tenant) ?? {};
  const renew = keeping === 'stream' ? `POST /${name}/_rollover` : `PUT /${name}/_mapping with the properties of the template`;
  return {
    check: CHECK,
    level: 'warning',
    message: `${name} was made by another version: searches and panels do not find ${named(fields)}.`,
    fix: `${INSTALL} Then ${renew}.`,
    data: { kind, fields },
  };
};

const present = (good: number, { settings }: ElasticGateway): Diagnosis => ({
  check: CHECK,
  level: 'ok',
  message: `Templates or indices of ${String(good)} kinds of document are there for the tenant ${settings.tenant}, and as this version needs them.`,
  data: { kinds: good },
});

const hidden = (unseen: number): Diagnosis => ({
  check: CHECK,
  level: 'note',
  message: `${String(unseen)} kinds of document have no index yet, and these privileges do not show whether there are templates for them.`,
  fix: 'Run throughline doctor once with the configuration that you installed with.',
  data: { kinds: unseen },
});
