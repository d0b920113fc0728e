import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly files: readonly string[];
  readonly bin: Readonly<Record<string, string>>;
  readonly engines: { readonly node: string };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly license: string;
}
interface Lock {
  readonly packages: Readonly<Record<string, { readonly hasInstallScript?: boolean; readonly dev?: boolean; readonly license?: string }>>;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;

test('what ships is pinned exactly', () => {
  for (const [name, version] of Object.entries(manifest.dependencies)) expect(`${name} ${version}`).toMatch(/ \d+\.\d+\.\d+(-[\w.]+)?$/);
});

test('nothing runs at installation, so that npm ci --ignore-scripts is the same', () => {
  for (const name of ['preinstall', 'install', 'postinstall', 'prepare']) expect(manifest.scripts).not.toHaveProperty(name);
  const scripted = Object.entries(lock.packages).filter(([, entry]) => entry.hasInstallScript === true && entry.dev !== true);
  expect(scripted.map(([path]) => path)).toEqual([]);
});

test('what ships is under permissive licences', () => {
  const permissive = new Set(['MIT', 'Apache-2.0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0', 'MIT-0']);
  const others = Object.entries(lock.packages).filter(
    ([path, { dev, license }]) => path !== '' && dev !== true && !permissive.has(license ?? ''),
  );
  expect(others.map(([path, { license }]) => `${path}: ${license ?? 'none'}`)).toEqual([]);
});

test('the command is compiled from a source that names its interpreter', () => {
  const source = manifest.bin.throughline?.replace(/^dist\//, '').replace(/\.js$/, '.ts') ?? '';
  expect(readFileSync(source, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
});

test('papers and content are in the package', () => {
  for (const file of ['models', 'LICENSE', 'NOTICE', 'CHANGELOG.md', 'README.md', 'docs']) {
    expect(manifest.files).toContain(file);
    expect(existsSync(file), file).toBe(true);
  }
  expect(manifest.license).toBe('Apache-2.0');
  expect(readFileSync('LICENSE', 'utf8')).toContain('Apache License');
});
