import { SEVERITIES } from '../../documents/common.js';
import type { Finding, UnitKind } from '../finding.js';
import type { Model } from '../model.js';
import { compileCondition, FindingView, type Predicate } from './compile-condition.js';
import type { ModelTest } from './model-file.js';
import { specificity } from './walk-condition.js';

interface CompiledModel {
  readonly model: Model;
  readonly predicate: Predicate;
}

/** Checked models, compiled. Build with `loadModels`. */
export interface ModelSet {
  /** In rank order: the order in which `matchModels` names them. */
  readonly models: readonly Model[];
  readonly byName: ReadonlyMap<string, Model>;
  readonly tests: ReadonlyMap<string, readonly ModelTest[]>;
  readonly compiled: ReadonlyMap<UnitKind, readonly CompiledModel[]>;
  readonly view: FindingView;
}

/** Models of this top folder say what to do about a finding, not what it is; they are named last. */
const RESPONSE = 'Response / ';

function rank(models: readonly Model[]): readonly Model[] {
  const byName = new Map(models.map((model) => [model.name, model]));
  const ofModel = (name: string): number => {
    const model = byName.get(name);
    return model === undefined ? 0 : specificity(model.when, ofModel);
  };
  return models
    .map((model) => ({
      model,
      isResponse: model.name.startsWith(RESPONSE) ? 1 : 0,
      specific: ofModel(model.name),
      severity: SEVERITIES.indexOf(model.severity),
    }))
    .sort(
      (a, b) => a.isResponse - b.isResponse || b.specific - a.specific || b.severity - a.severity || (a.model.name < b.model.name ? -1 : 1),
    )
    .map((entry) => entry.model);
}

/** Compiles models whose references are known to exist and to be free of circles. */
export function compileModels(unranked: readonly Model[], tests: ReadonlyMap<string, readonly ModelTest[]>): ModelSet {
  const models = rank(unranked);
  const byName = new Map(models.map((model) => [model.name, model]));
  const predicates = new Map<string, Predicate>();

  const predicateOf = (name: string): Predicate => {
    const known = predicates.get(name);
    if (known !== undefined) return known;
    const model = byName.get(name);
    if (model === undefined) return () => false;
    const index = models.indexOf(model);
    const inner = compileCondition(model.when, predicateOf);
    const remembered: Predicate = (view) => {
      const verdict = view.verdicts[index];
      if (verdict !== 0) return verdict === 1;
      const fits = model.unit.includes(view.unit) && inner(view);
      view.verdicts[index] = fits ? 1 : 2;
      return fits;
    };
    predicates.set(name, remembered);
    return remembered;
  };

  const compiled = new Map<UnitKind, CompiledModel[]>();
  for (const model of models) {
    for (const unit of model.unit) {
      const list = compiled.get(unit) ?? [];
      list.push({ model, predicate: predicateOf(model.name) });
      compiled.set(unit, list);
    }
  }
  return { models, byName, tests, compiled, view: new FindingView(models.length) };
}

/**
 * The models that fit the finding: most specific first (see `specificity`), then most severe, then by name; models of the
 * folder Response last. Empty if none fits.
 */
export function matchModels(set: ModelSet, finding: Finding): readonly Model[] {
  const candidates = set.compiled.get(finding.unit) ?? [];
  const { view } = set;
  view.load(finding);
  const fitting: Model[] = [];
  for (const { model, predicate } of candidates) if (predicate(view)) fitting.push(model);
  return fitting;
}
