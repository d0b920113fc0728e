import { describe, expect, it } from 'vitest';
import { packagedFolder, readContentFolder } from '../../src/config/read-content-folder.js';
import { rowsOfAnswer } from '../../src/panels/elasticsearch/rows-of-answer.js';
import { searchBody } from '../../src/panels/elasticsearch/search-body.js';
import { loadDashboards } from '../../src/panels/load-dashboards.js';
import type { Panel } from '../../src/panels/panel.js';

const { panels } = loadDashboards(readContentFolder(packagedFolder('dashboards')));
const panelOf = (id: string): Panel => {
  const panel = panels.get(id);
  if (panel === undefined) throw new RangeError(`there is no panel ${id}`);
  return panel;
};

describe('the search of a panel', () => {
  it('nests splits, orders them, and counts within conditions', () => {
    expect(searchBody(panelOf('entities-by-type'), [{ field: 'throughline.tenant', is: 'acme' }])).toEqual({
      size: 0,
      track_total_hits: false,
      query: { bool: { filter: [{ terms: { 'throughline.kind': ['entity'] } }, { terms: { 'throughline.tenant': ['acme'] } }] } },
      aggs: {
        all: {
          filter: { match_all: {} },
          aggs: {
            rows: {
              terms: { field: 'throughline.entity.type', size: 7, shard_size: 1000, order: [{ _count: 'desc' }, { _key: 'asc' }] },
              aggs: { unusual: { filter: { bool: { filter: [{ range: { 'throughline.profile.part_in_anomalies': { gte: 1 } } }] } } } },
            },
          },
        },
      },
    });
  });

  it('asks for documents in the order of a list, with no more than its columns', () => {
    expect(searchBody(panelOf('incident-evidence'))).toEqual({
      size: 100,
      track_total_hits: false,
      query: { bool: { filter: [{ terms: { 'throughline.kind': ['step'] } }, { terms: { 'throughline.step.sort': ['evidence'] } }] } },
      sort: [{ 'throughline.step.order': { order: 'asc', missing: '_last' } }, { 'throughline.id': { order: 'asc' } }],
      _source: ['event.start', 'throughline.events.source', 'throughline.events.id'],
    });
  });

  it('never uses what needs scripts, a paid licence or a module outside the core', () => {
    for (const panel of panels.values()) {
      expect(JSON.stringify(searchBody(panel)), panel.id).not.toMatch(/script|runtime_mappings|top_metrics|esql|"from":/);
    }
  });

  it('an answer becomes rows', () => {
    const answer = {
      aggregations: {
        all: {
          doc_count: 3,
          rows: {
            buckets: [
              { key: 'user', doc_count: 2, unusual: { doc_count: 1 } },
              { key: 'device', doc_count: 1, unusual: { doc_count: 0 } },
            ],
          },
        },
      },
    };
    expect(rowsOfAnswer(panelOf('entities-by-type'), answer)).toEqual([
      ['user', 2, 1],
      ['device', 1, 0],
    ]);
    expect(rowsOfAnswer(panelOf('entities-by-type'), {})).toEqual([]);
  });
});
