import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { neededPrivileges } from './privileges.js';

describe('neededPrivileges', () => {
  it('is what the documentation tells to give', () => {
    const page = readFileSync(new URL('../../docs/elastic.md', import.meta.url), 'utf8');
    const recipe = /POST \/_security\/api_key\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    const told = JSON.parse(recipe) as { readonly role_descriptors: { readonly throughline: { readonly indices: unknown } } };
    const sorted = neededPrivileges().map(({ names, privileges }) => ({ names: [...names].sort(), privileges }));
    const toldSorted = (told.role_descriptors.throughline.indices as typeof sorted).map(({ names, privileges }) => ({
      names: [...names].sort(),
      privileges,
    }));
    expect(toldSorted).toEqual(sorted);
  });
});
