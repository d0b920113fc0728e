import { AccessDeniedError, SourceUnavailableError } from '../../src/errors.js';
import type { CallOptions } from '../connector.js';
import { inPortions } from '../in-portions.js';
import { ATTEMPTS, delayAfter, type Pacing } from '../pacing.js';
import { fixOf, verdictOf } from './collector-codes.js';
import { CollectorHttp, type CollectorAnswer } from './collector-http.js';
import type { CollectorSettings } from './platform-settings.js';

/** An event on its way into an index. */
export interface CollectorEvent {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly sourcetype: string;
  readonly index: string;
  readonly event: Readonly<Record<string, unknown>>;
}

/** Why an event was refused; undefined if it was stored. */
export type EventOutcome = string | undefined;

/** A request holds at most this many events. */
const MOST_EVENTS = 500;
/** And about this many bytes before they are packed: Splunk Cloud asks for less than a megabyte. */
const MOST_BYTES = 512 * 1024;
/** How often an acknowledgement is asked for before the events are sent again. */
const ASKS = 20;

interface Envelope {
  readonly at: number;
  readonly line: string;
}

/**
 * Sends events through the HTTP Event Collector. An index only grows, and what was sent twice, because nobody knows what became of the first
 * time, is there twice: events need an id by which readers know them.
 */
export class EventCollector {
  readonly #http: CollectorHttp;
  readonly #pacing: Pacing;
  #acknowledge: boolean;

  constructor(settings: CollectorSettings, timeouts: { readonly connectTimeout: number; readonly requestTimeout: number }, pacing: Pacing) {
    this.#http = new CollectorHttp(settings, timeouts);
    this.#pacing = pacing;
    this.#acknowledge = settings.acknowledge;
  }

  /**
   * Answers for every event, in their order.
   *
   * @throws AccessDeniedError if the token must be put right; SourceUnavailableError if the collector stays away
   */
  async send(events: readonly CollectorEvent[], options: CallOptions): Promise<readonly EventOutcome[]> {
    const outcomes: EventOutcome[] = events.map(() => undefined);
    for (const portion of inPortions(enveloped(events), MOST_EVENTS, MOST_BYTES, ({ line }) => line.length)) {
      for (const [at, reason] of await this.#sendPortion(portion, options.signal)) outcomes[at] = reason;
    }
    return outcomes;
  }

  /** What the collector says of itself. Throws SourceUnavailableError if it is not reached. */
  health(options: CallOptions): Promise<CollectorAnswer> {
    return this.#http.health(options.signal);
  }

  close(): Promise<void> {
    return this.#http.close();
  }

  /** The events that were refused, and why. */
  async #sendPortion(envelopes: readonly Envelope[], signal: AbortSignal | undefined): Promise<ReadonlyMap<number, string>> {
    const refused = new Map<number, string>();
    const waiting: (readonly Envelope[])[] = [envelopes];
    for (let left = waiting.pop(); left !== undefined; left = waiting.pop()) {
      if (left.length === 0) continue;
      const answer = await this.#deliver(left, signal);
      if (answer === undefined) continue;
      const wrong = answer.invalidEvent ?? (left.length === 1 ? 0 : undefined);
      const culprit = wrong === undefined ? undefined : left[wrong];
      if (culprit === undefined) {
        const middle = Math.ceil(left.length / 2);
        waiting.push(left.slice(middle), left.slice(0, middle));
        continue;
      }
      refused.set(culprit.at, `the collector answered ${told(answer)}`);
      // Those before it were taken already, as far as anybody knows; sent again, they are there for certain, and shown once.
      waiting.push(left.filter((envelope) => envelope !== culprit));
    }
    return refused;
  }

  /** Sends until the collector has taken all events, or gives the answer by which one of them is at fault. */
  async #deliver(envelopes: readonly Envelope[], signal: AbortSignal | undefined): Promise<CollectorAnswer | undefined> {
    const lines = envelopes.map(({ line }) => line);
    let last: unknown = new SourceUnavailableError('could not write events: the collector did not confirm them', { passing: true });
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      signal?.throwIfAborted();
      try {
        const answer = await this.#http.events(lines, signal);
        switch (verdictOf(answer.status, answer.code)) {
          case 'stored':
            if (await this.#isConfirmed(answer, signal)) return undefined;
            break;
          case 'slow':
            await this.#pause(1, signal);
            if (await this.#isConfirmed(answer, signal)) return undefined;
            break;
          case 'refused':
            return answer;
          case 'again':
            last = new SourceUnavailableError(`could not write events: the collector answered ${told(answer)}`, { passing: true });
            break;
          default:
            throw lastingFailure(answer);
        }
      } catch (error) {
        if (!(error instanceof SourceUnavailableError && error.passing)) throw startingWith('could not write events', error);
        last = startingWith('could not write events', error);
      }
      if (attempt < ATTEMPTS) await this.#pause(attempt, signal);
    }
    throw last;
  }

  /** True once indexers have the events, or if nobody can tell. False: send them again. */
  async #isConfirmed({ ackId }: CollectorAnswer, signal: AbortSignal | undefined): Promise<boolean> {
    if (!this.#acknowledge || ackId === undefined) return true;
    for (let asked = 1; asked <= ASKS; asked += 1) {
      await this.#pause(Math.min(asked, 5), signal);
      const answer = await this.#http.confirmed([ackId], signal);
      if (answer.acks[String(ackId)] === true) return true;
      const verdict = verdictOf(answer.status, answer.code);
      if (verdict === 'unconfirmed') {
        this.#acknowledge = false;
        return true;
      }
      if (verdict === 'settings') throw lastingFailure(answer);
    }
    return false;
  }

  #pause(attempt: number, signal: AbortSignal | undefined): Promise<void> {
    return this.#pacing.sleep(delayAfter(attempt, undefined, this.#pacing.random()), signal);
  }
}

const told = ({ status, code, text, invalidEvent }: CollectorAnswer): string =>
  `${status}, code ${code ?? 'none'}: ${text}${invalidEvent === undefined ? '' : ` (event ${invalidEvent})`}`;

function lastingFailure(answer: CollectorAnswer): AccessDeniedError | SourceUnavailableError {
  const message = `could not write events: the collector answered ${told(answer)}`;
  const fix = answer.code === undefined ? undefined : fixOf(answer.code);
  return fix === undefined ? new SourceUnavailableError(message) : new AccessDeniedError(`${message}; ${fix}`);
}

function startingWith(start: string, error: unknown): unknown {
  if (!(error instanceof SourceUnavailableError) || error.message.startsWith(start)) return error;
  return new SourceUnavailableError(`${start}: ${error.message}`, { cause: error.cause, passing: error.passing });
}

function enveloped(events: readonly CollectorEvent[]): readonly Envelope[] {
  // Not a number with an exponent, which some releases refuse; JavaScript writes none for times of our age.
  return events.map(({ time, ...rest }, at) => ({
    at,
    line: JSON.stringify({ time: Math.round(time) / 1000, host: 'throughline', source: 'throughline', ...rest }),
  }));
}
