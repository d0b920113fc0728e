import { describe, expect, it } from 'vitest';
import type { Hit } from './hit-pages.js';
import { TieOrder } from './tie-order.js';

const hit = (time: string, index: string, id: string): Hit => ({ index, id, source: {}, fields: undefined, sort: [time, 1] });
const names = (hits: readonly Hit[]) => hits.map(({ index, id }) => index + id);

describe('TieOrder', () => {
  it('puts documents of one time in order of index and id, over the end of a page', () => {
    const order = new TieOrder(1);
    expect(names(order.add([hit('1', 'b', '1'), hit('1', 'a', '2'), hit('2', 'b', '9'), hit('2', 'b', '3')]))).toEqual(['a2', 'b1']);
    expect(names(order.add([hit('2', 'a', '7'), hit('3', 'a', '1')]))).toEqual(['a7', 'b3', 'b9']);
    expect(names(order.end())).toEqual(['a1']);
    expect(order.end()).toEqual([]);
  });

  it('keeps a time that fills several pages together', () => {
    const order = new TieOrder(1);
    expect(order.add([hit('1', 'a', '3'), hit('1', 'a', '2')])).toEqual([]);
    expect(order.add([hit('1', 'a', '1')])).toEqual([]);
    expect(names(order.end())).toEqual(['a1', 'a2', 'a3']);
  });
});
