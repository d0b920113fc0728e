import type { SnapshotReader, SnapshotWriter } from './snapshot.js';

/** a–z, 0–9, hyphen, dot, anything else, and the edge of the name. */
const SYMBOLS = 40;
const EDGE = 39;
const OTHER = 38;

function symbolOf(code: number): number {
  if (code >= 97 && code <= 122) return code - 97;
  if (code >= 65 && code <= 90) return code - 65;
  if (code >= 48 && code <= 57) return 26 + code - 48;
  if (code === 45) return 36;
  if (code === 46) return 37;
  return OTHER;
}

/** Letter pairs of English-like host names get a head start so that the first hour is not all surprise: pseudo-counts per pair. */
const PSEUDO_COUNT = 0.5;

/**
 * First-order character model of the names that the estate itself resolves: how surprising the letters of a name are, in nats.
 * 12.8 KB whatever the number of names.
 */
export class NameModel {
  #pairs = new Float64Array(SYMBOLS * SYMBOLS);
  #firsts = new Float64Array(SYMBOLS);

  learn(name: string): void {
    let previous = EDGE;
    for (let index = 0; index <= name.length; index += 1) {
      const symbol = index === name.length ? EDGE : symbolOf(name.charCodeAt(index));
      const at = previous * SYMBOLS + symbol;
      this.#pairs[at] = (this.#pairs[at] ?? 0) + 1;
      this.#firsts[previous] = (this.#firsts[previous] ?? 0) + 1;
      previous = symbol;
    }
  }

  /** Total surprisal of the name's letters, nats; grows with its length. */
  surprisal(name: string): number {
    let sum = 0;
    let previous = EDGE;
    for (let index = 0; index <= name.length; index += 1) {
      const symbol = index === name.length ? EDGE : symbolOf(name.charCodeAt(index));
      const pair = (this.#pairs[previous * SYMBOLS + symbol] ?? 0) + PSEUDO_COUNT;
      sum -= Math.log(pair / ((this.#firsts[previous] ?? 0) + PSEUDO_COUNT * SYMBOLS));
      previous = symbol;
    }
    return sum;
  }

  save(writer: SnapshotWriter): void {
    writer.array(this.#pairs);
    writer.array(this.#firsts);
  }

  static load(reader: SnapshotReader): NameModel {
    const model = new NameModel();
    model.#pairs = reader.array(Float64Array);
    model.#firsts = reader.array(Float64Array);
    return model;
  }
}
