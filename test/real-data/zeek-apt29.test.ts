import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { describeSharedData, figure, namedIn, replayAll, SHARED_DATA, type Replayed } from './shared-data.js';

/** Devices under control and the attacker's addresses they talk to, by day. Names as learned from DHCP and DNS may stand for addresses. */
const CHANNELS = [
  { day: 'day1', device: ['10.0.1.4'], destination: '192.168.0.5' },
  { day: 'day1', device: ['10.0.1.6', 'nashua'], destination: '192.168.0.4' },
  { day: 'day2', device: ['10.0.1.5', 'utica'], destination: '192.168.0.4' },
] as const;

/** Incidents that an analyst looks at first. */
const TOP = 2;

const shortName = (name: string): string => name.split('.')[0] ?? '';

describeSharedData('zeek-apt29', () => {
  const days = new Map<string, Replayed>();

  beforeAll(async () => {
    for (const day of ['day1', 'day2']) {
      const replayed = await replayAll([join(SHARED_DATA, 'zeek-apt29', `${day}.ndjson`)], 'retrospective');
      days.set(day, replayed);
      const { summary, incidents } = replayed;
      figure(
        `zeek-apt29 ${day}, retrospective: ${summary.events_read} records, ${summary.units_scored} windows, ${summary.incidents} incidents`,
      );
      for (const { throughline } of incidents) {
        const { title, score, needs_person } = throughline.incident;
        figure(`  ${title} (score ${score.toFixed(0)}${needs_person ? ', needs a person' : ''})`);
      }
    }
  });

  const topHolding = (day: string, holds: (named: readonly string[]) => boolean): boolean =>
    (days.get(day)?.incidents.slice(0, TOP) ?? []).some((incident) => holds([...namedIn(incident)]));

  it('names devices under control, and the destinations of their channels, in the top incidents', () => {
    const rows = CHANNELS.map(({ day, device, destination }) => {
      const hasDevice = (named: readonly string[]): boolean =>
        named.some((name) => device.some((known) => name === known || shortName(name) === known));
      const found = topHolding(day, hasDevice);
      const whole = topHolding(day, (named) => hasDevice(named) && named.includes(destination));
      figure(`  ${day} ${device[0]} → ${destination}: device ${found ? 'named' : 'missing'}, destination ${whole ? 'named' : 'missing'}`);
      return { found, whole };
    });
    expect(rows.every(({ found }) => found)).toBe(true);
    expect(rows.every(({ whole }) => whole)).toBe(true);
  });
});
