import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Identifier } from '../identifier.js';
import { addIdentifier, resourceTenant, withIdentifier } from './identity.js';

test('a list with identifiers is the one that adding them gives', () => {
  const named = fc.tuple(fc.constantFrom('upn', 'app', 'hostname'), fc.constantFrom('a@b.c', 'A@B.C', 'host', ' ', '', null, undefined, 7));
  fc.assert(
    fc.property(fc.array(named, { maxLength: 6 }), (all) => {
      const added: Identifier[] = [];
      let list: readonly Identifier[] = [];
      for (const [scheme, value] of all) {
        addIdentifier(added, scheme, value);
        list = withIdentifier(list, scheme, value);
      }
      expect(list).toEqual(added);
    }),
  );
});

test('the tenant of a resource is read from its path', () => {
  expect(resourceTenant('/tenants/808E8362-1837-46bb-8ff0-4295448c1007/providers/Microsoft.aadiam')).toBe(
    '808e8362-1837-46bb-8ff0-4295448c1007',
  );
  expect(resourceTenant('/TENANTS/00000000-0000-0000-0000-000000000000/x')).toBe('');
  expect(resourceTenant('00000002-0000-0ff1-ce00-000000000000')).toBeUndefined();
});
