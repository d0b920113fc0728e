/** How documents of one kind are kept: `stream` only grows (a data stream), `index` is changed in place. */
export type Keeping = 'stream' | 'index';

export interface IndexName {
  /** Data stream, or index. */
  readonly name: string;
  readonly keeping: Keeping;
  /** `data_stream.dataset` of a stream, `event.dataset` of both. */
  readonly dataset: string;
}

const KEPT: Readonly<Record<string, readonly [keeping: Keeping, stem: string]>> = {
  anomaly: ['stream', 'logs-throughline.anomaly'],
  'dead-letter': ['stream', 'logs-throughline.dead_letter'],
  audit: ['stream', 'logs-throughline.audit'],
  incident: ['index', 'throughline-incidents'],
  investigation: ['index', 'throughline-investigations'],
  action: ['index', 'throughline-actions'],
  feedback: ['index', 'throughline-feedback'],
  step: ['index', 'throughline-steps'],
  entity: ['index', 'throughline-entities'],
  indicator: ['index', 'throughline-indicators'],
  health: ['index', 'throughline-health'],
  readiness: ['index', 'throughline-readiness'],
  summary: ['index', 'throughline-summaries'],
  state: ['index', 'throughline-state'],
};

/** Where Throughline never reads events from: what it writes itself, wherever it lies. */
export const OWN_INDICES: readonly string[] = ['logs-throughline.*', 'throughline-*'];

/** Kinds that have an index of their own, in order of name. */
export const STORED_KINDS: readonly string[] = Object.keys(KEPT).sort();

/** The data stream or index that holds the documents of a kind for a tenant; `undefined` for a kind that is not stored. */
export function indexNameOf(kind: string, tenant: string): IndexName | undefined {
  const kept = Object.hasOwn(KEPT, kind) ? KEPT[kind] : undefined;
  if (kept === undefined) return undefined;
  const [keeping, stem] = kept;
  return { name: `${stem}-${tenant}`, keeping, dataset: `throughline.${kind.replaceAll('-', '_')}` };
}

/** Pattern over the documents of a kind of all tenants, for templates, roles and data views. */
export function indexPatternOf(kind: string): string | undefined {
  return indexNameOf(kind, '*')?.name;
}
