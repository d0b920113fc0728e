import { LeaseLostError, WindowIncompleteError } from '../../errors.js';
import type { PlaceLedger } from '../place-ledger.js';
import { readEncoded, type Reading, type ReadingOptions } from '../reading.js';
import { readBytes } from '../stored-bytes.js';
import { placeOn, type StoredPlace } from '../stored-place.js';
import type { AsideReader } from './aside-reader.js';
import { readBoard, writeBoard } from './board.js';
import { unpackParcel, type PartReading } from './parcel.js';
import { CLAIMS, claimPlace, discardStretch, PARCELS, StretchClaim, type ClaimOptions } from './stretch-claim.js';
import { partFor, requestsOf, stretchId, type PartRequest, type Stretch } from './stretch.js';

/** Stretches that are shared at a time. */
const AHEAD = 8;
/** Milliseconds between looks at a stretch that another worker reads. */
const LOOK = 250;

export interface SharedReadingOptions extends ClaimOptions, ReadingOptions {
  readonly ledger: PlaceLedger;
  /** What reading depends on beside the records. */
  readonly reading: string;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Another worker's reading was used, one that it began is done again, or one was read beside this thread. */
  readonly onStretch: (what: 'taken' | 'redone' | 'beside') => void;
  /** Makes a reader that reads what was planned while this thread judges. */
  readonly aside?: (() => AsideReader) | undefined;
}

/** A stretch that is being read beside this thread, part by part. */
interface Begun {
  readonly claim: StretchClaim;
  readonly parts: readonly AsyncIterable<Reading>[];
}

/**
 * What the worker that judges reads, of which others may have read some ahead. What lies ahead is named in the store; what nobody has read
 * when it is needed, it reads itself.
 */
export class SharedReading {
  readonly #options: SharedReadingOptions;
  /** What lies ahead, in order; each group of sources has a stretch of its own. */
  #plan: readonly (readonly Stretch[])[] = [];
  /** Names of the stretches on the board; `undefined` before it was looked at. */
  #shown: readonly string[] | undefined;
  /** Stretches that are in memory, by name. */
  readonly #held = new Map<string, readonly PartReading[]>();
  #aside: AsideReader | undefined;
  /** Stretches that are read while this thread judges, by name. */
  readonly #begun = new Map<string, Begun>();

