import { describe, expect, it } from 'vitest';
import { AnomalyDocument } from '../../src/documents/anomaly.js';
import { mappingOf, templateCalls } from './index-templates.js';

interface Mapped {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Mapped>>;
}

const at = (mapping: Mapped, path: string): Mapped | undefined =>
  path.split('.').reduce<Mapped | undefined>((node, name) => node?.properties?.[name], mapping);

describe('mappingOf', () => {
  const mapping = mappingOf(AnomalyDocument);

  it.each([
    ['@timestamp', 'date'],
    ['message', 'text'],
    ['event.ingested', 'date'],
    ['event.risk_score', 'double'],
    ['throughline.entity.id', 'keyword'],
    ['throughline.anomaly.probability', 'double'],
    ['throughline.anomaly.baseline_windows', 'long'],
    ['throughline.anomaly.facets.observed', 'double'],
    ['throughline.events.time', 'date'],
  ])('maps %s as %s', (path, type) => {
    expect(at(mapping, path)?.type).toBe(type);
  });

  it('tells what every field means', () => {
    expect(mapping._meta.descriptions['throughline.anomaly.probability']).toBe('Calibrated probability of a window at least this unusual');
  });
});

describe('templateCalls', () => {
  it('makes data streams of what is only added to, with a retention where one is wanted', () => {
    const [component, template] = templateCalls('anomaly', mappingOf(AnomalyDocument), { product: 'elasticsearch', retention: '90d' });
    expect(component?.path).toBe('/_component_template/throughline-anomaly@mappings');
    expect(template?.body).toMatchObject({
      index_patterns: ['logs-throughline.anomaly-*'],
      priority: 500,
      data_stream: {},
      template: { lifecycle: { data_retention: '90d' }, settings: { index: { mode: 'standard' } } },
    });
  });

  it('uses nothing on OpenSearch that it does not know, and plain indices for what changes', () => {
    const [, template] = templateCalls('incident', mappingOf(AnomalyDocument), { product: 'opensearch', retention: '90d' });
    expect(template?.body).not.toHaveProperty('data_stream');
    expect(template?.body.template).toEqual({});
  });
});
