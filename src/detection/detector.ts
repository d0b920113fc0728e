import type { Activity } from '../activity/activity.js';
import { activityAt, type ActivityList, inPieces } from '../activity/activity-list.js';
import { FULL } from '../baselines/value-store.js';
import type { WindowLesson } from '../baselines/window-lesson.js';
import type { EntityResolver, Roles } from '../entities/entity-types.js';
import { AccountWindow } from './account-window.js';
import { findTravel, isNewRange, meetOrigins, scoreAccount, TRAVEL_NONE, type TravelFinding } from './account-facets.js';
import type { UnitScore } from './unit-score.js';
import { type CalibrationTally, countWindow } from './calibration-tally.js';
import type { DetectorState } from './detector-state.js';
import { rememberContacts, scoreDevice } from './device-facets.js';
import { DeviceWindow } from './device-window.js';
import type { Finding } from './finding.js';
import { buildFinding, type FindingContext } from './finding-builder.js';
import { MailboxWindow } from './mailbox-window.js';
import { scoreMailbox } from './mailbox-facets.js';
import { learnNames } from './learn-names.js';
import { assignPeers } from './peer-grouping.js';
import { HOUR_FACETS } from './calibration-rows.js';
import { KIND_FACETS, RawScore } from './raw-score.js';
import { scoreAlert } from './alert-facets.js';
import { ALERT, UNIT_LAYOUT } from './unit-layout.js';
import { scoreValues } from './value-facets.js';
import { valueText, WORDED_LISTS } from './value-text.js';
import { lessonOf } from './window-lesson.js';
import type { Surroundings } from './surroundings.js';
import { type AnyWindow, WindowBuilder } from './window-builder.js';

export const WINDOW_MS = 3_600_000;

/** Units below this probability are anomalies; up to the second they may support an incident but never open one. */
export const ANOMALY_PROBABILITY = 1e-3;
export const CONTEXT_PROBABILITY = 2e-2;
/** What a quarter of all windows are as unusual as explains nothing, however few there are. */
const COMMONEST_CONTEXT = 0.25;

/**
 * Up to where windows are told as context if incidents open at `openAt`: the same twenty times as far, where an export is so short that they
 * open earlier than at 1 in 1,000.
 */
export const contextFor = (openAt: number): number =>
  Math.max(CONTEXT_PROBABILITY, Math.min(COMMONEST_CONTEXT, (CONTEXT_PROBABILITY / ANOMALY_PROBABILITY) * openAt));

/** Days between two halvings of what entities remember. */
const MEMORY_HALF_LIFE = 60;

/**
 * `live`: score each window against what came before, then learn it. The other four, in this order over the same windows, judge each
 * against all the rest: learn everything; pool raw surprisals; pool combinations; report.
 */
export type Pass = 'live' | 'learn' | 'pool' | 'combine' | 'report';

export interface DetectorOptions {
  /** Peer group that the configuration gives an entity, or ''. */
  readonly configuredGroup: (entity: number) => string;
  /** Share of the estate that touched an address or domain, 0–1. */
  readonly commonness: (name: string) => number;
  /** Called with every activity and the numbers of its parts, once, in order. */
  readonly observe: (activity: Activity, roles: Roles) => void;
}

export interface WindowResult {
  readonly findings: readonly Finding[];
  readonly units: number;
}

interface Judged {
  readonly window: AnyWindow;
  readonly subject: number;
  readonly raw: RawScore;
  readonly score: UnitScore;
  readonly lesson: WindowLesson;
  readonly travel: TravelFinding;
}

/** Detection over one-hour windows: who departs from the pattern of life, in which respects, how improbably. */
export class Detector {
  readonly state: DetectorState;
  readonly tally: CalibrationTally = new Map();
  /** Windows up to this probability are told. */
  contextProbability = CONTEXT_PROBABILITY;
  readonly #resolver: EntityResolver;
  readonly #surroundings: Surroundings;
  readonly #options: DetectorOptions;
  readonly #builder: WindowBuilder;
  /** Raw scores of windows done with, by kind, to be used again. */
  readonly #spare: readonly RawScore[][] = KIND_FACETS.map(() => []);

  constructor(state: DetectorState, resolver: EntityResolver, surroundings: Surroundings, options: DetectorOptions) {
    this.state = state;
    this.#resolver = resolver;
    this.#surroundings = surroundings;
    this.#options = options;
    this.#builder = new WindowBuilder(resolver, surroundings);
  }

