/* global window, document */
import React from 'react';
import { createRoot } from 'react-dom/client';
import { DashboardContextProvider } from '@splunk/dashboard-context';
import { DashboardCore } from '@splunk/dashboard-core';
import { createSchemaBasedOnPresets } from '@splunk/dashboard-definition';
import { TimeRangeInput } from '@splunk/dashboard-inputs';
import EnterpriseViewOnlyPreset from '@splunk/dashboard-presets/EnterpriseViewOnlyPreset';
import {
  checkDuplicateTokens,
  checkInputsInStructure,
  checkVisualizationsInStructure,
  DashboardValidator,
} from '@splunk/dashboard-validation';
import { DataSet } from '@splunk/datasource-utils';
import { DataSource } from '@splunk/datasources';
import SplunkThemeProvider from '@splunk/themes/SplunkThemeProvider';

const { definition, answers, colorScheme } = window.given;

/** A query as tokens leave it fits the query of the definition: what stands between two dollar signs may have become anything. */
const fitting = answers.map(({ query, fields, columns }) => ({
  pattern: new RegExp(
    `^${query
      .split(/\$[^$]+\$/)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[^]*')}$`,
  ),
  fields,
  columns,
}));

window.unanswered = [];

/** Answers a search with rows made beforehand: the search itself is not executed. */
class AnswersMadeBeforehand extends DataSource {
  request() {
    return (observer) => {
      const answer = fitting.find(({ pattern }) => pattern.test(this.options.query));
      if (answer === undefined) window.unanswered.push(this.options.query);
      const { fields, columns } = answer ?? { fields: [], columns: [] };
      const meta = { totalCount: columns[0]?.length ?? 0, percentComplete: 100, status: 'done' };
      observer.next({ data: DataSet.fromJSONCols(fields, columns), meta });
      observer.complete?.();
    };
  }
}
AnswersMadeBeforehand.schema = EnterpriseViewOnlyPreset.dataSources['ds.search'].schema;
AnswersMadeBeforehand.config = EnterpriseViewOnlyPreset.dataSources['ds.search'].config;

const preset = {
  ...EnterpriseViewOnlyPreset,
  dataSources: { ...EnterpriseViewOnlyPreset.dataSources, 'ds.search': AnswersMadeBeforehand },
  inputs: { ...EnterpriseViewOnlyPreset.inputs, 'input.timerange': TimeRangeInput },
};

const problems = [];
const validator = new DashboardValidator();
const refused = validator.setSchema(createSchemaBasedOnPresets(EnterpriseViewOnlyPreset));
if (refused) problems.push({ check: 'schema', message: String(refused) });
for (const problem of validator.validate(definition) ?? []) problems.push({ check: 'validate', ...problem });
for (const check of [checkDuplicateTokens, checkVisualizationsInStructure, checkInputsInStructure])
  for (const problem of check(definition) ?? []) problems.push({ check: check.name, ...problem });

/** What the validator passes over: options that no schema has, sources that nothing defines. */
for (const [id, { type, options = {}, dataSources = {}, eventHandlers = [] }] of Object.entries(definition.visualizations)) {
  const known = EnterpriseViewOnlyPreset.visualizations[type];
  if (known === undefined) problems.push({ check: 'type', id, message: type });
  const schema = known?.config?.optionsSchema ?? {};
  for (const option of Object.keys(options)) if (!(option in schema)) problems.push({ check: 'option', id, message: option });
  for (const source of Object.values(dataSources))
    if (!(source in definition.dataSources)) problems.push({ check: 'source', id, message: source });
  for (const handler of eventHandlers)
    if (!(handler.type in EnterpriseViewOnlyPreset.eventHandlers)) problems.push({ check: 'handler', id, message: handler.type });
}
window.problems = JSON.parse(JSON.stringify(problems));

createRoot(document.getElementById('dashboard')).render(
  <SplunkThemeProvider family="enterprise" colorScheme={colorScheme} density="comfortable">
    <DashboardContextProvider preset={preset} initialDefinition={definition}>
      <DashboardCore width="100%" height="auto" />
    </DashboardContextProvider>
  </SplunkThemeProvider>,
);
