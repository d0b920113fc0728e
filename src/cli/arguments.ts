import { InvalidArgumentError } from 'commander';

const MILLISECONDS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `30m`, `12h`, `7d`, `2w` or `0` → milliseconds. */
export function parseDuration(text: string): number {
  if (text === '0') return 0;
  const match = /^(\d+(?:\.\d+)?)([mhdw])$/.exec(text);
  const unit = MILLISECONDS[match?.[2] ?? ''];
  if (match === null || unit === undefined) throw new InvalidArgumentError('Write a number and m, h, d or w, for example 12h or 7d.');
  return Number(match[1]) * unit;
}

/** `3/day`, `3` or `0.5/day` → incidents a day, above zero. */
export function parseAlertBudget(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(?:\/day)?$/.exec(text);
  const budget = Number(match?.[1]);
  if (!(budget > 0)) throw new InvalidArgumentError('Write how many incidents a day you can look at, for example 3/day.');
  return budget;
}

/** A parser of whole numbers from `least` to `most`, both included. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`Write a whole number from ${String(least)} to ${String(most)}.`);
    }
    return value;
  };
}

/** `2026-03-01` or a full ISO 8601 time; without zone it is UTC. Epoch milliseconds. */
export function parseTime(text: string): number {
  const time = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?)?$/.test(text)
    ? Date.parse(text.includes('T') ? `${text}Z` : text)
    : Date.parse(text);
  if (Number.isNaN(time) || !/^\d{4}-/.test(text))
    throw new InvalidArgumentError('Write a date such as 2026-03-01 or 2026-03-01T08:00:00Z.');
  return time;
}
