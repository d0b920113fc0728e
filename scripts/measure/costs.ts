import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '@elastic/elasticsearch';

/** What a run of something took, in seconds. */
export interface Cost {
  readonly wall: number;
  /** Processor time of this process. */
  readonly own: number;
  /** Processor time of the server. */
  readonly server: number;
  /** What it came to, such as documents. */
  readonly count: number;
}

export interface Case {
  readonly name: string;
  readonly run: () => Promise<number>;
}

interface ProcessStats {
  readonly process: { readonly cpu: { readonly total_in_millis: number } };
}

/** A server looks at its own processor time once a second and gives what it saw last, milliseconds. */
const STALE = 1100;

/** Processor seconds of the server since it started. */
export async function serverSeconds(client: Client): Promise<number> {
  await wait(STALE);
  const path = '/_nodes/_local/stats/process';
  const answer = await client.transport.request<{ readonly nodes: Readonly<Record<string, ProcessStats>> }>({ method: 'GET', path });
  return Object.values(answer.nodes).reduce((sum, node) => sum + node.process.cpu.total_in_millis, 0) / 1000;
}

export async function costOf(client: Client, run: () => Promise<number>): Promise<Cost> {
  const before = await serverSeconds(client);
  const cpu = process.cpuUsage();
  const began = performance.now();
  const count = await run();
  const wall = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { wall, own: (user + system) / 1e6, server: (await serverSeconds(client)) - before, count };
}

/** Runs the cases one after another, round by round, so that what disturbs the machine disturbs all; the first round only warms up. */
export async function interleaved(client: Client, cases: readonly Case[], rounds: number): Promise<ReadonlyMap<string, readonly Cost[]>> {
  const costs = new Map<string, Cost[]>(cases.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, run } of cases) {
      const cost = await costOf(client, run);
      if (round > 0) costs.get(name)?.push(cost);
    }
  }
  return costs;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** Median over the rounds of how many times as fast the first case is as the second: on the wall, and in processor time of both sides. */
export function speedup(fast: readonly Cost[], slow: readonly Cost[]): { readonly wall: number; readonly processor: number } {
  const total = ({ own, server }: Cost) => own + server;
  return {
    wall: median(fast.map((cost, round) => (slow[round]?.wall ?? NaN) / cost.wall)),
    processor: median(fast.map((cost, round) => total(slow[round] ?? { ...cost, own: NaN }) / total(cost))),
  };
}

/** One line for each case: medians of the rounds. */
export function costLines(costs: ReadonlyMap<string, readonly Cost[]>): readonly string[] {
  return [...costs].map(([name, rounds]) => {
    const of = (read: (cost: Cost) => number) => median(rounds.map(read)).toFixed(2);
    const count = rounds[0]?.count ?? 0;
    return `${name}: ${count} in ${of(({ wall }) => wall)} s, processor time ${of(({ own }) => own)} s here, ${of(({ server }) => server)} s in the server`;
  });
}
