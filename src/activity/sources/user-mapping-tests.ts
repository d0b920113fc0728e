import type { Activity } from '../activity.js';
import { asText } from '../fields/coerce.js';
import { lookup } from '../fields/lookup.js';
import type { Mapped, RawRecord, RecordHint, SourceMapping } from '../source-mapping.js';

/** One test that a mapping file carries. */
export interface UserMappingTest {
  readonly name: string;
  readonly record: RawRecord;
  /** Activity field path → expected text; identifiers as `scheme:value`. Empty if `kind` says it all. */
  readonly expect: Readonly<Record<string, string | number>>;
  readonly kind: Mapped['kind'];
}

export interface MappingTestFailure {
  readonly test: string;
  readonly message: string;
}

/** Runs the tests of a mapping file; empty if all pass. */
export function testUserMapping(mapping: SourceMapping, tests: readonly UserMappingTest[]): readonly MappingTestFailure[] {
  const failures: MappingTestFailure[] = [];
  for (const { name, record, expect, kind } of tests) {
    const hint: RecordHint = { name: '', dataset: '' };
    if (!mapping.detects(record, hint)) {
      failures.push({ test: name, message: 'the conditions under `when` do not hold for this record' });
      continue;
    }
    const mapped = mapping.map(record, hint);
    if (mapped.kind !== kind) {
      const reason = mapped.kind === 'activities' ? '' : ` (${mapped.reason})`;
      failures.push({ test: name, message: `expected ${kind}, got ${mapped.kind}${reason}` });
      continue;
    }
    const activity = mapped.kind === 'activities' ? mapped.activities[0] : undefined;
    for (const [path, wanted] of Object.entries(expect)) {
      const got = activity === undefined ? '' : shown(activity, path);
      if (got !== String(wanted))
        failures.push({ test: name, message: `${path}: expected ${String(wanted)}, got ${got === '' ? 'nothing' : got}` });
    }
  }
  return failures;
}

function shown(activity: Activity, path: string): string {
  const value = lookup(activity, path);
  if (!Array.isArray(value)) return asText(value);
  return (value as readonly unknown[])
    .map((element) => (typeof element === 'string' ? element : `${asText(lookup(element, 'scheme'))}:${asText(lookup(element, 'value'))}`))
    .join(', ');
}
