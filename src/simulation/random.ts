const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const BASE62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function mix(hash: number, value: number): number {
  let h = Math.imul(hash ^ value, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function byteAsHex(value: number): string {
  return HEX[value & 0xff] ?? '00';
}

function wordAsHex(value: number): string {
  return byteAsHex(value >>> 24) + byteAsHex(value >>> 16) + byteAsHex(value >>> 8) + byteAsHex(value);
}

/**
 * Seeded pseudo-random numbers (sfc32, Chris Doty-Humphrey, PractRand). Equal keys give equal sequences, so that each
 * stream of the estate can be generated without knowing what the others drew.
 */
export class RandomGenerator {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  private constructor(a: number, b: number, c: number) {
    this.#a = a;
    this.#b = b;
    this.#c = c;
    for (let round = 0; round < 8; round += 1) this.word();
  }

  /** The generator that belongs to a seed, a purpose and its coordinates (user index, hour …). */
  static keyed(seed: number, purpose: string, first = 0, second = 0): RandomGenerator {
    let h = mix(0x9e3779b9, seed >>> 0);
    h = mix(h, Math.floor(seed / 4294967296) >>> 0);
    for (let i = 0; i < purpose.length; i += 1) h = mix(h, purpose.charCodeAt(i));
    const b = mix(h ^ 0x7f4a7c15, first);
    const c = mix(b ^ 0x165667b1, second);
    return new RandomGenerator(mix(h, c), b, c);
  }

  /** Uniform 32-bit unsigned integer. */
  word(): number {
    const t = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + t) | 0;
    return t >>> 0;
  }

  /** Uniform in [0, 1). */
  next(): number {
    return this.word() / 4294967296;
  }

  /** Uniform integer in [0, bound). */
  integer(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  /** Uniform integer in [low, high]. */
  integerBetween(low: number, high: number): number {
    return low + this.integer(high - low + 1);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Box–Muller. */
  normal(mean: number, deviation: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.next());
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  /** `median` is exp(μ). */
  logNormal(median: number, sigma: number): number {
    return median * Math.exp(this.normal(0, sigma));
  }

  /** Knuth for small means, rounded normal above 60. */
  poisson(mean: number): number {
    if (mean <= 0) return 0;
    if (mean > 60) return Math.max(0, Math.round(this.normal(mean, Math.sqrt(mean))));
    const limit = Math.exp(-mean);
    let product = this.next();
    let count = 0;
    while (product > limit) {
      product *= this.next();
      count += 1;
    }
    return count;
  }

  /** Marsaglia and Tsang (2000), scale 1. */
  gamma(shape: number): number {
    if (shape < 1) return this.gamma(shape + 1) * Math.pow(1 - this.next(), 1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal(0, 1);
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - this.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  }

  /** Count with the given mean and variance mean + mean²/dispersion (gamma–Poisson mixture). */
  negativeBinomial(mean: number, dispersion: number): number {
    if (mean <= 0) return 0;
    return this.poisson((this.gamma(dispersion) * mean) / dispersion);
  }

  /** Throws on an empty list. */
  pick<T>(items: readonly T[]): T {
    const item = items[this.integer(items.length)];
    if (item === undefined) throw new RangeError('cannot pick from an empty list');
    return item;
  }

  /** Index below `size` with probability ∝ 1/(rank + 1) by inversion of the continuous Zipf law. */
  zipf(size: number): number {
    return Math.min(size - 1, Math.floor(Math.exp(this.next() * Math.log(size + 1))) - 1);
  }

  /** The earlier an item stands in the list, the likelier it is (Zipf). */
  pickZipf<T>(items: readonly T[]): T {
    const item = items[this.zipf(items.length)];
    if (item === undefined) throw new RangeError('cannot pick from an empty list');
    return item;
  }

  /** Items are `[value, weight]` pairs. */
  pickWeighted<T>(items: readonly (readonly [T, number])[]): T {
    let total = 0;
    for (const item of items) total += item[1];
    let rest = this.next() * total;
    for (const item of items) {
      rest -= item[1];
      if (rest < 0) return item[0];
    }
    return this.pick(items)[0];
  }

  /** Lower-case hexadecimal text of `length` characters. */
  hex(length: number): string {
    let text = '';
    while (text.length < length) text += wordAsHex(this.word());
    return text.slice(0, length);
  }

  /** RFC 4122 version 4 UUID. */
  uuid(): string {
    const second = wordAsHex((this.word() & 0xffff0fff) | 0x4000);
    const third = wordAsHex((this.word() & 0x3fffffff) | 0x80000000);
    return `${wordAsHex(this.word())}-${second.slice(0, 4)}-${second.slice(4)}-${third.slice(0, 4)}-${third.slice(4)}${wordAsHex(this.word())}`;
  }

  /** `length` characters of A–Z, a–z, 0–9. */
  base62(length: number): string {
    let text = '';
    let rest = 0;
    for (let i = 0; i < length; i += 1) {
      if (i % 5 === 0) rest = this.word();
      text += BASE62.charAt(rest % 62);
      rest = Math.floor(rest / 62);
    }
    return text;
  }

  /** `length` characters of A–Z and 0–9. */
  upperAlphanumeric(length: number): string {
    return this.base62(length).toUpperCase();
  }

  /** A new list in random order (Fisher–Yates). */
  shuffled<T>(items: readonly T[]): T[] {
    const list = [...items];
    for (let i = list.length - 1; i > 0; i -= 1) {
      const j = this.integer(i + 1);
      const left = list[i];
      const right = list[j];
      if (left !== undefined && right !== undefined) {
        list[i] = right;
        list[j] = left;
      }
    }
    return list;
  }
}
