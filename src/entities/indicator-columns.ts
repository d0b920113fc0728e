import { RecentTexts } from '../activity/fields/recent-texts.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import { grown } from './columns.js';
import { EntityCounter } from './entity-counter.js';
import { CHANNELS } from './life-story.js';
import type { LifeStory } from './life-story.js';
import { isAddress } from './networks.js';

const WIDTH = CHANNELS.length;
const DAY_SECONDS = 86_400;
const MAXIMUM_CHANNEL_COUNT = 0xffff;
const MAXIMUM_COUNT = 0xffffffff;
/** Names found without a look at all of them. */
const RECENT = 4_096;
/** Entities remembered by name, in order of first contact. */
const FIRST_ENTITIES = 4;

/** Sightings of names, summed up in columns. Knows when, where and by whom a name was seen, not what makes a sighting. */
export class IndicatorColumns {
  readonly #index = new Map<string, number>();
  readonly #recent = new RecentTexts<number>(RECENT);
  #firsts = new Uint32Array(0);
  #counts = new Uint16Array(0);
  #total = new Uint32Array(0);
  #last = new Uint32Array(0);
  #by = new Uint32Array(0);
  #byChannel = new Uint8Array(0);
  #slot = new Uint32Array(0);
  readonly #counter = new EntityCounter();

  get size(): number {
    return this.#index.size;
  }

  /** In order of first sight. */
  names(): IterableIterator<string> {
    return this.#index.keys();
  }

  /** Number of a name, -1 if it was never seen. */
  find(name: string): number {
    const recent = this.#recent.get(name);
    if (recent !== undefined) return recent;
    const indicator = this.#index.get(name) ?? -1;
    if (indicator >= 0) this.#recent.set(name, indicator);
    return indicator;
  }

