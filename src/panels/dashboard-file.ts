import { Type, type Static } from '@sinclair/typebox';
import { Exact, OneOf } from '../documents/common.js';
import { PANEL_KINDS } from './panel-file.js';

/** Columns of the grid: the widths of one row add up to this. */
export const GRID_COLUMNS = 12;

const Width = Type.Integer({ minimum: 1, maximum: GRID_COLUMNS, description: `columns of ${String(GRID_COLUMNS)}` });

const Item = Exact({
  panel: Type.String({ pattern: '^[a-z0-9-]+$', description: 'name of a panel file', examples: ['first-incidents'] }),
  width: Width,
});

const GridRow = Exact({
  height: Type.Integer({ minimum: 1, maximum: 12, description: 'in units of about 80 pixels' }),
  panels: Type.Array(Item, { minItems: 1, description: 'left to right; their widths add up to 12' }),
});

const Control = Exact({
  field: Type.String({ minLength: 1, description: 'field to filter by', examples: ['related.user'] }),
  label: Type.String({ minLength: 1, description: 'what the reader sees' }),
  documents: OneOf(PANEL_KINDS, 'kind of document whose values are offered'),
});

/** Which panels stand where, and by what they can be filtered. */
export const DashboardFile = Exact({
  title: Type.String({ minLength: 1, description: 'heading' }),
  description: Type.String({ minLength: 1, description: 'what it answers, in a sentence or two' }),
  order: Type.Integer({ minimum: 1, description: 'place among the links' }),
  days: Type.Integer({ minimum: 1, maximum: 365, description: 'days shown when it is opened' }),
  controls: Type.Array(Control, { description: 'filters offered at the top' }),
  focus: Type.Optional(
    Type.String({ minLength: 1, description: 'the dashboard is about one value of this field', examples: ['throughline.incident.id'] }),
  ),
  rows: Type.Array(GridRow, { minItems: 1, description: 'rows of panels, top to bottom' }),
});
export type DashboardFile = Static<typeof DashboardFile>;
