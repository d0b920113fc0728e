import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeSharedData, figure, replayAll, SHARED_DATA } from './shared-data.js';

describeSharedData('zeek-m57', () => {
  it.each(['retrospective', 'live'] as const)(
    'an ordinary office day has at most one incident and none that needs a person (%s)',
    async (mode) => {
      const { summary, incidents } = await replayAll([join(SHARED_DATA, 'zeek-m57')], mode);
      figure(
        `zeek-m57, ${mode}: ${summary.events_read} records, ${summary.units_scored} windows, ${summary.anomalies} anomalies, ${summary.incidents} incidents, ${summary.incidents_needing_person} for a person`,
      );
      for (const { throughline } of incidents) figure(`  ${throughline.incident.title} (score ${throughline.incident.score.toFixed(0)})`);
      expect(summary.incidents_needing_person).toBe(0);
      expect(summary.incidents).toBeLessThanOrEqual(1);
    },
  );
});
