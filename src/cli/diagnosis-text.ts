import type { Diagnosis, DiagnosisLevel } from '../../connectors/connector.js';
import { printable } from '../printable.js';
import { plural } from '../report/numbers.js';

const WORDS: Readonly<Record<DiagnosisLevel, string>> = { ok: 'ok', note: 'note', warning: 'WARNING', error: 'ERROR' };
const LEVEL_WIDTH = 8;
const CHECK_WIDTH = 14;
const INDENT = ' '.repeat(LEVEL_WIDTH + CHECK_WIDTH);
/** Columns of text where a terminal does not say how many it has. */
export const DEFAULT_WIDTH = 120;
const LEAST_TEXT = 40;

/** What a program reads. */
export interface DiagnosisReport {
  readonly errors: number;
  readonly warnings: number;
  readonly findings: readonly Diagnosis[];
}

export function diagnosisReport(findings: readonly Diagnosis[]): DiagnosisReport {
  const count = (level: DiagnosisLevel): number => findings.filter((finding) => finding.level === level).length;
  return { errors: count('error'), warnings: count('warning'), findings };
}

/** A finding as a row of a table: level, check, what was found, and below it what puts it right. */
export function diagnosisRow({ level, check, message, fix }: Diagnosis, width: number): string {
  const room = Math.max(width - INDENT.length, LEAST_TEXT);
  const lines = [...wrapped(printable(message), room), ...(fix === undefined ? [] : wrapped(`Fix: ${printable(fix)}`, room))];
  const head = `${WORDS[level].padEnd(LEVEL_WIDTH)}${check.padEnd(CHECK_WIDTH)}`;
  return lines.map((line, index) => `${index === 0 ? head : INDENT}${line}\n`).join('');
}

export function diagnosisSummary({ errors, warnings, findings }: DiagnosisReport): string {
  const good = findings.filter(({ level }) => level === 'ok').length;
  return `\n${plural(errors, 'error')}, ${plural(warnings, 'warning')}, ${String(good)} as it should be.\n`;
}

function wrapped(text: string, room: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
