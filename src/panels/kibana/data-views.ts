import { indexPatternOf } from '../../documents/index-names.js';
import { fieldsOf } from '../load-panels.js';
import type { Panel } from '../panel.js';
import { PANEL_KINDS, type PanelKind } from '../panel-file.js';
import { objectId, savedObject, type Reference, type SavedObject } from './saved-object.js';

const NAMES: Readonly<Record<PanelKind, readonly [id: string, name: string]>> = {
  action: ['actions', 'Throughline actions'],
  anomaly: ['anomalies', 'Throughline anomalies'],
  'dead-letter': ['dead-letters', 'Throughline dead letters'],
  entity: ['entities', 'Throughline users and devices'],
  health: ['health', 'Throughline health'],
  incident: ['incidents', 'Throughline incidents'],
  indicator: ['indicators', 'Throughline domains and addresses'],
  step: ['steps', 'Throughline incidents line by line'],
};

/** A reference to the data view of a kind of document. */
export const dataViewReference = (name: string, kind: PanelKind): Reference => ({
  name,
  type: 'index-pattern',
  id: objectId(NAMES[kind][0]),
});

const formatOf = (path: string): unknown => {
  if (/\.probability(_[a-z]+)?$/.test(path)) return { id: 'number', params: { pattern: '0.[000000]' } };
  if (/(score|risk_score)$/.test(path)) return { id: 'number', params: { pattern: '0' } };
  return /(surprisal|_hours|_days)$/.test(path) ? { id: 'number', params: { pattern: '0.[0]' } } : undefined;
};

/** What lists call the fields of a kind; the first list of the alphabet names a field. */
const labelsOf = (kind: PanelKind, panels: readonly Panel[]): Readonly<Record<string, { readonly customLabel: string }>> => {
  const labels: Record<string, { readonly customLabel: string }> = {};
  for (const panel of panels) {
    if (panel.documents !== kind) continue;
    for (const { field, label } of panel.list?.columns ?? [])
      if (field.startsWith('throughline.')) labels[field] ??= { customLabel: label };
  }
  return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
};

/** A data view of its own for each kind of document, under a fixed id: nothing is taken for granted of the place of import. */
export const dataViews = (panels: readonly Panel[]): readonly SavedObject[] =>
  PANEL_KINDS.map((kind) => {
    const formats = [...fieldsOf(kind).keys()].flatMap((path) => {
      const format = formatOf(path);
      return format === undefined ? [] : [[path, format] as const];
    });
    const [id, name] = NAMES[kind];
    return savedObject('index-pattern', objectId(id), {
      title: indexPatternOf(kind),
      name,
      timeFieldName: '@timestamp',
      allowNoIndex: true,
      fieldAttrs: JSON.stringify(labelsOf(kind, panels)),
      fieldFormatMap: JSON.stringify(Object.fromEntries(formats)),
      sourceFilters: '[]',
      runtimeFieldMap: '{}',
    });
  });