  /** `count` events at `time` (epoch milliseconds) in a channel, by an entity (-1: nobody known). Returns the number of the name. */
  note(name: string, channel: number, time: number, count: number, who: number): number {
    const known = this.find(name);
    const indicator = known < 0 ? this.#create(name) : known;
    const second = Math.min(MAXIMUM_COUNT, Math.max(1, Math.floor(time / 1000)));
    const cell = indicator * WIDTH + channel;
    const first = this.#firsts[cell] ?? 0;
    if (first === 0 || second < first) this.#firsts[cell] = second;
    if (second > (this.#last[indicator] ?? 0)) this.#last[indicator] = second;
    this.#counts[cell] = Math.min(MAXIMUM_CHANNEL_COUNT, (this.#counts[cell] ?? 0) + count);
    this.#total[indicator] = Math.min(MAXIMUM_COUNT, (this.#total[indicator] ?? 0) + count);
    this.contact(indicator, who, channel);
    return indicator;
  }

  #create(name: string): number {
    const indicator = this.#index.size;
    this.#index.set(name, indicator);
    if (indicator < this.#last.length) return indicator;
    this.#last = grown(this.#last, indicator + 1);
    const room = this.#last.length;
    this.#firsts = grown(this.#firsts, room * WIDTH);
    this.#counts = grown(this.#counts, room * WIDTH);
    this.#total = grown(this.#total, room);
    this.#by = grown(this.#by, room * FIRST_ENTITIES);
    this.#byChannel = grown(this.#byChannel, room * FIRST_ENTITIES);
    this.#slot = grown(this.#slot, room);
    return indicator;
  }

  /** An entity had to do with a name that is known. */
  contact(indicator: number, entity: number, channel: number): void {
    if (entity < 0) return;
    const slot = this.#slot[indicator] ?? 0;
    const start = indicator * FIRST_ENTITIES;
    for (let cell = start; cell < start + FIRST_ENTITIES; cell++) {
      const known = this.#by[cell] ?? 0;
      if (known === entity + 1) return;
      if (known === 0) {
        this.#by[cell] = entity + 1;
        this.#byChannel[cell] = channel;
        if (slot === 0) return;
        break;
      }
    }
    if (slot > 0) {
      this.#counter.add(slot - 1, entity);
    } else {
      const first = [...this.#by.subarray(start, start + FIRST_ENTITIES)].map((known) => known - 1);
      this.#slot[indicator] = this.#counter.create([...first, entity]) + 1;
    }
  }

  /** Entities that were forgotten had no part in anything: their numbers will mean others. */
  forgetEntities(gone: ReadonlySet<number>): void {
    for (let indicator = 0; indicator < this.size; indicator++) {
      const start = indicator * FIRST_ENTITIES;
      let kept = start;
      for (let cell = start; cell < start + FIRST_ENTITIES; cell++) {
        const [known = 0, channel = 0] = [this.#by[cell], this.#byChannel[cell]];
        if (known === 0 || gone.has(known - 1)) continue;
        this.#by[kept] = known;
        this.#byChannel[kept++] = channel;
      }
      this.#by.fill(0, kept, start + FIRST_ENTITIES);
      this.#byChannel.fill(0, kept, start + FIRST_ENTITIES);
      const slot = this.#slot[indicator] ?? 0;
      if (slot > 0) this.#counter.forget(slot - 1, gone);
    }
  }

  /** Forgets every name that was last seen before `second` (epoch seconds). */
  forgetBefore(second: number): void {
    const names = [...this.#index.keys()];
    const kept = [...names.keys()].filter((indicator) => (this.#last[indicator] ?? 0) >= second);
    const rows = <T extends Uint8Array | Uint16Array | Uint32Array>(column: T, width: number): T => {
      kept.forEach((from, to) => column.copyWithin(to * width, from * width, (from + 1) * width));
      return column.fill(0, kept.length * width) as T;
    };
    rows(this.#firsts, WIDTH);
    rows(this.#counts, WIDTH);
    for (const column of [this.#total, this.#last, this.#slot]) rows(column, 1);
    rows(this.#by, FIRST_ENTITIES);
    rows(this.#byChannel, FIRST_ENTITIES);
    const slots: number[] = [];
    for (let indicator = 0; indicator < kept.length; indicator++) {
      const slot = this.#slot[indicator] ?? 0;
      if (slot > 0) this.#slot[indicator] = slots.push(slot - 1);
    }
    this.#counter.keep(slots);
    this.#index.clear();
    this.#recent.clear();
    for (const from of kept) this.#index.set(names[from] ?? '', this.#index.size);
  }

  /** When each name was last seen, epoch seconds. */
  lastSeconds(): Uint32Array {
    return this.#last.subarray(0, this.size);
  }

  story(name: string, indicator: number): LifeStory {
    const channels = CHANNELS.map((channel, index) => ({
      channel,
      first: (this.#firsts[indicator * WIDTH + index] ?? 0) * 1000,
      count: this.#counts[indicator * WIDTH + index] ?? 0,
    }))
      .filter(({ first }) => first > 0)
      .sort((a, b) => a.first - b.first);
    const slot = this.#slot[indicator] ?? 0;
    const start = indicator * FIRST_ENTITIES;
    const by = [...this.#by.subarray(start, start + FIRST_ENTITIES)]
      .map((known, index) => ({ entity: known - 1, channel: CHANNELS[this.#byChannel[start + index] ?? 0] ?? 'connection' }))
      .filter(({ entity }) => entity >= 0);
    return {
      name,
      kind: isAddress(name) ? 'address' : 'domain',
      firstSeen: this.#firstSecond(indicator) * 1000,
      lastSeen: (this.#last[indicator] ?? 0) * 1000,
      count: this.#total[indicator] ?? 0,
      prevalence: slot > 0 ? this.#counter.estimate(slot - 1) : by.length,
      exact: slot === 0 || this.#counter.isExact(slot - 1),
      channels,
      by,
    };
  }

  /** Days from first sight to `now` (epoch milliseconds), 0 if that lies ahead. */
  ageDays(indicator: number, now: number): number {
    return Math.max(0, now / 1000 - this.#firstSecond(indicator)) / DAY_SECONDS;
  }

  /** Distinct entities that had to do with it: exact up to 16, then within about 13 %. */
  prevalence(indicator: number): number {
    const slot = this.#slot[indicator] ?? 0;
    if (slot > 0) return this.#counter.estimate(slot - 1);
    let entities = 0;
    for (let cell = indicator * FIRST_ENTITIES; cell < (indicator + 1) * FIRST_ENTITIES; cell++) if (this.#by[cell] !== 0) entities++;
    return entities;
  }

  #firstSecond(indicator: number): number {
    let earliest = Infinity;
    for (let cell = indicator * WIDTH; cell < (indicator + 1) * WIDTH; cell++) {
      const second = this.#firsts[cell] ?? 0;
      if (second > 0 && second < earliest) earliest = second;
    }
    return earliest;
  }

  write(writer: ByteWriter): void {
    const size = this.#index.size;
    writer.texts([...this.#index.keys()]);
    writer.column(this.#firsts, size * WIDTH);
    writer.column(this.#counts, size * WIDTH);
    writer.column(this.#total, size);
    writer.column(this.#last, size);
    writer.column(this.#by, size * FIRST_ENTITIES);
    writer.column(this.#byChannel, size * FIRST_ENTITIES);
    writer.column(this.#slot, size);
    this.#counter.write(writer);
  }

  /** Fills empty columns with what `write` wrote. */
  read(reader: ByteReader): void {
    for (const name of reader.texts()) this.#index.set(name, this.#index.size);
    this.#firsts = reader.column(Uint32Array);
    this.#counts = reader.column(Uint16Array);
    this.#total = reader.column(Uint32Array);
    this.#last = reader.column(Uint32Array);
    this.#by = reader.column(Uint32Array);
    this.#byChannel = reader.column(Uint8Array);
    this.#slot = reader.column(Uint32Array);
    this.#counter.read(reader);
  }
}
