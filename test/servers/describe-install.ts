import { afterAll, describe, expect, it } from 'vitest';
import { createElasticClient } from '../../connectors/elastic/elastic-client.js';
import { installPlan } from '../../connectors/elastic/install-plan.js';
import { makeInstallCalls } from '../../connectors/elastic/make-install-calls.js';
import { settingsFor, type ServerUnderTest } from './server-under-test.js';

/** An installation on a real server; Kibana, which cannot be had here, has a test of its own. */
export function describeInstall(server: () => ServerUnderTest): void {
  describe('an installation', () => {
    const clients: { close: () => Promise<void> }[] = [];
    afterAll(async () => {
      for (const client of clients) await client.close();
    });

    it('sets up every template, and may be made again', async () => {
      const settings = settingsFor(server());
      const plan = installPlan({ product: settings.product, retention: '365d', sources: ['logs-*'], space: undefined, content: [] });
      for (let time = 0; time < 2; time += 1) {
        const outcomes: string[] = [];
        for await (const { call, outcome } of makeInstallCalls(plan, settings, undefined)) outcomes.push(`${call.path} ${outcome}`);
        expect(outcomes).toHaveLength(plan.length);
        for (const outcome of outcomes) expect(outcome).toMatch(/ (done|done, without a retention: .+|left out: .+)$/);
        expect(outcomes.filter((outcome) => outcome.includes('_template/')).every((outcome) => outcome.includes(' done'))).toBe(true);
      }
      const client = createElasticClient(settings);
      clients.push(client);
      const { index_templates: templates } = await client.indices.getIndexTemplate({ name: 'throughline-*' });
      expect(templates.map(({ name }) => name).sort()).toEqual(
        plan.flatMap(({ path }) => /^\/_index_template\/(.+)$/.exec(path)?.slice(1) ?? []).sort(),
      );
    });
  });
}
