import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { splunkFiles } from '../../scripts/splunk-content.js';
import { packagedFolder, readContentFolder } from '../../src/config/read-content-folder.js';
import { flatName, flatRecord } from '../../src/documents/flat-record.js';
import { fieldsOf } from '../../src/panels/load-panels.js';
import { loadDashboards } from '../../src/panels/load-dashboards.js';
import { PANEL_KINDS } from '../../src/panels/panel-file.js';
import type { Panel } from '../../src/panels/panel.js';
import { panelSearch } from '../../src/panels/splunk/panel-search.js';
import { splConditions } from '../../src/panels/splunk/spl-condition.js';
import { splHeading, splText } from '../../src/panels/splunk/spl-text.js';
import { controlsOf, studioDashboard, viewXml } from '../../src/panels/splunk/studio-dashboard.js';

const { panels, dashboards } = loadDashboards(readContentFolder(packagedFolder('dashboards')));
const set = { panels, dashboards };
const panelOf = (id: string): Panel => {
  const panel = panels.get(id);
  if (panel === undefined) throw new RangeError(`there is no panel ${id}`);
  return panel;
};

describe('what is generated for Splunk', () => {
  it.each([...splunkFiles()])('%s is what the definitions give (npm run splunk-content)', (path, text) => {
    expect(readFileSync(path, 'utf8') === text).toBe(true);
  });

  it('has the nine dashboards, each with every panel of its definition', () => {
    expect(dashboards.map(({ title }) => title)).toEqual([
      'Overview',
      'Incidents',
      'Incident detail',
      'Users and devices',
      'Email and network domains',
      'SaaS activity',
      'Network and beaconing',
      'Response',
      'Health and calibration',
    ]);
    for (const dashboard of dashboards) {
      const { visualizations } = studioDashboard(dashboard, set) as { visualizations: Record<string, { title: string }> };
      const wanted = dashboard.rows.flatMap((row) => row.panels.map(({ panel }) => panelOf(panel).title));
      expect(Object.values(visualizations).map(({ title }) => title)).toEqual(wanted);
    }
  });

  it('never searches all indexes', () => {
    for (const [path, text] of splunkFiles()) expect(text, path).not.toMatch(/index\s*=\s*"?\*/);
  });
});

describe('the search of a panel', () => {
  it('counts, orders and cuts', () => {
    expect(panelSearch(panelOf('actions-by-kind'))).toBe(
      '| inputlookup throughline_actions | `throughline_in_time` | fields event_action | stats count as m_actions by event_action' +
        ' | sort 0 -num(m_actions), +str(event_action) | head 12 | table event_action m_actions | rename event_action as "Action", m_actions as "Actions"',
    );
  });

  it('orders outer values by documents, before a document becomes several rows', () => {
    const search = panelSearch(panelOf('entity-domains'));
    expect(search).toContain(
      'eventstats count as placing by entity_name | sort 0 -num(placing), +str(entity_name) | streamstats dc(entity_name) as rank_1 | where rank_1<=15' +
        ' | eval anomaly_domains=mvdedup(anomaly_domains) | mvexpand anomaly_domains | stats count as m_anomalies by rank_1 entity_name anomaly_domains',
    );
  });

  it('keeps the values of a field together for a second split by it', () => {
    expect(panelSearch(panelOf('incident-domains'))).toContain(
      'eval incident_domains_1=mvdedup(incident_domains) | mvexpand incident_domains_1 | sort 0 +str(incident_domains_1)' +
        ' | streamstats dc(incident_domains_1) as rank_1 | where rank_1<=7' +
        ' | eval incident_domains_2=mvdedup(incident_domains) | mvexpand incident_domains_2 | stats count as m_incidents by rank_1 incident_domains_1 incident_domains_2',
    );
  });

  it('counts only what fits further conditions', () => {
    expect(panelSearch(panelOf('entities-by-type'))).toContain('count(eval(profile_part_in_anomalies>=1)) as m_unusual by entity_type');
  });

  it('shows each incident once, in its current state', () => {
    for (const panel of panels.values()) {
      if (panel.documents === 'incident') expect(panelSearch(panel), panel.id).toMatch(/^\| inputlookup throughline_incidents \|/);
      if (panel.documents === 'anomaly') expect(panelSearch(panel), panel.id).toMatch(/^`throughline_anomalies` \|/);
    }
  });
});

describe('conditions', () => {
  const fields = fieldsOf('anomaly');

  it('on a field with several values fit if one of them does', () => {
    expect(splConditions([{ field: 'throughline.anomaly.domains', is: ['saas', 'email'] }], fields)).toBe(
      'isnotnull(mvfilter(anomaly_domains="saas" OR anomaly_domains="email"))',
    );
    expect(splConditions([{ field: 'throughline.anomaly.domains', not: 'saas' }], fields)).toBe('isnull(mvfilter(anomaly_domains="saas"))');
  });

  it('that exclude a value let through what has none', () => {
    expect(splConditions([{ field: 'event.action', not: 'x' }], fields)).toBe('(isnull(event_action) OR NOT event_action="x")');
  });

  it('compare numbers without exponents', () => {
    expect(splConditions([{ field: 'throughline.anomaly.probability', to: 1e-7 }], fields)).toBe('anomaly_probability<=0.0000001');
  });
});

/** What an expression that `splText` wrote is worth. */
const worth = (expression: string): string => {
  const [, encoded, plain] = /^(?:urldecode\("([^"\\`$]*)"\)|"([^"\\`$]*)")$/.exec(expression) ?? [];
  if (encoded !== undefined) return decodeURIComponent(encoded);
  if (plain !== undefined) return plain;
  throw new RangeError(`not one text: ${expression}`);
};

const NASTY = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('"', '\\', '`', '$', '|', ']', '[', '\n', '\r', '*', '%', "'", '\u0000', 'a', ' ', '=', '+') }),
);

