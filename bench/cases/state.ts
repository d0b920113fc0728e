import { createActivity, type Activity } from '../../src/activity/activity.js';
import { defaultConfiguration } from '../../src/config/configuration.js';
import { Engine } from '../../src/pipeline/engine.js';
import { RandomGenerator } from '../../src/simulation/random.js';
import type { BenchCase } from '../bench-case.js';

const ENTITIES = 100_000;
const HOURS = 12;
const FIRST_HOUR = 487_200;
const ACTIONS = ['FileAccessed', 'FileModified', 'FileDownloaded', 'MailItemsAccessed', 'SearchQueryPerformed'] as const;

/** One activity of every account within the hour, from one of its two networks on one of its few sites. */
function hourOf(hour: number): readonly Activity[] {
  const random = RandomGenerator.keyed(3, 'state', hour);
  return Array.from({ length: ENTITIES }, (_, account) => {
    const prefix = account * 2 + (random.next() < 0.1 ? 1 : 0);
    return createActivity({
      id: `${String(hour)}-${String(account)}`,
      source: 'o365.audit',
      domain: 'saas',
      time: hour * 3_600_000 + account * 36,
      action: ACTIONS[Math.floor(random.next() * ACTIONS.length)] ?? ACTIONS[0],
      actionClass: 'file-read',
      outcome: 'success',
      organization: 'example.com',
      actorType: 'user',
      actor: [{ scheme: 'upn', value: `user${String(account)}@example.com` }],
      sourceIp: `198.${String(18 + ((prefix >> 16) & 1))}.${String((prefix >> 8) & 255)}.${String(prefix & 255)}`,
      service: 'SharePoint',
      container: `https://example.com/sites/${String((account + Math.floor(random.next() * 4)) % 5_000)}`,
    });
  });
}

const memory = (): number => {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

export const benchCase: BenchCase = {
  question: 'how many bytes does an entity of 100,000 take, after an event in each of twelve hours?',
  runs: 1,
  warmUp: false,
  prepare() {
    let bytes = 0;
    let saved = 0;
    let entities = 1;
    const run = (): void => {
      const before = memory();
      const engine = Engine.create(defaultConfiguration());
      for (let hour = FIRST_HOUR; hour < FIRST_HOUR + HOURS; hour += 1) engine.step(hour, hourOf(hour), 'live');
      bytes = memory() - before;
      entities = engine.registry.size;
      saved = engine.save().byteLength;
    };
    return {
      unit: 'activities',
      items: ENTITIES * HOURS,
      baseline: {
        name: 'making the activities',
        run: () => {
          for (let hour = FIRST_HOUR; hour < FIRST_HOUR + HOURS; hour += 1) hourOf(hour);
        },
      },
      contestants: [{ name: 'Engine.step', run }],
      figures: () => [
        { name: 'entities', unit: 'entities', value: entities },
        { name: 'memory per account', unit: 'bytes', value: bytes / ENTITIES, goal: 2_048 },
        { name: 'saved state per account', unit: 'bytes', value: saved / ENTITIES, goal: 2_048 },
      ],
    };
  },
};