  /** @param activities of [start, start + 1 h), each once, in order of (time, source, id). */
  step(start: number, activities: ActivityList, pass: Pass): WindowResult {
    const { state } = this;
    const hour = Math.floor(start / WINDOW_MS);
    const learning = pass === 'live' || pass === 'learn';
    if (learning) {
      this.#upkeep(hour);
      if (pass === 'live') state.calibration.setEstateAge(hour - state.firstHour);
    }
    this.#meet(activities, hour, learning);
    const windows = this.#builder.build(activities, learning ? this.#options.observe : NOTHING);
    if (learning) this.#count(windows, hour, pass);
    const judged = windows.map((window) => this.#judge(window, hour, start, activities, pass));
    const findings: Finding[] = [];
    if (pass === 'live' || pass === 'report') {
      for (const unit of judged) {
        if (unit.window.kind !== ALERT) countWindow(this.tally, unit.window.kind, unit.score.facets, unit.score.probability);
        if (unit.score.probability <= this.contextProbability || unit.window.kind === ALERT)
          findings.push(this.#finding(unit, start, activities, pass));
      }
    }
    for (const unit of judged) this.#learn(unit, activities, pass);
    if (learning) learnNames(windows, activities, state, (domain) => this.#resolver.isOwnDomain(domain));
    for (const { raw, window } of judged) {
      const spare = this.#spare[window.kind];
      if (spare === undefined || spare.length >= MOST_SPARE) continue;
      raw.clear();
      spare.push(raw);
    }
    this.#builder.release();
    return { findings, units: judged.length };
  }

  /** Ends a pass over all windows and prepares the next. */
  endPass(pass: Pass): void {
    if (pass === 'learn') this.#regroup();
    if (pass === 'combine') this.state.calibration.endGathering();
    this.state.rewind();
  }

  /** Names and surroundings, of the whole hour before any of it is looked at: what its end reveals holds for its beginning. */
  #meet(activities: ActivityList, hour: number, learning: boolean): void {
    for (const some of inPieces(activities)) {
      if (learning) for (const { from, into } of this.#resolver.learn(some)) this.state.merge(from, into, hour);
      for (const activity of some) this.#surroundings.learn(activity);
    }
  }

  /** Who is there and from where, of the whole hour before any of it is judged by how many others are. */
  #count(windows: readonly AnyWindow[], hour: number, pass: Pass): void {
    const { pattern, calibration } = this.state;
    for (const window of windows) {
      const subject = pattern.subject(window.kind, window.entity, hour);
      if (pass === 'live') calibration.meet(subject);
      if (window instanceof AccountWindow) meetOrigins(pattern, subject, window);
    }
  }

  #judge(window: AnyWindow, hour: number, start: number, activities: ActivityList, pass: Pass): Judged {
    const { pattern, calibration } = this.state;
    const subject = pattern.subject(window.kind, window.entity, hour);
    const travel = window instanceof AccountWindow ? findTravel(window, this.state.lastOrigin(window.entity)) : NO_TRAVEL;
    const lesson = lessonOf(window, subject, hour, start, travel, this.state);
    const raw = this.#spare[window.kind]?.pop() ?? new RawScore(window.kind);
    if (pass === 'learn') return { window, subject, raw, score: calibration.combine(subject, raw, 0, 0), lesson, travel };
    const retrospective = pass !== 'live';
    if (retrospective) pattern.withhold(lesson, false);
    scoreValues(pattern, subject, window, lesson.amounts, retrospective, raw);
    if (window instanceof AccountWindow) scoreAccount(pattern, subject, window, travel, activities, this.state, retrospective, raw);
    else if (window instanceof MailboxWindow)
      scoreMailbox(pattern, subject, window, this.state.mail, (domain) => this.#resolver.isOwnDomain(domain), activities, raw);
    else if (window instanceof DeviceWindow)
      scoreDevice(
        pattern,
        subject,
        window,
        rememberContacts(pattern, subject, window, this.state.contacts),
        this.state.names,
        (domain) => this.#resolver.isOwnDomain(domain),
        activities,
        raw,
      );
    else scoreAlert(pattern, subject, window, hour - Math.min(hour, this.state.firstHour), raw);
    const hourFacet = HOUR_FACETS[window.kind] ?? -1;
    if (hourFacet >= 0) {
      const { surprisal } = pattern.judgeHour(subject, hour, lesson.hourBin);
      raw.set(hourFacet, surprisal, surprisal, { index: -1, hash: 0, observed: NaN, detail: '' });
    }
    if (retrospective) pattern.withhold(lesson, true);
    const exclude = pass === 'combine' || pass === 'report' ? 1 : 0;
    const score = calibration.combine(subject, raw, exclude, pass === 'report' ? 1 : 0);
    if (window.kind === ALERT) {
      score.probability = Math.exp(-(raw.raw[0] ?? 0));
      score.probabilityOwn = score.probability;
      score.probabilityPeers = score.probability;
      score.probabilityEstate = score.probability;
    } else {
      calibration.judge(subject, score, pass === 'report' ? 1 : 0, pass === 'live');
    }
    return { window, subject, raw, score, lesson, travel };
  }

  #learn(unit: Judged, activities: ActivityList, pass: Pass): void {
    const { pattern, calibration } = this.state;
    if (unit.window instanceof AccountWindow) {
      const last = unit.window.stretches.at(-1);
      if (last !== undefined) {
        this.state.rememberOrigin(unit.window.entity, {
          network: last.network,
          time: last.to,
          latitude: last.latitude,
          longitude: last.longitude,
        });
      }
    }
    if (pass === 'live' || pass === 'learn') {
      this.#rememberTexts(unit.window, activities);
      if (unit.window instanceof AccountWindow) this.#learnVisits(unit.subject, unit.window);
      pattern.learn(unit.lesson, pass === 'learn' ? FULL : lessonWeight(unit.score.probability));
    }
    if (unit.window.kind === ALERT) return;
    if (pass === 'live' || pass === 'pool') calibration.learnFacets(unit.score, unit.raw);
    if (pass === 'live') calibration.learnUnit(unit.score);
    if (pass === 'combine') calibration.gather(unit.score);
  }

  #learnVisits(subject: number, window: AccountWindow): void {
    this.state.changes.learn(window.changes);
    this.state.ways.learn(window.ways);
    for (const visit of window.visits) {
      if (isNewRange(this.state.pattern, subject, window, visit)) this.state.visits.learn(visit.classes);
    }
  }

