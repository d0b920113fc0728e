import type { DocumentField } from '../documents/document-fields.js';
import type { PanelFile } from './panel-file.js';

/** A checked panel. */
export interface Panel extends PanelFile {
  /** Name of its file without ending. */
  readonly id: string;
  readonly split: NonNullable<PanelFile['split']>;
  readonly metrics: NonNullable<PanelFile['metrics']>;
  readonly filter: NonNullable<PanelFile['filter']>;
  /** Fields of its kind of document, by path. */
  readonly fields: ReadonlyMap<string, DocumentField>;
}

export type Cell = string | number | boolean | null | readonly (string | number | boolean)[];

/** Values of the splits, then of the metrics; or of the columns of a list. */
export type Row = readonly Cell[];

export const DEFAULT_LIMIT = 10;
