import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseConfiguration } from '../../src/config/configuration.js';
import { runCli } from '../cli/run-cli.js';

interface Service {
  readonly image?: string;
  readonly build?: { readonly dockerfile: string; readonly target?: string };
  readonly command?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly healthcheck?: object;
}

const file = (name: string): string => readFileSync(join('deploy', name), 'utf8');
const { services } = parse(file('compose.yaml'), { merge: true }) as { readonly services: Readonly<Record<string, Service>> };

describe('deploy/compose.yaml', () => {
  test('waits only for services that it has, for their health only where they tell it', () => {
    for (const [name, { depends_on: needed = {} }] of Object.entries(services)) {
      for (const [other, { condition }] of Object.entries(needed)) {
        expect(Object.keys(services), name).toContain(other);
        if (condition === 'service_healthy') expect(services[other]?.healthcheck, other).toBeDefined();
      }
    }
  });

  test('opens ports to this machine only, and holds no password', () => {
    for (const { ports = [], environment = {} } of Object.values(services)) {
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
      for (const [name, value] of Object.entries(environment)) if (name.endsWith('PASSWORD')) expect(value).toMatch(/^\$\{\w+:\?.*\}$/);
    }
  });

  test('builds images and stages that the Dockerfile has', () => {
    const stages = [...file('Dockerfile').matchAll(/^FROM \S+ AS (\S+)$/gm)].map((match) => match[1]);
    for (const { build } of Object.values(services)) if (build?.target !== undefined) expect(stages).toContain(build.target);
    for (const folder of ['models', 'dashboards', 'saved-searches'])
      expect(file('Dockerfile')).toContain(`COPY --from=build /build/${folder} ./${folder}`);
  });

  test.each(['setup.yaml', 'throughline.yaml'])('its %s is a configuration that is accepted', (name) => {
    const { elastic } = parseConfiguration(file(join('compose', name)), name, () => 'a secret');
    expect(elastic?.nodes).toEqual(['https://elasticsearch:9200']);
  });

  test('runs commands that there are', async () => {
    for (const service of ['install', 'dashboards']) {
      const command = (services[service]?.command ?? []).map((word) => word.replace('/etc/throughline', join('deploy', 'compose')));
      const { exitCode, stderr } = await runCli([...command, '--dry-run']);
      // Its secrets are not here; that is all that is wrong with it.
      expect(stderr, service).toContain('ELASTIC_PASSWORD');
      expect(exitCode, service).toBe(2);
    }
  });
});
