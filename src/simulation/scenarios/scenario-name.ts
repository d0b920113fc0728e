/** Attacks that can be hidden in an estate. */
export const SCENARIO_NAMES = ['salesloft', 'phish-to-cloud', 'insider-exfil', 'bec', 'ransomware-saas'] as const;
export type ScenarioName = (typeof SCENARIO_NAMES)[number];