describe('whatever a value holds', () => {
  it('it is one text, equal to itself, with nothing in it that ends a string, starts a macro, a token or a line', () => {
    fc.assert(
      fc.property(NASTY, (value) => {
        expect(worth(splText(value))).toBe(value);
        expect(splText(value)).not.toMatch(/[\n\r`$\\]/);
      }),
      { numRuns: 2000 },
    );
  });

  it('a condition on it stays one comparison', () => {
    fc.assert(
      fc.property(NASTY, (value) => {
        const text = splConditions([{ field: 'throughline.entity.name', is: value }], fieldsOf('anomaly'));
        expect(text.startsWith('entity_name=')).toBe(true);
        expect(worth(text.slice('entity_name='.length))).toBe(value);
      }),
      { numRuns: 1000 },
    );
  });

  it('a heading is one quoted text without wildcards', () => {
    fc.assert(
      fc.property(NASTY, (value) => {
        expect(splHeading(value)).toMatch(/^"[^"\\`$*%|\n\r]*"$/);
      }),
      { numRuns: 1000 },
    );
  });

  it('a definition comes out of its view as it went in', () => {
    fc.assert(
      fc.property(NASTY, fc.constantFrom('', ']]>', '<![CDATA[', '&lt;'), (value, more) => {
        const definition = { title: `${value}${more}`, list: [`${more}${value}`] };
        const xml = viewXml('T', 'D', definition);
        const [, cdata = ''] = /<definition><!\[CDATA\[([\s\S]*)\]\]><\/definition>/.exec(xml) ?? [];
        expect(JSON.parse(cdata.replaceAll(']]]]><![CDATA[>', ']]>'))).toEqual(definition);
        expect(cdata.replaceAll(']]]]><![CDATA[>', '')).not.toContain(']]>');
      }),
      { numRuns: 500 },
    );
  });
});

describe('flat records', () => {
  it('have one name for each field, which no search has to quote', () => {
    for (const kind of PANEL_KINDS) {
      const names = [...fieldsOf(kind).keys()].map(flatName);
      expect(new Set(names).size, kind).toBe(names.length);
      for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
    }
  });

  it('keep numbers, tell times in seconds and truths in words, and leave out what is empty', () => {
    const document = {
      '@timestamp': '2026-01-01T00:00:00.500Z',
      message: '',
      related: { user: ['ann'], ip: [] },
      throughline: { id: 'i1', incident: { score: 71.5, needs_person: false, domains: ['email', 'saas'] } },
    };
    expect(flatRecord(document, fieldsOf('incident').values())).toEqual({
      timestamp: 1_767_225_600.5,
      related_user: ['ann'],
      id: 'i1',
      incident_score: 71.5,
      incident_needs_person: 'false',
      incident_domains: ['email', 'saas'],
    });
  });
});

describe('controls', () => {
  it('are those of the definition; the name and the id of what a dashboard is about are one', () => {
    for (const dashboard of dashboards) {
      const wanted = dashboard.controls
        .map(({ field }) => field)
        .filter((field) => dashboard.focus === undefined || field !== 'throughline.incident.title');
      expect(controlsOf(dashboard).map(({ field }) => field)).toEqual(wanted);
    }
  });

  it('narrow every panel whose documents have the field, and no other', () => {
    const overview = dashboards.find(({ id }) => id === 'overview');
    if (overview === undefined) throw new RangeError('there is no overview');
    const { dataSources } = studioDashboard(overview, set) as { dataSources: Record<string, { options: { query: string } }> };
    expect(dataSources.search_incidents_open?.options.query).toContain(
      'where ($incident_queue|s$="*" OR incident_queue=$incident_queue|s$)',
    );
    expect(dataSources.search_anomalies_by_domain?.options.query).toContain(
      'where ($anomaly_domains|s$="*" OR isnotnull(mvfilter(anomaly_domains=$anomaly_domains|s$)))',
    );
    expect(dataSources.search_sources_not_good?.options.query).not.toContain('|s$');
  });
});
