import { systemPacing, type Pacing } from '../pacing.js';
import type { SplunkPlatformSettings } from './platform-settings.js';
import { SearchSlots } from './search-slots.js';
import { SplunkGateway } from './splunk-gateway.js';

/** What every part of the connector works with: the management port, and who may search when. */
export class SplunkPlatform {
  readonly settings: SplunkPlatformSettings;
  readonly pacing: Pacing;
  readonly gateway: SplunkGateway;
  readonly slots: SearchSlots;

  constructor(settings: SplunkPlatformSettings, pacing: Pacing = systemPacing) {
    this.settings = settings;
    this.pacing = pacing;
    this.gateway = new SplunkGateway(settings.management, pacing);
    this.slots = new SearchSlots(Math.max(1, settings.searchQuota - 1));
  }

  /** A path within the app, e.g. `search/v2/jobs`. */
  inApp(path: string): string {
    return `/servicesNS/nobody/${encodeURIComponent(this.settings.app)}/${path}`;
  }

  close(): Promise<void> {
    return this.gateway.close();
  }
}
