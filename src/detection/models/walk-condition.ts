import type { Condition } from '../model.js';

export type Leaf = Exclude<Condition, { readonly all: unknown } | { readonly any: unknown } | { readonly not: unknown }>;

/** Calls `visit` for every leaf of the condition with its path from the root of the model file, in the order of the file. */
export function visitLeaves(
  condition: Condition,
  visit: (leaf: Leaf, path: readonly (string | number)[]) => void,
  path: readonly (string | number)[] = ['when'],
): void {
  if ('all' in condition)
    condition.all.forEach((part, index) => {
      visitLeaves(part, visit, [...path, 'all', index]);
    });
  else if ('any' in condition)
    condition.any.forEach((part, index) => {
      visitLeaves(part, visit, [...path, 'any', index]);
    });
  else if ('not' in condition) visitLeaves(condition.not, visit, [...path, 'not']);
  else visit(condition, path);
}

/**
 * How specific a condition is: the smallest number of leaves that must hold for it to hold, so that `all` adds and `any`
 * takes the least demanding way. A reference counts as much as the model it names.
 */
export function specificity(condition: Condition, ofModel: (name: string) => number): number {
  if ('all' in condition) return condition.all.reduce((sum, part) => sum + specificity(part, ofModel), 0);
  if ('any' in condition) return Math.min(...condition.any.map((part) => specificity(part, ofModel)));
  if ('not' in condition) return 1;
  return 'model' in condition ? ofModel(condition.model) : 1;
}
