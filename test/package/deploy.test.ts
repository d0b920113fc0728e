import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { AS_SHIPPED } from '../../scripts/measure/as-shipped.js';
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

describe('deploy/throughline.service and deploy/Dockerfile', () => {
  test.each(['throughline.service', 'Dockerfile'])('%s starts Node with the options that are measured', (name) => {
    const words = file(name)
      .split('\n')
      .filter((line) => /^(ExecStart=|ENTRYPOINT .*"node")/.test(line))
      .at(-1)
      ?.split(/["\s,[\]]+/);
    const program = words?.findIndex((word) => word.endsWith('/dist/src/cli/main.js')) ?? -1;
    expect(words?.slice(program - AS_SHIPPED.length, program)).toEqual(AS_SHIPPED);
  });
});

describe('deploy/compose.splunk.yaml', () => {
  const splunk = parse(file('compose.splunk.yaml'), { merge: true }) as {
    readonly services: Readonly<Record<string, Service & { readonly profiles?: readonly string[]; readonly volumes?: readonly string[] }>>;
    readonly volumes: Readonly<Record<string, unknown>>;
  };

  test('waits only for services that it has, opens ports to this machine only, and holds no secret and no consent', () => {
    for (const [name, { depends_on: needed = {}, ports = [], environment = {} }] of Object.entries(splunk.services)) {
      for (const [other, { condition }] of Object.entries(needed)) {
        expect(Object.keys(splunk.services), name).toContain(other);
        if (condition === 'service_healthy') expect(splunk.services[other]?.healthcheck, other).toBeDefined();
      }
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
      for (const [key, value] of Object.entries(environment)) {
        if (/PASSWORD|TOKEN|TERMS/.test(key)) expect(value).toMatch(/^\$\{\w+:\?.*\}$/);
      }
    }
    expect(splunk.services.throughline?.profiles).toEqual(['worker']);
  });

  test('names volumes and files that there are', () => {
    for (const { volumes = [] } of Object.values(splunk.services)) {
      for (const [from = ''] of volumes.map((volume) => volume.split(':'))) {
        if (from.startsWith('.')) expect(existsSync(join('deploy', from)), from).toBe(true);
        else expect(Object.keys(splunk.volumes)).toContain(from);
      }
    }
    const made = parse(file(join('compose.splunk', 'default.yml'))) as { splunk: { conf: Record<string, { content: object }> } };
    expect(Object.keys(made.splunk.conf.indexes?.content ?? {})).toEqual(['throughline']);
  });

  test('its throughline.yaml is a configuration that is accepted', () => {
    const { splunk: section } = parseConfiguration(file(join('compose.splunk', 'throughline.yaml')), 'throughline.yaml', () => 'a secret');
    expect(section).toMatchObject({ url: 'https://splunk:8089', collector: { url: 'https://splunk:8088' } });
  });

  test('runs a command that there is', async () => {
    const { exitCode, stderr } = await runCli([...(splunk.services.install?.command ?? []), '--token-file', join('deploy', 'Dockerfile')]);
    // Its authority is not here; that is all that is wrong with it.
    expect(stderr).toContain('/certificates/ca.pem');
    expect(exitCode).not.toBe(0);
  });
});
