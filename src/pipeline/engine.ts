import type { ActivityList } from '../activity/activity-list.js';
import { hashText } from '../baselines/hash.js';
import { SnapshotReader, SnapshotWriter } from '../baselines/snapshot.js';
import { type Configuration, defaultConfiguration } from '../config/configuration.js';
import { wildcard } from '../config/wildcard.js';
import { Detector, type Pass, WINDOW_MS, type WindowResult } from '../detection/detector.js';
import { DetectorState } from '../detection/detector-state.js';
import { ACCOUNT, accountList, UNIT_LAYOUT } from '../detection/unit-layout.js';
import { Surroundings } from '../detection/surroundings.js';
import { EntityRegistry } from '../entities/entity-registry.js';
import type { EntityOptions } from '../entities/entity-types.js';
import { IndicatorStore } from '../entities/indicator-store.js';

/** Format of a saved engine; raised when anything in it changes. */
const STATE_VERSION = '8';

const ORIGIN_PREFIX = accountList('origin-prefix');
const ORIGIN_NETWORK = accountList('origin-network');

/** Outside addresses, domains and correspondents known at once, and as many life stories, besides what a day adds: about 360 bytes each, with its story. */
export const MOST_OUTSIDE = 500_000;

/** Who is who, what is usual and what was seen: everything learned, and the detector that reads it. */
export class Engine {
  readonly registry: EntityRegistry;
  readonly indicators: IndicatorStore;
  readonly detector: Detector;
  readonly #surroundings: Surroundings;
  readonly #mostOutside: number;

  private constructor(
    configuration: Configuration,
    registry: EntityRegistry,
    indicators: IndicatorStore,
    state: DetectorState,
    mostOutside: number,
  ) {
    this.registry = registry;
    this.indicators = indicators;
    this.#mostOutside = mostOutside;
    this.#surroundings = new Surroundings(registry, statesInternalNetworks(configuration));
    this.detector = new Detector(state, registry, this.#surroundings, {
      configuredGroup: (entity) => configuredGroup(configuration, registry, entity),
      commonness: (name) => this.commonness(name),
      observe: (activity, roles) => {
        indicators.observe(activity, roles);
      },
    });
  }

  static create(configuration: Configuration, mostOutside = MOST_OUTSIDE): Engine {
    const registry = new EntityRegistry(entityOptions(configuration));
    return new Engine(configuration, registry, new IndicatorStore(), new DetectorState(), mostOutside);
  }

  /** One hour of activities, each once, in order of (time, source, id). */
  step(hour: number, activities: ActivityList, pass: Pass): WindowResult {
    const { day } = this.detector.state;
    if ((pass === 'live' || pass === 'learn') && day >= 0 && Math.floor(hour / 24) > day) this.#forget();
    return this.detector.step(hour * WINDOW_MS, activities, pass);
  }

  /** At the first hour of a day, so that neither batches nor restarts decide what is forgotten. */
  #forget(): void {
    const { pattern } = this.detector.state;
    const gone = this.registry.forgetOutside(this.#mostOutside, (entity) =>
      UNIT_LAYOUT.kinds.some((_, kind) => pattern.find(kind, entity) >= 0),
    );
    this.indicators.forget(this.#mostOutside, gone);
  }

  /** Share of the estate's accounts and devices that touched an address, an address range (`198.51.100.0/24`) or a domain. */
  commonness(name: string): number {
    const { pattern } = this.detector.state;
    if (name.includes('/')) {
      const sharing = Math.max(
        pattern.estateSharing(ACCOUNT, ORIGIN_PREFIX, hashText(name, 7)),
        pattern.estateSharing(ACCOUNT, ORIGIN_NETWORK, hashText(name, 6)),
      );
      return Math.min(1, sharing / Math.max(pattern.membersOf(ACCOUNT), 10));
    }
    return Math.min(1, this.indicators.prevalence(name) / Math.max(pattern.membersOf(ACCOUNT), 10));
  }

  save(): Buffer {
    const writer = new SnapshotWriter();
    writer.array(this.registry.snapshot());
    writer.array(this.indicators.snapshot());
    writer.json({ surroundings: this.#surroundings.toJSON(), tally: [...this.detector.tally] });
    this.detector.state.save(writer);
    return writer.finish(STATE_VERSION);
  }

  /** @throws StateError if the bytes are not a state of this version or are damaged. */
  static restore(bytes: Buffer, configuration: Configuration, mostOutside = MOST_OUTSIDE): Engine {
    const reader = new SnapshotReader(bytes, STATE_VERSION);
    const registry = EntityRegistry.restore(reader.array(Uint8Array), entityOptions(configuration));
    const indicators = IndicatorStore.restore(reader.array(Uint8Array));
    const { surroundings, tally } = reader.json() as {
      surroundings: unknown;
      tally: [string, { units: number; at1e2: number; at1e3: number; at1e4: number }][];
    };
    const engine = new Engine(configuration, registry, indicators, DetectorState.load(reader), mostOutside);
    engine.#surroundings.restore(surroundings);
    for (const [family, counts] of tally) engine.detector.tally.set(family, counts);
    return engine;
  }
}

let defaultNetworks: string | undefined;

/** True if the operator named the internal networks: then every address in them is inside, whether it ever acted or not. */
function statesInternalNetworks(configuration: Configuration): boolean {
  defaultNetworks ??= defaultConfiguration().internalNetworks.join();
  return configuration.internalNetworks.join() !== defaultNetworks;
}

/** What the configuration says about entities. */
export function entityOptions(configuration: Configuration): EntityOptions {
  const { internalNetworks, mailDomains, aliases, criticalAssets, vips } = configuration;
  return {
    internalNetworks,
    mailDomains,
    aliases,
    criticalAssets: criticalAssets.map(({ value }) => value),
    vips: vips.map(({ value }) => value),
  };
}

/** First configured peer group that fits the account's name or its groups. */
function configuredGroup(configuration: Configuration, registry: EntityRegistry, number: number): string {
  if (configuration.peerGroups.length === 0) return '';
  const { name, groups } = registry.entity(number);
  for (const group of configuration.peerGroups) {
    if (group.accounts.some((pattern) => wildcard(pattern)(name))) return group.name;
    if (group.groups.some((pattern) => groups.some((text) => wildcard(pattern)(text)))) return group.name;
  }
  return '';
}
