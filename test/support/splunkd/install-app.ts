import { readAppFolder, splunkAppFolder } from '../../../src/cli/splunk-app-folder.js';
import { splunkPieces } from '../../../src/cli/splunk-pieces.js';
import type { KnowledgeObjects } from './knowledge-objects.js';

const APP = 'throughline';

/** Puts the shipped app where an installation would have put it, with no call made. */
export function installApp(objects: KnowledgeObjects): void {
  for (const { collection, name, settings, global } of splunkPieces(readAppFolder(splunkAppFolder()))) {
    const local = collection === '/services/apps/local';
    objects.add(
      local ? '' : APP,
      local ? 'apps' : collection.replace(`/servicesNS/nobody/${APP}/`, ''),
      name,
      { ...settings },
      global ? 'global' : 'app',
    );
  }
}
