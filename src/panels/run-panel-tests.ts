import { evaluatePanel } from './evaluate.js';
import { expandDotted } from './expand-dotted.js';
import type { Panel, Row } from './panel.js';

export interface PanelTestFailure {
  readonly panel: string;
  readonly test: string;
  /** Sentence that tells what was expected and what came instead. */
  readonly message: string;
}

export interface PanelTestReport {
  readonly panels: number;
  readonly tests: number;
  readonly failures: readonly PanelTestFailure[];
}

const told = (row: Row | undefined): string => (row === undefined ? 'no row' : JSON.stringify(row));

/** The first difference between two tables, or undefined. */
function difference(expected: readonly Row[], actual: readonly Row[]): string | undefined {
  for (let index = 0; index < Math.max(expected.length, actual.length); index += 1) {
    const [wanted, got] = [told(expected[index]), told(actual[index])];
    if (wanted !== got) return `row ${String(index + 1)} should be ${wanted}, but is ${got}`;
  }
  return undefined;
}

/** Runs the tests that panels carry. */
export function runPanelTests(panels: readonly Panel[]): PanelTestReport {
  const failures = panels.flatMap((panel) =>
    panel.tests.flatMap((test) => {
      const message = difference(test.rows, evaluatePanel(panel, test.documents.map(expandDotted)));
      return message === undefined ? [] : [{ panel: panel.id, test: test.name, message }];
    }),
  );
  return { panels: panels.length, tests: panels.reduce((sum, panel) => sum + panel.tests.length, 0), failures };
}
