import { attackTechnique, ATTACK_TECHNIQUES } from '../../documents/attack.js';
import { ConfigError } from '../../errors.js';
import { suggest } from '../../config/suggestion.js';
import { readYamlContent, rejectProblems, type Content, type ContentProblem } from '../../config/yaml-content.js';
import { FACET_INDEX, FACETS } from '../facet-catalogue.js';
import type { Model } from '../model.js';
import { ModelFile, SENTENCE_FIELDS, type ModelTest } from './model-file.js';
import { compileModels, type ModelSet } from './model-set.js';
import { visitLeaves } from './walk-condition.js';

export interface ModelText {
  /** Path of the file, `/` between folders; its end must spell the model's name (see `modelPath`). */
  readonly path: string;
  readonly text: string;
}

/** The path under the models folder that a model of this name must have: folders with `-` for blanks, the title in lower case. */
export function modelPath(name: string): string {
  const parts = name.split(' / ');
  const title = (parts.pop() ?? '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return [...parts.map((part) => part.replaceAll(' ', '-')), `${title}.yaml`].join('/');
}

function problemsOf(file: ModelFile, path: string): readonly ContentProblem[] {
  const problems: ContentProblem[] = [];
  const wanted = modelPath(file.name);
  if (!file.name.includes(' / ')) {
    problems.push({ path: ['name'], message: `the name needs a folder: write for example 'SaaS / Access / ${file.name}'` });
  } else if (path !== wanted && !path.endsWith(`/${wanted}`)) {
    problems.push({ path: ['name'], message: `the name does not match the file: move it to models/${wanted} or change the name` });
  }
  visitLeaves(file.when, (leaf, at) => {
    if ('facet' in leaf) {
      const facet = FACETS[FACET_INDEX.get(leaf.facet) ?? -1];
      if (facet !== undefined && !file.unit.includes(facet.unit)) {
        const fix = `use a facet of ${file.unit.join(' or ')}, or add ${facet.unit} to unit`;
        problems.push({ path: [...at, 'facet'], message: `the facet '${leaf.facet}' judges windows of the kind ${facet.unit}; ${fix}` });
      }
    } else if ('family' in leaf && !FACETS.some((facet) => facet.family === leaf.family && file.unit.includes(facet.unit))) {
      const known = [...new Set(FACETS.filter((facet) => file.unit.includes(facet.unit)).map((facet) => facet.family))];
      problems.push({
        path: [...at, 'family'],
        message: `no facet of ${file.unit.join(' or ')} is of the family '${leaf.family}'; ${suggest(leaf.family, known)}`,
      });
    }
  });
  file.attack.techniques.forEach((id, index) => {
    const technique = ATTACK_TECHNIQUES.get(id);
    const at = ['attack', 'techniques', index];
    if (technique === undefined) {
      const near = attackTechnique(id);
      const fix = near === undefined ? 'correct it or add it to src/documents/attack.ts' : `its parent ${near.id} (${near.name}) is known`;
      problems.push({ path: at, message: `the ATT&CK technique '${id}' is not known; ${fix}` });
    }
  });
  const tactics = new Set(file.attack.techniques.flatMap((id) => ATTACK_TECHNIQUES.get(id)?.tactics ?? []));
  if (tactics.size > 0 && !tactics.has(file.attack.tactic)) {
    problems.push({
      path: ['attack', 'tactic'],
      message: `none of the techniques belongs to the tactic '${file.attack.tactic}'; use ${[...tactics].join(' or ')}`,
    });
  }
  if (file.attack.techniques.length === 0 && !file.unit.every((unit) => unit === 'alert')) {
    problems.push({
      path: ['attack', 'techniques'],
      message: 'a model without techniques can only be one for alerts; add for example T1078.004',
    });
  }
  for (const [, field = ''] of file.sentence.matchAll(/\{([^}]*)\}/g)) {
    if ((SENTENCE_FIELDS as readonly string[]).includes(field)) continue;
    problems.push({
      path: ['sentence'],
      message: `the sentence asks for {${field}}, which there is not; ${suggest(field, SENTENCE_FIELDS)}`,
    });
  }
  for (const matches of [true, false]) {
    if (file.tests.some((test) => test.matches === matches)) continue;
    problems.push({
      path: ['tests'],
      message: `no test has 'matches: ${String(matches)}'; add ${matches ? 'a case that fits' : 'a near miss'}`,
    });
  }
  return problems;
}

type Files = ReadonlyMap<string, Content<ModelFile>>;

/** Names of the models along a circle of references that starts and ends at `name`, or `undefined`. */
function circleFrom(name: string, files: Files): readonly string[] | undefined {
  const search = (current: string, trail: readonly string[]): readonly string[] | undefined => {
    const references: string[] = [];
    const file = files.get(current);
    if (file !== undefined)
      visitLeaves(file.value.when, (leaf) => {
        if ('model' in leaf) references.push(leaf.model);
      });
    for (const reference of references) {
      if (reference === name) return [...trail, reference];
      if (trail.includes(reference)) continue;
      const found = search(reference, [...trail, reference]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return search(name, [name]);
}

function referenceProblems(content: Content<ModelFile>, files: Files): readonly ContentProblem[] {
  const problems: ContentProblem[] = [];
  const circle = circleFrom(content.value.name, files);
  visitLeaves(content.value.when, (leaf, at) => {
    if (!('model' in leaf)) return;
    if (!files.has(leaf.model)) {
      problems.push({
        path: [...at, 'model'],
        message: `there is no model '${leaf.model}'; ${suggest(leaf.model, [...files.keys()], 'Models')}`,
      });
    } else if (circle?.[1] === leaf.model) {
      problems.push({
        path: [...at, 'model'],
        message: `the models refer to each other in a circle: ${circle.join(' → ')}; remove one of the references`,
      });
    }
  });
  return problems;
}

function toModel(file: ModelFile): Model {
  return {
    name: file.name,
    description: file.description.trim(),
    unit: file.unit,
    when: file.when,
    attack: {
      tactic: file.attack.tactic,
      techniques: file.attack.techniques.map((id) => ({ id, name: ATTACK_TECHNIQUES.get(id)?.name ?? id })),
    },
    severity: file.severity,
    sentence: file.sentence.trim(),
    actions: file.actions,
    false_positives: file.false_positives,
  };
}

/**
 * Reads and checks model files. Throws one ConfigError that names every problem of every file with line, column and fix:
 * unknown keys, facets, facts, techniques or models, circles of references, a name that is not the path, missing tests.
 */
export function loadModels(texts: readonly ModelText[]): ModelSet {
  const complaints: string[] = [];
  const files = new Map<string, Content<ModelFile>>();
  const attempt = (check: () => void): void => {
    try {
      check();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      complaints.push(error.message);
    }
  };
  for (const { path, text } of [...texts].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    attempt(() => {
      const content = readYamlContent(text, path, ModelFile);
      const twin = files.get(content.value.name);
      files.set(content.value.name, content);
      rejectProblems(content, [
        ...problemsOf(content.value, path),
        ...(twin === undefined
          ? []
          : [{ path: ['name'], message: `the model '${content.value.name}' is also in ${twin.fileName}; rename one` }]),
      ]);
    });
  }
  for (const content of files.values()) {
    attempt(() => {
      rejectProblems(content, referenceProblems(content, files));
    });
  }
  if (complaints.length > 0) throw new ConfigError(complaints.join('\n'));
  const tests = new Map<string, readonly ModelTest[]>([...files].map(([name, content]) => [name, content.value.tests]));
  return compileModels(
    [...files.values()].map((content) => toModel(content.value)),
    tests,
  );
}
