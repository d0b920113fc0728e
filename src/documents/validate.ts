import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { TSchema } from '@sinclair/typebox';
import { DocumentInvalidError } from '../errors.js';
import { ActionDocument } from './action.js';
import { AnomalyDocument } from './anomaly.js';
import { DeadLetterDocument } from './dead-letter.js';
import { EntityDocument } from './entity.js';
import { FeedbackDocument } from './feedback.js';
import { HealthDocument } from './health.js';
import { IncidentDocument } from './incident.js';
import { IndicatorDocument } from './indicator.js';
import { StepDocument } from './step.js';
import { SummaryDocument } from './summary.js';

/** Everything that is ever written, by kind. */
export interface DocumentKinds {
  readonly action: ActionDocument;
  readonly anomaly: AnomalyDocument;
  readonly 'dead-letter': DeadLetterDocument;
  readonly entity: EntityDocument;
  readonly feedback: FeedbackDocument;
  readonly health: HealthDocument;
  readonly incident: IncidentDocument;
  readonly indicator: IndicatorDocument;
  readonly step: StepDocument;
  readonly summary: SummaryDocument;
}
export type DocumentKind = keyof DocumentKinds;

/** The schema of every kind: the one source of types, checks, index templates and panel fields. */
export const DOCUMENT_SCHEMAS: Readonly<Record<DocumentKind, TSchema>> = {
  action: ActionDocument,
  anomaly: AnomalyDocument,
  'dead-letter': DeadLetterDocument,
  entity: EntityDocument,
  feedback: FeedbackDocument,
  health: HealthDocument,
  incident: IncidentDocument,
  indicator: IndicatorDocument,
  step: StepDocument,
  summary: SummaryDocument,
};

/** A test holds the schemas against the meta-schema, which takes longer to compile than they do; tidying up compiled checks does, too. */
const ajv = new Ajv({ strict: true, allowUnionTypes: true, validateSchema: false, code: { optimize: false } });
ajv.addKeyword('x-type');
addFormats.default(ajv);

const compiled = new Map<DocumentKind, ValidateFunction>();

const validator = (kind: DocumentKind): ValidateFunction => {
  const known = compiled.get(kind);
  if (known !== undefined) return known;
  const validate = ajv.compile(DOCUMENT_SCHEMAS[kind]);
  compiled.set(kind, validate);
  return validate;
};

const describeFault = (fault: ErrorObject): string => {
  const extra: unknown = fault.params.additionalProperty;
  const place = fault.instancePath === '' ? '/' : fault.instancePath;
  return `${place} ${fault.message ?? fault.keyword}${typeof extra === 'string' ? ` (${extra})` : ''}`;
};

/** True of a document of the kind, as far as its schema tells. */
export const isDocument = <K extends DocumentKind>(kind: K, value: unknown): value is DocumentKinds[K] => validator(kind)(value);

/**
 * The document itself, if it satisfies the schema of its kind.
 *
 * @throws DocumentInvalidError that names the kind, the path of the first fault and the id where the document has one.
 */
export const validDocument = <K extends DocumentKind>(kind: K, document: DocumentKinds[K]): DocumentKinds[K] => {
  const validate = validator(kind);
  const valid: boolean = validate(document);
  if (valid) return document;
  const fault = validate.errors?.[0];
  const id = 'throughline' in document ? ` ${document.throughline.id}` : '';
  throw new DocumentInvalidError(`${kind} document${id} is not valid: ${fault === undefined ? 'unknown fault' : describeFault(fault)}`);
};
