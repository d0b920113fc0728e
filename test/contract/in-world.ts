import { afterEach, beforeEach } from 'vitest';
import type { Connector } from '../../connectors/connector.js';
import type { ConnectorWorld } from './connector-world.js';

/** Makes a world and opens a connector on it before each test of the suite, and closes both after it. */
export function inWorld(create: () => Promise<ConnectorWorld>, take: (world: ConnectorWorld, connector: Connector) => void): void {
  let close: () => Promise<void> = () => Promise.resolve();

  beforeEach(async () => {
    const world = await create();
    const connector = await world.open();
    close = async () => {
      await connector.close();
      await world.close();
    };
    take(world, connector);
  });

  afterEach(() => close());
}
