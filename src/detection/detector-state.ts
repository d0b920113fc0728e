import { OccurrenceStatistics } from '../baselines/occurrence-statistics.js';
import { ContactStore } from '../baselines/contact-store.js';
import { MailDirectory } from '../baselines/mail-directory.js';
import { NameModel } from '../baselines/name-model.js';
import { PatternOfLife } from '../baselines/pattern-of-life.js';
import type { SnapshotReader, SnapshotWriter } from '../baselines/snapshot.js';
import { VisitStatistics } from '../baselines/visit-statistics.js';
import { grown } from '../baselines/typed-growth.js';
import type { LastOrigin } from './account-facets.js';
import { Calibration } from './calibration.js';
import { UNIT_LAYOUT } from './unit-layout.js';

/** Values remembered to have a readable text: a power of two, 4 bytes each. */
const RECENT_TEXTS = 65_536;

/** Readable texts kept for values of lists, so that "usual" can be told in words. */
const MOST_NAMES = 200_000;

/** Everything the detector has learned. */
export class DetectorState {
  readonly pattern: PatternOfLife;
  readonly calibration: Calibration;
  readonly names: NameModel;
  readonly contacts: ContactStore;
  readonly mail: MailDirectory;
  readonly #texts: Map<number, string>;
  /** Values that were found to have a text, each where its lowest bits say: most values are seen in hour after hour. */
  readonly #recentTexts = new Int32Array(RECENT_TEXTS);
  #originNetwork = new Int32Array(64);
  #originTime = new Float64Array(64);
  #originLatitude = new Float32Array(64);
  #originLongitude = new Float32Array(64);
  readonly visits: VisitStatistics;
  readonly changes: OccurrenceStatistics;
  /** Ways of proving who one is, each of the place where it was used. */
  readonly ways: OccurrenceStatistics;
  /** UTC day up to which daily upkeep was done, −1 before the first. */
  day = -1;
  /** Hour of the first window, −1 before it. */
  firstHour = -1;

  constructor(
    pattern = PatternOfLife.empty(UNIT_LAYOUT),
    calibration = new Calibration(pattern),
    names = new NameModel(),
    contacts = new ContactStore(),
    mail = new MailDirectory(),
    texts = new Map<number, string>(),
    visits = new VisitStatistics(),
    changes = new OccurrenceStatistics(),
    ways = new OccurrenceStatistics(),
  ) {
    this.pattern = pattern;
    this.calibration = calibration;
    this.names = names;
    this.contacts = contacts;
    this.mail = mail;
    this.#texts = texts;
    this.visits = visits;
    this.changes = changes;
    this.ways = ways;
  }

  /** One entity turned out to be another: its history joins. */
  merge(from: number, into: number, hour: number): void {
    const { pattern, calibration } = this;
    const gone = UNIT_LAYOUT.kinds.map((_, kind) => pattern.find(kind, from));
    pattern.merge(from, into, hour);
    gone.forEach((subject, kind) => {
      if (subject >= 0) calibration.merge(subject, pattern.find(kind, into));
    });
  }

  lastOrigin(entity: number): LastOrigin | undefined {
    const time = this.#originTime[entity] ?? 0;
    if (time === 0) return undefined;
    const latitude = this.#originLatitude[entity] ?? NaN;
    const longitude = this.#originLongitude[entity] ?? NaN;
    return {
      network: this.#originNetwork[entity] ?? 0,
      time,
      latitude: Number.isNaN(latitude) ? undefined : latitude,
      longitude: Number.isNaN(longitude) ? undefined : longitude,
    };
  }

  rememberOrigin(entity: number, origin: LastOrigin): void {
    this.#originNetwork = grown(this.#originNetwork, entity + 1);
    this.#originTime = grown(this.#originTime, entity + 1);
    this.#originLatitude = grown(this.#originLatitude, entity + 1);
    this.#originLongitude = grown(this.#originLongitude, entity + 1);
    this.#originNetwork[entity] = origin.network;
    this.#originTime[entity] = origin.time;
    this.#originLatitude[entity] = origin.latitude ?? NaN;
    this.#originLongitude[entity] = origin.longitude ?? NaN;
  }

  /** Forgets where everyone was and whom they contacted when, for another pass over the same data. */
  rewind(): void {
    this.#originTime.fill(0);
    this.contacts.clear();
  }

  text(hash: number): string {
    return this.#texts.get(hash) ?? '';
  }

  knowsText(hash: number): boolean {
    if (hash === 0) return this.#texts.has(hash);
    const place = hash & (RECENT_TEXTS - 1);
    if (this.#recentTexts[place] === hash) return true;
    const known = this.#texts.has(hash);
    if (known) this.#recentTexts[place] = hash;
    return known;
  }

  rememberText(hash: number, text: string): void {
    if (this.#texts.size < MOST_NAMES) this.#texts.set(hash, text);
  }

  sizes(): Readonly<Record<string, number>> {
    return {
      ...this.pattern.sizes(),
      calibration: this.calibration.bytes,
      contacts: this.contacts.bytes,
      texts: this.#texts.size * 64,
      origins: this.#originTime.length * 20,
    };
  }

  save(writer: SnapshotWriter): void {
    writer.json({
      day: this.day,
      firstHour: this.firstHour,
      texts: [...this.#texts],
      mail: this.mail.toJSON(),
      visits: this.visits.toJSON(),
      changes: this.changes.toJSON(),
      ways: this.ways.toJSON(),
    });
    writer.array(this.#originNetwork);
    writer.array(this.#originTime);
    writer.array(this.#originLatitude);
    writer.array(this.#originLongitude);
    this.pattern.save(writer);
    this.calibration.save(writer);
    this.names.save(writer);
    this.contacts.save(writer);
  }

  static load(reader: SnapshotReader): DetectorState {
    const head = reader.json() as {
      day: number;
      firstHour: number;
      texts: [number, string][];
      mail: unknown;
      visits: unknown;
      changes: unknown;
      ways: unknown;
    };
    const network = reader.array(Int32Array);
    const time = reader.array(Float64Array);
    const latitude = reader.array(Float32Array);
    const longitude = reader.array(Float32Array);
    const pattern = PatternOfLife.load(reader, UNIT_LAYOUT);
    const state = new DetectorState(
      pattern,
      Calibration.load(reader, pattern),
      NameModel.load(reader),
      ContactStore.load(reader),
      MailDirectory.fromJSON(head.mail),
      new Map(head.texts),
      VisitStatistics.fromJSON(head.visits),
      OccurrenceStatistics.fromJSON(head.changes),
      OccurrenceStatistics.fromJSON(head.ways),
    );
    state.#originNetwork = network;
    state.#originTime = time;
    state.#originLatitude = latitude;
    state.#originLongitude = longitude;
    state.day = head.day;
    state.firstHour = head.firstHour;
    return state;
  }
}
