import type { WriteDocument } from './connector.js';

/** The documents in as few turns as keep apart those that share kind and id, since a request has no order among them. */
export function* writeTurns(documents: readonly WriteDocument[]): Generator<readonly number[], void, void> {
  const times = new Map<string, number>();
  const turn = new Map<number, number[]>();
  for (const [at, document] of documents.entries()) {
    const key = `${document.kind}\0${document.id}`;
    const time = times.get(key) ?? 0;
    times.set(key, time + 1);
    const members = turn.get(time);
    if (members === undefined) turn.set(time, [at]);
    else members.push(at);
  }
  yield* turn.values();
}
