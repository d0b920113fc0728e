import type { Estate } from '../estate.js';
import { RandomGenerator } from '../random.js';
import type { DraftRecord, TruthRow } from '../simulated-record.js';
import { businessEmailCompromise } from './bec.js';
import { insiderExfiltration } from './insider-exfil.js';
import { phishToCloud } from './phish-to-cloud.js';
import { ransomwareInSaas } from './ransomware-saas.js';
import { salesloft } from './salesloft.js';
import type { ScenarioName } from './scenario-name.js';
import type { Scenario } from './scenario.js';

const SCENARIOS: Readonly<Record<ScenarioName, Scenario>> = {
  salesloft,
  'phish-to-cloud': phishToCloud,
  'insider-exfil': insiderExfiltration,
  bec: businessEmailCompromise,
  'ransomware-saas': ransomwareInSaas,
};

/** Plays the scenarios in an estate. Records and truth come in order of time; records outside the estate's time are dropped with their truth. */
export function playScenarios(
  estate: Estate,
  names: readonly ScenarioName[],
): { readonly records: readonly DraftRecord[]; readonly truth: readonly TruthRow[] } {
  const acts: { readonly record: DraftRecord; readonly truth: TruthRow }[] = [];
  const end = estate.calendar.start + estate.calendar.days * 86_400_000;
  names.forEach((name, index) => {
    const incident = `${name}-${estate.seed}-${index + 1}`;
    SCENARIOS[name]({
      estate,
      random: RandomGenerator.keyed(estate.seed, `scenario:${name}`, index),
      act(stage, key, actor, records) {
        for (const record of records) {
          if (record.time < estate.calendar.start || record.time >= end) continue;
          acts.push({
            record,
            truth: { scenario: name, incident, stage, key, source: record.file, eventId: record.eventId, time: record.time, actor },
          });
        }
      },
    });
  });
  acts.sort((a, b) => a.record.time - b.record.time);
  return { records: acts.map((act) => act.record), truth: acts.map((act) => act.truth) };
}
