import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { UserIds } from './unprivileged.js';

export interface ServerCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly user: UserIds | undefined;
  /** File that takes what the server prints. */
  readonly log: string;
}

/** A server as a group of processes of its own, ended with this process whatever happens. */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #log: string;
  readonly #ended: Promise<void>;
  #running = true;

  constructor(command: ServerCommand) {
    this.#log = command.log;
    this.#child = spawn(command.program, [...command.args], {
      cwd: command.cwd,
      env: command.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...command.user,
    });
    const log = createWriteStream(command.log);
    this.#child.stdout?.pipe(log);
    this.#child.stderr?.pipe(log);
    const killNow = () => {
      this.#signal('SIGKILL');
    };
    process.once('exit', killNow);
    this.#ended = new Promise((resolve) => {
      const ended = () => {
        this.#running = false;
        process.off('exit', killNow);
        resolve();
      };
      this.#child.once('exit', ended);
      this.#child.once('error', ended);
    });
  }

  /** Waits until `ready` holds. Throws with the end of the log if the server ends before or does not get there in time. */
  async waitUntil(ready: () => Promise<boolean>, milliseconds: number): Promise<void> {
    const end = Date.now() + milliseconds;
    for (;;) {
      if (!this.#running) throw new Error(`the server ended while starting:\n${await this.#endOfLog()}`);
      if (await ready().catch(() => false)) return;
      if (Date.now() > end) {
        await this.kill();
        throw new Error(`the server was not ready within ${milliseconds / 1000} s:\n${await this.#endOfLog()}`);
      }
      await sleep(250);
    }
  }

  /** Asks it to end and waits; after 20 s it is killed. */
  async stop(): Promise<void> {
    if (!this.#running) return;
    this.#signal('SIGTERM');
    const patience = new AbortController();
    await Promise.race([this.#ended, sleep(20_000, undefined, { signal: patience.signal }).catch(() => undefined)]);
    patience.abort();
    await this.kill();
  }

  /** Kills it as a power cut would. */
  async kill(): Promise<void> {
    this.#signal('SIGKILL');
    await this.#ended;
  }

  async waitForEnd(): Promise<void> {
    await this.#ended;
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // The group has ended by itself.
    }
  }

  async #endOfLog(): Promise<string> {
    return (await readFile(this.#log, 'utf8').catch(() => '')).slice(-3000);
  }
}