  readonly #endAside = (): void => {
    void this.close();
  };

  constructor(options: SharedReadingOptions) {
    this.#options = options;
  }

  /** Says what will be asked for, in order. What is on the board and not among it is discarded. */
  async plan(ahead: readonly (readonly Stretch[])[]): Promise<void> {
    this.#plan = ahead;
    if (ahead.length > 0 && this.#aside === undefined) this.#startAside();
    await this.#show();
    await this.#beginNext();
  }

  /** Ends what goes on beside this thread. */
  async close(): Promise<void> {
    const aside = this.#aside;
    this.#aside = undefined;
    this.#begun.clear();
    this.#options.signal.removeEventListener('abort', this.#endAside);
    await aside?.close();
  }

  #startAside(): void {
    this.#aside = this.#options.aside?.();
    if (this.#aside !== undefined) this.#options.signal.addEventListener('abort', this.#endAside);
  }

  async *read(request: PartRequest): AsyncGenerator<Reading, void, void> {
    const first = this.#plan[0] ?? [];
    const part = first[0] === undefined ? -1 : partFor(first[0], request);
    if (part < 0) {
      yield* readEncoded(request, this.#options);
      return;
    }
    for (const stretch of first) yield* this.#part(stretch, part);
    if (part < (first[0]?.parts.length ?? 0) - 1) return;
    this.#plan = this.#plan.slice(1);
    for (const stretch of first) this.#held.delete(this.#idOf(stretch));
    await this.#show();
    if (this.#plan.length === 0) await this.close();
    else await this.#beginNext();
  }

  async #beginNext(): Promise<void> {
    for (const stretch of this.#plan[0] ?? []) await this.#begin(stretch);
  }

  /** Has a stretch read while this thread judges what it has, unless another worker reads it. */
  async #begin(stretch: Stretch): Promise<void> {
    const id = this.#idOf(stretch);
    if (this.#aside === undefined || this.#held.has(id) || this.#begun.has(id)) return;
    const claimed = await StretchClaim.take(id, this.#options);
    if (claimed.kind !== 'mine') return;
    if (claimed.redone) this.#options.onStretch('redone');
    const parts = this.#ordered(stretch);
    if (parts !== undefined) this.#begun.set(id, { claim: claimed.claim, parts });
  }

  async *#part(stretch: Stretch, part: number): AsyncGenerator<Reading, void, void> {
    const held = this.#held.get(this.#idOf(stretch));
    if (held !== undefined) {
      for (const reading of held) if (reading.part === part) yield reading;
      return;
    }
    if (stretch.parts.length === 1) {
      yield* this.#whole(stretch);
      return;
    }
    const readings: PartReading[] = [];
    for await (const reading of this.#whole(stretch)) readings.push(reading);
    this.#held.set(this.#idOf(stretch), readings);
    for (const reading of readings) if (reading.part === part) yield reading;
  }

  /** All of a stretch, from whoever has read it; while another worker is reading it, the next free one is read. */
  async *#whole(stretch: Stretch): AsyncGenerator<PartReading, void, void> {
    const { sleep, signal, renew, onStretch } = this.#options;
    const id = this.#idOf(stretch);
    const begun = this.#begun.get(id);
    if (begun !== undefined) {
      this.#begun.delete(id);
      yield* this.#own(stretch, begun.claim, begun.parts);
      return;
    }
    for (;;) {
      await renew();
      const claimed = await StretchClaim.take(id, this.#options);
      if (claimed.kind === 'mine') {
        if (claimed.redone) onStretch('redone');
        yield* this.#own(stretch, claimed.claim);
        return;
      }
      if (claimed.kind === 'read') {
        if (yield* this.#parcels(id, claimed.parcels)) onStretch('taken');
        else yield* this.#own(stretch, undefined);
        return;
      } else if (!(await this.#readAhead())) {
        await sleep(LOOK, signal);
        signal.throwIfAborted();
      }
    }
  }

  /** @param claim undefined if others may read it meanwhile */
  async *#own(stretch: Stretch, claim: StretchClaim | undefined, begun?: Begun['parts']): AsyncGenerator<PartReading, void, void> {
    const { renew } = this.#options;
    let held = claim;
    const both = async (): Promise<void> => {
      await renew();
      await held?.renew().catch((error: unknown) => {
        // Another reads it too; this worker still needs it now.
        if (!(error instanceof LeaseLostError)) throw error;
        held = undefined;
      });
    };
    const parts = begun ?? this.#ordered(stretch);
    for (const [part, request] of requestsOf(stretch).entries()) {
      const coming = parts?.[part];
      const readings = coming === undefined ? readEncoded(request, { ...this.#options, renew: both }) : this.#beside(coming, both);
      for await (const reading of readings) yield { ...reading, part };
    }
    if (parts !== undefined) this.#options.onStretch('beside');
  }

  /** The parts of a stretch, ordered from the thread that reads; `undefined` if there is none. */
  #ordered(stretch: Stretch): Begun['parts'] | undefined {
    const aside = this.#aside;
    return aside === undefined ? undefined : requestsOf(stretch).map((request) => aside.begin(request));
  }

  async *#beside(coming: AsyncIterable<Reading>, renew: () => Promise<void>): AsyncGenerator<Reading, void, void> {
    const { signal } = this.#options;
    try {
      for await (const reading of coming) {
        signal.throwIfAborted();
        await renew();
        yield reading;
      }
    } catch (error) {
      // Whoever is told to stop ends the thread too, which then fails.
      signal.throwIfAborted();
      throw error;
    }
  }

  /** False if it is not there. */
  async *#parcels(id: string, parcels: readonly StoredPlace[]): AsyncGenerator<PartReading, boolean, void> {
    const { store, ledger, renew } = this.#options;
    for (const [index, place] of parcels.entries()) {
      await renew();
      const bytes = await readBytes(store, PARCELS, place);
      if (typeof bytes !== 'string') {
        yield* unpackParcel(bytes);
        continue;
      }
      await discardStretch(id, this.#options, ledger);
      if (index > 0) throw new WindowIncompleteError(`What another worker has read is not whole: ${bytes} is missing.`);
      return false;
    }
    return true;
  }

  /** Reads the next stretch that nobody reads; false if there is none. */
  async #readAhead(): Promise<boolean> {
    for (const stretch of this.#plan.slice(0, AHEAD).flat()) {
      const id = this.#idOf(stretch);
      if (this.#held.has(id)) continue;
      const claimed = await StretchClaim.take(id, this.#options);
      if (claimed.kind !== 'mine') continue;
      const readings: PartReading[] = [];
      for await (const reading of this.#own(stretch, claimed.claim)) readings.push(reading);
      this.#held.set(id, readings);
      return true;
    }
    return false;
  }

  /** Puts what lies ahead on the board and discards what does not any more. */
  async #show(): Promise<void> {
    const { store, reading, ledger } = this.#options;
    this.#shown ??= await this.#found();
    const stretches = this.#plan.slice(0, AHEAD).flat();
    const shown = stretches.map((stretch) => this.#idOf(stretch));
    const before = this.#shown;
    if (before.length === 0 && shown.length === 0) return;
    const added = shown.filter((id) => !before.includes(id));
    if (added.length > 0) await ledger.note(added.map((id) => placeOn(CLAIMS, claimPlace(id))));
    await writeBoard(store, { reading, stretches });
    this.#shown = shown;
    for (const id of before) if (!shown.includes(id)) await discardStretch(id, this.#options, ledger);
  }

  /** What a worker before has left on the board. */
  async #found(): Promise<readonly string[]> {
    const board = await readBoard(this.#options.store);
    return board.stretches.map((stretch) => stretchId(stretch, board.reading));
  }

  #idOf(stretch: Stretch): string {
    return stretchId(stretch, this.#options.reading);
  }
}
