import { Type, type Static } from '@sinclair/typebox';
import { Exact, List, OneOf } from '../documents/common.js';

const Scalar = Type.Union([Type.String(), Type.Number(), Type.Boolean()]);
const Words = (description: string, example: string) => Type.String({ minLength: 1, description, examples: [example] });
const FieldName = Words('field of the document, dotted', 'throughline.incident.queue');

/** Kinds of documents that panels can ask about. */
export const PANEL_KINDS = ['action', 'anomaly', 'dead-letter', 'entity', 'health', 'incident', 'indicator', 'step'] as const;
export type PanelKind = (typeof PANEL_KINDS)[number];

/** How a number is to be read. */
export const UNITS = ['count', 'score', 'probability', 'nats', 'days', 'hours', 'ratio', 'time'] as const;

/** One condition; all conditions of a list must hold. A field with several values fits if one of them does. */
export const Condition = Exact({
  field: FieldName,
  is: Type.Optional(Type.Union([Scalar, List(Scalar, 'any of these')], { description: 'the value, or any of a list' })),
  not: Type.Optional(Type.Union([Scalar, List(Scalar, 'none of these')], { description: 'not the value, or none of a list' })),
  exists: Type.Optional(Type.Boolean({ description: 'has a value, or has none' })),
  from: Type.Optional(Type.Number({ description: 'at least' })),
  to: Type.Optional(Type.Number({ description: 'at most' })),
});
export type Condition = Static<typeof Condition>;

export const Metric = Exact({
  id: Type.String({ pattern: '^[a-z][a-z0-9_]*$', description: 'short name', examples: ['incidents'] }),
  measure: OneOf(['count', 'distinct', 'sum', 'average', 'max', 'min'] as const, 'what is computed'),
  field: Type.Optional(FieldName),
  label: Words('what the reader sees', 'Incidents'),
  unit: OneOf(UNITS, 'how the number is to be read'),
  only: Type.Optional(List(Condition, 'counts only documents that fit')),
});
export type Metric = Static<typeof Metric>;

/** Rows by value of a field, or by time; nested in the order of the list, outermost first. */
export const Split = Exact({
  field: FieldName,
  label: Words('what the reader sees', 'Queue'),
  every: Type.Optional(OneOf(['hour', 'day', 'week'] as const, 'for a field that holds times: the width of a row, in UTC')),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: 'values at most, default 10' })),
  order: Type.Optional(
    Type.String({ minLength: 1, description: "a metric's id (largest first), -id (smallest first), or 'value'", examples: ['incidents'] }),
  ),
});
export type Split = Static<typeof Split>;

export const Column = Exact({
  field: FieldName,
  label: Words('what the reader sees', 'When'),
  unit: Type.Optional(OneOf(UNITS, 'how a number is to be read')),
});

/** Documents themselves as rows. */
export const DocumentList = Exact({
  columns: Type.Array(Column, { minItems: 1, description: 'fields shown, left to right' }),
  sort: FieldName,
  descending: Type.Boolean({ description: 'largest or latest first' }),
  limit: Type.Integer({ minimum: 1, maximum: 500, description: 'rows at most' }),
});

const Cell = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null(), List(Scalar, 'several values')]);

export const PanelTest = Exact({
  name: Words('what the test shows', 'counts incidents by queue'),
  documents: Type.Array(Type.Object({}, { additionalProperties: true }), {
    minItems: 1,
    description: 'documents in, as far as the panel looks at them',
  }),
  rows: List(List(Cell, 'one row: values of the splits, then of the metrics; or of the columns'), 'rows out'),
});

export const CHARTS = ['number', 'bars', 'columns', 'lines', 'heat', 'table', 'list'] as const;

/** A question, and how documents answer it. Nothing in it belongs to one SIEM. */
export const PanelFile = Exact({
  title: Words('heading', 'Where incidents wait'),
  question: Type.String({
    minLength: 1,
    pattern: '\\?$',
    description: 'what an analyst asks',
    examples: ['How many incidents wait where?'],
  }),
  documents: OneOf(PANEL_KINDS, 'kind of document that answers it'),
  filter: Type.Optional(List(Condition, 'which documents')),
  split: Type.Optional(List(Split, 'rows')),
  metrics: Type.Optional(List(Metric, 'numbers')),
  list: Type.Optional(DocumentList),
  chart: OneOf(CHARTS, 'how it is drawn'),
  drill: Type.Optional(
    Type.String({
      pattern: '^[a-z0-9-]+$',
      description: 'dashboard that opens, filtered by what was chosen',
      examples: ['incident-detail'],
    }),
  ),
  empty: Words('what it means if there is nothing to show', 'No incident waits.'),
  tests: Type.Array(PanelTest, { minItems: 1, description: 'small documents in, rows out' }),
});
export type PanelFile = Static<typeof PanelFile>;
export type Unit = (typeof UNITS)[number];
