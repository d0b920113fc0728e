import { expandDotted } from './expand-dotted.js';
import { fieldValues } from '../documents/field-values.js';
import type { Panel } from './panel.js';

/** Fields that panels of one kind look at, and what narrows them. */
export function fieldsInUse(panels: readonly Panel[], also: readonly string[]): readonly string[] {
  const fields = new Set(['throughline.id', 'throughline.kind', ...also]);
  for (const { filter, split, metrics, list } of panels) {
    for (const { field } of [...filter, ...split]) fields.add(field);
    for (const { field, only } of metrics) {
      if (field !== undefined) fields.add(field);
      for (const condition of only ?? []) fields.add(condition.field);
    }
    for (const { field } of list?.columns ?? []) fields.add(field);
    if (list !== undefined) fields.add(list.sort);
  }
  return [...fields].sort();
}

/** A document reduced to some of its fields, so that many can be held in memory. Panels see no difference. */
export const slimDocument = (document: unknown, fields: readonly string[]): unknown =>
  expandDotted(
    Object.fromEntries(
      fields.flatMap((field) => {
        const values = fieldValues(document, field);
        return values.length === 0 ? [] : [[field, values.length === 1 ? values[0] : values] as const];
      }),
    ),
  );
