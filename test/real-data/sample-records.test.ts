import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeSharedData, figure, replayAll, SHARED_DATA } from './shared-data.js';

const total = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** Files of products that the mappings promise; in all of these every record must find its mapping. */
const PROMISED =
  /^(azure\.(signin|audit|activity)logs|o365\.|okta\.|google_workspace\.(admin|drive|login|token|user_accounts)|salesforce\.(login|logout|setup)|aws\.(cloudtrail|guardduty)|darktrace\.|microsoft_exchange|suricata\.|zeek\.(conn|dns|http|ssl|x509|files|smtp|ssh|kerberos|ntlm|smb_mapping|smb_files|rdp|dce_rpc|notice|dhcp)|AIA|GWorkspace|Okta|Salesforce)/;

for (const folder of ['ecs-samples', 'vendor-samples']) {
  describeSharedData(folder, () => {
    it('accounts for every record of every file', async () => {
      const path = join(SHARED_DATA, folder);
      const { summary } = await replayAll([path], 'retrospective');
      const files = readdirSync(path).filter((name) => !name.startsWith('LICENSE'));
      expect(existsSync(path)).toBe(true);
      expect(summary.inputs.map(({ path: input }) => input.slice(path.length + 1)).sort()).toEqual(expect.arrayContaining(files.sort()));
      expect(summary.inputs.reduce((sum, input) => sum + input.records, 0)).toBe(summary.events_read);

      const rows = Object.entries(summary.sources);
      for (const [source, { read, mapped, skipped, dead }] of rows) {
        expect(mapped + total(skipped) + total(dead), source).toBe(read);
      }
      expect(rows.reduce((sum, [, { read }]) => sum + read, 0)).toBe(summary.events_read);
      expect(rows.reduce((sum, [, { dead }]) => sum + total(dead), 0)).toBe(summary.dead_letters);
      for (const input of summary.inputs) {
        const name = input.path.slice(path.length + 1);
        if (PROMISED.test(name) && input.records > 0) expect(input.sources, name).not.toEqual([]);
      }

      const reasons = (counts: Readonly<Record<string, number>>): string =>
        Object.entries(counts)
          .map(([reason, count]) => `${String(count)} ${reason}`)
          .join('; ') || '–';
      figure(`| ${folder} | read | mapped | of these repeats | skipped | dead |\n|---|---:|---:|---:|---|---|`);
      for (const [source, row] of rows) {
        const { read, mapped, duplicates } = row;
        figure(
          `| ${source || '(none)'} | ${String(read)} | ${String(mapped)} | ${String(duplicates)} | ${reasons(row.skipped)} | ${reasons(row.dead)} |`,
        );
      }
    }, 120_000);
  });
}
