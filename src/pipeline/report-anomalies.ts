import type { AnomalyDocument } from '../documents/anomaly.js';
import { fileLines } from './file-lines.js';

interface Candidate {
  readonly line: number;
  readonly id: string;
  readonly surprisal: number;
}

/**
 * Those of a file of anomalies that a page shows: first those in `wanted`, then the others, each the most surprising first, `most` in all.
 * Reads the file twice and holds no more of it than it returns.
 */
export function reportAnomalies(path: string, wanted: ReadonlySet<string>, most: number): readonly AnomalyDocument[] {
  const members = new Foremost(most);
  const others = new Foremost(most);
  let number = 0;
  for (const text of fileLines(path)) {
    const { throughline } = JSON.parse(text) as AnomalyDocument;
    const candidate = { line: number, id: throughline.id, surprisal: throughline.anomaly.surprisal };
    (wanted.has(throughline.id) ? members : others).add(candidate);
    number += 1;
  }
  const chosen = [...members.sorted(), ...others.sorted()].slice(0, most);
  const places = new Map(chosen.map(({ line }, place) => [line, place]));
  const documents: AnomalyDocument[] = [];
  number = 0;
  for (const text of fileLines(path)) {
    const place = places.get(number);
    if (place !== undefined) documents[place] = JSON.parse(text) as AnomalyDocument;
    number += 1;
  }
  return documents;
}

/** The most surprising of all that were added, at most twice as many of them as are wanted at a time. */
class Foremost {
  readonly #most: number;
  #candidates: Candidate[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  add(candidate: Candidate): void {
    this.#candidates.push(candidate);
    if (this.#candidates.length > 2 * this.#most) this.#candidates = this.sorted().slice(0, this.#most);
  }

  sorted(): Candidate[] {
    return this.#candidates.sort((a, b) => b.surprisal - a.surprisal || (a.id < b.id ? -1 : 1));
  }
}
