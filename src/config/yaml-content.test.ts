import { Type } from '@sinclair/typebox';
import { describe, expect, it } from 'vitest';
import { Exact, OneOf } from '../documents/common.js';
import { ConfigError } from '../errors.js';
import { parseJsonContent, parseYamlContent, readYamlContent, rejectProblems } from './yaml-content.js';

const Rule = Exact({
  name: Type.String({ description: 'Name of the rule', examples: ['first'] }),
  level: Type.Optional(OneOf(['low', 'high'] as const, 'Level')),
  share: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: 'Share' })),
  tags: Type.Array(Type.String(), { default: [] }),
  when: Type.Optional(
    Type.Recursive(
      (Self) =>
        Type.Union([
          Exact({ all: Type.Array(Self, { minItems: 1 }) }),
          Exact({ not: Self }),
          Exact({ fact: OneOf(['bulk-job', 'job-deleted'] as const, 'Fact'), at_least: Type.Optional(Type.Integer({ minimum: 1 })) }),
          Exact({ facet: Type.String(), probability: Type.Number() }),
        ]),
      { $id: 'TestCondition' },
    ),
  ),
});

function complaint(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  return 'no complaint';
}

const yaml = (text: string): string => complaint(() => parseYamlContent(text, 'rule.yaml', Rule));

describe('parseYamlContent', () => {
  it('returns the value with defaults', () => {
    expect(parseYamlContent('name: a\nlevel: low\n', 'rule.yaml', Rule)).toEqual({ name: 'a', level: 'low', tags: [] });
  });

  it('takes a misspelt key and the key it stands for as one mistake', () => {
    expect(yaml('nme: a\n')).toMatchInlineSnapshot(
      `"rule.yaml:1:1: unknown key 'nme'; did you mean 'name'? Allowed: name, level, share, tags, when"`,
    );
  });

  it('shows how to add what is missing', () => {
    expect(yaml('level: low\n')).toMatchInlineSnapshot(
      `"rule.yaml:1:1: the key 'name' is missing (Name of the rule); add for example: name: first"`,
    );
  });

  it('names every problem with its place', () => {
    expect(yaml('name: 3\nlevel: hihg\nshare: 2\ntags:\n  - a\n  - 5\n')).toMatchInlineSnapshot(`
      "rule.yaml:1:7: 'name' is 3, but must be text; put it in quotes (Name of the rule)
      rule.yaml:2:8: 'level' is "hihg", which is not allowed; did you mean 'high'? Allowed: low, high
      rule.yaml:3:8: 'share' is 2, but must be <= 1 (Share)
      rule.yaml:6:5: 'tags' is 5, but must be text; put it in quotes"
    `);
  });

  it('complains of the alternative that was meant, at any depth, and of no other', () => {
    expect(yaml('name: a\nwhen:\n  all:\n    - not:\n        fact: bulk-jobs\n    - facet: x\n    - fackt: y\n    - 3\n    - all: []\n'))
      .toMatchInlineSnapshot(`
      "rule.yaml:5:15: 'fact' is "bulk-jobs", which is not allowed; did you mean 'bulk-job'? Allowed: bulk-job, job-deleted
      rule.yaml:6:7: the key 'probability' is missing; add for example: probability: 1
      rule.yaml:7:7: 'all' has no key that is known here ('fackt'); did you mean 'fact'? One of: all, not, fact, facet
      rule.yaml:8:7: 'all' is 3, but must be a mapping of keys to values with one of the keys all, not, fact, facet
      rule.yaml:9:7: 'all' needs at least 1 entry; add e.g. […]"
    `);
  });

  it('reports broken YAML, doubled keys and unknown tags', () => {
    expect(yaml('name: a\nname: b\n')).toMatchInlineSnapshot(`"rule.yaml:2:1: not valid YAML: Map keys must be unique"`);
    expect(yaml('name: [a\n')).toMatch(/^rule\.yaml:\d+:\d+: not valid YAML: /);
    expect(yaml('name: !run a\n')).toMatch(/^rule\.yaml:1:7: not valid YAML: Unresolved tag/);
    expect(yaml('')).toBe('rule.yaml:1:1: the file is empty, but must be a mapping of keys to values');
  });

  it('refuses aliases that multiply without end', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefghi'.split('').map((key, index) => `${key}: &${key} [${Array(9).fill(`*${'abcdefghi'[index]!}`).join(',')}]`),
    ];
    expect(yaml(`${bomb.join('\n')}\n`)).toMatch(/aliases cannot be resolved/);
  });

  it('leaves prototypes alone', () => {
    expect(yaml('name: a\n__proto__: { polluted: true }\n')).toContain("unknown key '__proto__'");
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('readYamlContent', () => {
  it('locates values and keys for checks beyond the schema', () => {
    const content = readYamlContent('name: a\nwhen:\n  all:\n    - fact: bulk-job\n', 'rule.yaml', Rule);
    expect(content.locate(['when', 'all', 0, 'fact'])).toBe('rule.yaml:4:13');
    expect(content.locate(['when', 'all', 0, 'fact'], 'key')).toBe('rule.yaml:4:7');
    expect(content.locate(['when', 'none'])).toMatch(/^rule\.yaml:2|^rule\.yaml:3/);
    expect(
      complaint(() => {
        rejectProblems(content, [{ path: ['name'], message: 'is odd' }]);
      }),
    ).toBe('rule.yaml:1:7: is odd');
    expect(() => {
      rejectProblems(content, []);
    }).not.toThrow();
  });
});

describe('parseJsonContent', () => {
  it('names line and column of a wrong value and of broken JSON', () => {
    expect(parseJsonContent('{"name":"a"}', 'a.json', Rule)).toEqual({ name: 'a', tags: [] });
    expect(complaint(() => parseJsonContent('{\n  "name": "a",\n  "levle": "low"\n}', 'a.json', Rule))).toBe(
      "a.json:3:3: unknown key 'levle'; did you mean 'level'? Allowed: name, level, share, tags, when",
    );
    expect(complaint(() => parseJsonContent('{\n  "name" "a"\n}', 'a.json', Rule))).toMatch(/^a\.json:2:10: not valid JSON: /);
  });
});
