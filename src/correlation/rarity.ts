import type { ObservationRecord } from './observation.js';

const DAY = 86_400_000;
/** Observations older than this neither link nor count towards how often an entity is touched. */
export const LINK_HORIZON = 7 * DAY;

/**
 * Subjects assumed quiet beside those observed. Without them two lone observations of a first day would give
 * ln(2/2) = 0 for every entity; with 50, an entity touched by one subject weighs ln(51/2)/ln 51 = 0.82 from the start.
 */
const QUIET_SUBJECTS = 50;

/** How much two observations are tied by touching the same entity. State is two maps of plain values. */
export class EntityRarity {
  /** Entity → subjects whose observations touched it → when last. */
  readonly #touches: Map<string, Map<string, number>>;
  readonly #subjects: Map<string, number>;
  #estate: number;
  #swept: number;

  constructor(state?: RarityState) {
    this.#touches = new Map((state?.touches ?? []).map(([entity, subjects]) => [entity, new Map(subjects)]));
    this.#subjects = new Map(state?.subjects ?? []);
    this.#estate = state?.estate ?? 1;
    this.#swept = state?.swept ?? 0;
  }

  /** Entities of the estate, as far as the smallest share ever seen tells: an entity touched by one has the share 1 / size. */
  get estate(): number {
    return Math.max(this.#estate, this.#subjects.size);
  }

  observe(record: ObservationRecord): void {
    const time = record.windowEnd;
    const hour = Math.floor(time / 3_600_000);
    if (hour > this.#swept) {
      this.#swept = hour;
      this.#sweep(time - LINK_HORIZON);
    }
    this.#subjects.set(record.subject.id, time);
    for (const entity of record.entities) {
      if (entity.commonness > 0) this.#estate = Math.max(this.#estate, Math.round(1 / entity.commonness));
      let subjects = this.#touches.get(entity.id);
      if (subjects === undefined) {
        subjects = new Map();
        this.#touches.set(entity.id, subjects);
      }
      subjects.set(record.subject.id, time);
    }
  }

  /**
   * IDF of an entity in [0, 1]: ln(N / (n + 1)) / ln N with N subjects observed within 7 days and n of them touching the
   * entity. Subjects stand for observations so that repeats of one noisy host, or a long attack, do not make their own
   * entities look common. It is never more than the estate's own rarity (ln share / ln 1/size)²: squared, an entity that 5 %
   * of 1,000 touch weighs 0.19 and cannot carry a link; one that two touch weighs 0.81.
   */
  weight(entity: string, commonness: number): number {
    const total = this.#subjects.size + QUIET_SUBJECTS;
    const touching = this.#touches.get(entity)?.size ?? 0;
    const amongObserved = Math.log(total / (touching + 1)) / Math.log(total);
    return Math.max(0, Math.min(amongObserved, this.estateRarity(commonness)));
  }

  estateRarity(commonness: number): number {
    if (commonness <= 0) return 1;
    const size = Math.max(this.estate, 2);
    return Math.min(1, Math.log(Math.min(1, commonness)) / -Math.log(size)) ** 2;
  }

  state(): RarityState {
    return {
      touches: [...this.#touches].map(([entity, subjects]) => [entity, [...subjects]]),
      subjects: [...this.#subjects],
      estate: this.#estate,
      swept: this.#swept,
    };
  }

  #sweep(before: number): void {
    this.#touches.forEach((subjects, entity) => {
      forgetBefore(subjects, before);
      if (subjects.size === 0) this.#touches.delete(entity);
    });
    forgetBefore(this.#subjects, before);
  }
}

function forgetBefore(times: Map<string, number>, before: number): void {
  times.forEach((time, name) => {
    if (time < before) times.delete(name);
  });
}

export interface RarityState {
  readonly touches: readonly (readonly [entity: string, subjects: readonly (readonly [subject: string, time: number])[]])[];
  readonly subjects: readonly (readonly [subject: string, time: number])[];
  readonly estate: number;
  readonly swept: number;
}
