import type { DashboardSet } from '../load-dashboards.js';
import type { Question } from '../load-questions.js';
import { appManifest, appStanzas, metadata, navigation } from './app-conf.js';
import { confText } from './conf-text.js';
import { DATA_HEALTH_DESCRIPTION, DATA_HEALTH_TITLE, DATA_HEALTH_VIEW, dataHealth } from './data-health.js';
import { collectionStanzas, eventtypeStanzas, lookupStanzas, macroStanzas, propsStanzas, tagStanzas } from './knowledge-conf.js';
import { reportNames, savedSearchStanzas } from './saved-searches.js';
import { viewOf } from './splunk-names.js';
import { studioDashboard, viewXml } from './studio-dashboard.js';

/**
 * The generated text files of the app, by path below its folder. Licence, icons and read-me lie beside them.
 *
 * @param version semantic version of the app
 */
export const appFiles = (set: DashboardSet, questions: readonly Question[], version: string): ReadonlyMap<string, string> =>
  new Map([
    ['app.manifest', appManifest(version)],
    ['default/app.conf', confText(appStanzas(version))],
    ['default/collections.conf', confText(collectionStanzas(set, questions))],
    ['default/eventtypes.conf', confText(eventtypeStanzas())],
    ['default/macros.conf', confText(macroStanzas())],
    ['default/props.conf', confText(propsStanzas())],
    ['default/savedsearches.conf', confText(savedSearchStanzas(questions))],
    ['default/tags.conf', confText(tagStanzas())],
    ['default/transforms.conf', confText(lookupStanzas(set, questions))],
    ['default/data/ui/nav/default.xml', navigation(set.dashboards, reportNames(questions))],
    ...set.dashboards.map(
      (dashboard) =>
        [
          `default/data/ui/views/${viewOf(dashboard.id)}.xml`,
          viewXml(dashboard.title, dashboard.description, studioDashboard(dashboard, set)),
        ] as const,
    ),
    [`default/data/ui/views/${DATA_HEALTH_VIEW}.xml`, viewXml(DATA_HEALTH_TITLE, DATA_HEALTH_DESCRIPTION, dataHealth())],
    ['metadata/default.meta', metadata()],
  ]);
