import ipaddr from 'ipaddr.js';
import type { Suppression } from '../../config/configuration.js';
import { wildcard } from '../../config/wildcard.js';
import type { Finding } from '../finding.js';
import type { Model } from '../model.js';

/** Tells which exception covers a finding with the models that fit it, or `undefined` if none does. */
export type SuppressionTest = (finding: Finding, models: readonly Model[]) => Suppression | undefined;

/** True if there is something to test and every part of it fits a pattern. */
function covers(patterns: readonly string[]): (texts: readonly string[]) => boolean {
  const tests = patterns.map(wildcard);
  return (texts) => tests.length === 0 || (texts.length > 0 && texts.every((text) => tests.some((test) => test(text))));
}

function coversAddresses(networks: readonly string[]): (addresses: readonly string[]) => boolean {
  const ranges = networks.map((network) => ipaddr.parseCIDR(network));
  const isInside = (address: string): boolean => {
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    return ranges.some(([network, bits]) => parsed.kind() === network.kind() && parsed.match(network, bits));
  };
  return (addresses) => ranges.length === 0 || (addresses.length > 0 && addresses.every(isInside));
}

/**
 * Compiles the exceptions of the configuration. One covers a finding only if each of its keys covers the whole of it: the
 * subject by name or id, every address acted from, every source, every operation and every model that fits (Response models
 * aside). So an exception for a backup server never hides what else is done from another address in the same hour. `until`
 * is held against the end of the window, so that a replay gives the same result on any day. The first that covers counts.
 */
export function compileSuppressions(suppressions: readonly Suppression[]): SuppressionTest {
  const compiled = suppressions.map((suppression) => {
    const models = covers(suppression.models);
    const entities = suppression.entities.map(wildcard);
    const networks = coversAddresses(suppression.networks);
    const sources = covers(suppression.sources);
    const operations = covers(suppression.operations);
    const fits = (finding: Finding, names: readonly string[], addresses: readonly string[]): boolean =>
      (suppression.until === undefined || finding.windowEnd <= suppression.until) &&
      (entities.length === 0 || entities.some((entity) => entity(finding.entity.name) || entity(finding.entity.id))) &&
      models(names) &&
      networks(addresses) &&
      sources(finding.sources) &&
      operations([...finding.operations.keys()]);
    return { suppression, fits };
  });
  return (finding, models) => {
    if (compiled.length === 0) return undefined;
    const names = models.map((model) => model.name).filter((name) => !name.startsWith('Response / '));
    const addresses = finding.events.map((event) => event.sourceIp).filter((address) => address !== '');
    return compiled.find(({ fits }) => fits(finding, names, addresses))?.suppression;
  };
}
