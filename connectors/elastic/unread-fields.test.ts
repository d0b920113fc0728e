import { describe, expect, it } from 'vitest';
import { withoutUnread } from './unread-fields.js';

describe('withoutUnread', () => {
  it('gives the document itself where there is nothing to leave out', () => {
    const source = { event: { action: 'a', originals: 1 }, process: {}, logger: 'b', nested: { agent: 1 } };
    expect(withoutUnread(source)).toEqual(source);
    const plain = { user: 'u' };
    expect(withoutUnread(plain)).toBe(plain);
  });

  it('leaves out fields that nest, fields with dotted keys, and what is empty without them', () => {
    expect(
      withoutUnread({
        event: [{ original: 'x' }, { original: 'y', kind: 'event' }],
        'event.original': 'x',
        'agent.name': 'a',
        log: null,
        process: { 'Ext.a': 1 },
      }),
    ).toEqual({ event: [{ kind: 'event' }] });
  });

  it('keeps keys that every object inherits', () => {
    const source = JSON.parse('{"agent":1,"__proto__":{"a":1},"constructor":2}') as object;
    expect(JSON.stringify(withoutUnread(source))).toBe('{"__proto__":{"a":1},"constructor":2}');
  });
});
