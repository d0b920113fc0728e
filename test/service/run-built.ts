import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { buildProgram } from '../../scripts/built-program.js';
import { stretchesRead } from '../../scripts/measure/stretches-read.js';
import { freePort } from '../../scripts/server/free-port.js';

/**
 * Builds the program and lets it catch up once, with stretches so short that it reads in a thread beside the one that judges, and expects
 * that it did.
 *
 * @param config names tenant and platform, as a file holds it
 */
export async function runBuilt(config: object, folder: string): Promise<void> {
  const port = await freePort();
  const file = join(folder, 'built.yaml');
  writeFileSync(file, JSON.stringify({ ...config, service: { stretchRecords: 2000, listen: `127.0.0.1:${port}` } }));
  const program = await buildProgram();
  const over = new AbortController();
  const beside = stretchesRead(port, 'beside', over.signal);
  try {
    const child = spawn(process.execPath, [program.pathOf('src/cli/main.ts'), 'run', '--once', '--config', file]);
    let told = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (told += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    expect({ code, told }).toMatchObject({ code: 0, told: expect.stringContaining('Caught up') as string });
  } finally {
    over.abort();
    program.remove();
  }
  expect(await beside).toBeGreaterThan(1);
}
