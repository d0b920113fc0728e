import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearest, suggest } from './suggestion.js';

describe('editDistance', () => {
  it('gives the textbook value for kitten and sitting, and one for a transposition', () => {
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('facet', 'faect')).toBe(1);
  });

  it('is symmetric and zero only for equal texts', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
      }),
    );
  });
});

describe('nearest', () => {
  it('finds what was meant and keeps silent when nothing is near', () => {
    expect(nearest('probabilty', ['facet', 'probability'])).toBe('probability');
    expect(nearest('bulk', ['bulk-job', 'job-deleted'])).toBe('bulk-job');
    expect(nearest('x', ['ip', 'sid'])).toBeUndefined();
    expect(nearest('something-else', ['facet'])).toBeUndefined();
  });

  it('lists a short vocabulary in full', () => {
    expect(suggest('hgih', ['low', 'high'])).toBe("did you mean 'high'? Allowed: low, high");
  });
});