  #rememberTexts(window: AnyWindow, activities: ActivityList): void {
    for (const { list, name } of WORDED[window.kind] ?? []) {
      const seen = window.lists[list];
      for (let at = 0; seen !== undefined && at < seen.size; at += 1) {
        const hash = seen.hash(at);
        if (this.state.knowsText(hash)) continue;
        const activity = activityAt(activities, seen.first(at));
        if (activity !== undefined) this.state.rememberText(hash, valueText(name, activity, this.#surroundings));
      }
    }
  }

  #upkeep(hour: number): void {
    const { state } = this;
    const day = Math.floor(hour / 24);
    if (state.firstHour < 0) state.firstHour = hour;
    if (state.day < 0) state.day = day;
    for (; state.day < day; state.day += 1) {
      state.calibration.fade();
      if ((state.day + 1) % MEMORY_HALF_LIFE === 0) state.pattern.halve();
      if (state.day + 1 === day) this.#regroup();
    }
  }

  #regroup(): void {
    assignPeers(this.state.pattern, this.#resolver, this.#options.configuredGroup, (hash) => this.state.text(hash));
    this.state.calibration.reserve();
  }

  #finding(unit: Judged, start: number, activities: ActivityList, pass: Pass): Finding {
    const context: FindingContext = {
      state: this.state,
      resolver: this.#resolver,
      surroundings: this.#surroundings,
      commonness: this.#options.commonness,
      mode: pass === 'live' ? 'prequential' : 'retrospective',
    };
    const withheld = pass === 'report';
    if (withheld) this.state.pattern.withhold(unit.lesson, false);
    const finding = buildFinding(unit, start, activities, context);
    if (withheld) this.state.pattern.withhold(unit.lesson, true);
    return finding;
  }
}

/** Lists whose values are remembered in words, by kind. */
const WORDED = UNIT_LAYOUT.kinds.map(({ lists }) =>
  lists.map((name, list) => ({ name, list })).filter(({ name }) => WORDED_LISTS.has(name)),
);

/** Raw scores kept for use again, by kind: about 1 kB each. */
const MOST_SPARE = 256;

const NOTHING = (): void => undefined;

const NO_TRAVEL: TravelFinding = { kind: TRAVEL_NONE, index: -1, detail: '' };

/** Anti-poisoning: the less probable a window, the less it teaches; it never teaches nothing, so that a lasting change is accepted. */
function lessonWeight(probability: number): number {
  if (probability > CONTEXT_PROBABILITY) return FULL;
  return probability > ANOMALY_PROBABILITY ? FULL / 2 : FULL / 8;
}
