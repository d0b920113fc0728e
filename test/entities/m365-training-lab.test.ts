import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listInputs } from '../../connectors/embedded/input-files.js';
import { readInputs } from '../../connectors/embedded/read-inputs.js';
import type { Activity } from '../../src/activity/activity.js';
import { defaultMappings } from '../../src/activity/default-mappings.js';
import { createRegistry } from '../../src/activity/registry.js';
import { EntityRegistry } from '../../src/entities/entity-registry.js';
import { IndicatorStore } from '../../src/entities/indicator-store.js';

const FOLDER = '../shared/data/m365-training-lab';
const present = existsSync(FOLDER);
if (!present) process.stderr.write(`skipped: ${FOLDER} not present\n`);

describe.skipIf(!present)('entities of the Microsoft 365 training lab', () => {
  const read = async (): Promise<{ entities: EntityRegistry; indicators: IndicatorStore; idOf: (name: string) => string }> => {
    const activities: Activity[] = [];
    const { files } = await listInputs([FOLDER]);
    for await (const batch of readInputs(files, createRegistry(defaultMappings))) activities.push(...batch.activities);
    const entities = new EntityRegistry({ internalNetworks: [], mailDomains: [], aliases: [], criticalAssets: [], vips: [] });
    const indicators = new IndicatorStore();
    entities.learn(activities);
    for (const activity of activities) indicators.observe(activity, entities.resolve(activity));
    return {
      entities,
      indicators,
      idOf: (name) =>
        entities
          .find(name)
          .map((entity) => entities.entity(entity).id)
          .join(', '),
    };
  };

  it('one person over sign-ins, audit log and cloud operations, under both domains of the tenant', async () => {
    const { entities, idOf } = await read();
    expect(idOf('AdeleV@M365x816222.OnMicrosoft.com')).toBe('user:adelev@m365x816222.onmicrosoft.com');
    expect(idOf('adelev@contoso.onmicrosoft.com')).toBe('user:adelev@m365x816222.onmicrosoft.com');
    expect(idOf('9b117c67-170e-4aed-9702-658b3fddc889')).toBe('user:adelev@m365x816222.onmicrosoft.com');
    expect(entities.find('adelev@')).toHaveLength(1);
  });

  it('the other tenant stays apart, and no tenant is an actor', async () => {
    const { entities, idOf } = await read();
    expect(idOf('yanivsh@buildseccxpninja.onmicrosoft.com')).toBe('user:yanivsh@buildseccxpninja.onmicrosoft.com');
    expect(entities.find('2ad3fc79-1859-42fa-9011-6f8df2251b22').map((entity) => entities.entity(entity).id)).not.toContain(
      'user:2ad3fc79-1859-42fa-9011-6f8df2251b22',
    );
    for (const name of ['sharepoint\\system', 'app@sharepoint'])
      expect(entities.find(name).map((entity) => entities.entity(entity).shared)).toEqual([true]);
  });

  it('the address of the attacker has one life story over both tenants', async () => {
    const { entities, indicators } = await read();
    const story = indicators.story('175.45.176.99');
    expect(story).toMatchObject({ kind: 'address', exact: true });
    expect(story?.channels.map(({ channel }) => channel).sort()).toEqual(['operation', 'sign-in']);
    const names = (story?.by ?? []).map(({ entity }) => entities.entity(entity).name);
    expect(names).toEqual(expect.arrayContaining(['yanivsh@buildseccxpninja.onmicrosoft.com', 'adelev@m365x816222.onmicrosoft.com']));
  });
});
