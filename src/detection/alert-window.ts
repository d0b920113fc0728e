import type { Activity } from '../activity/activity.js';
import { hashText } from '../baselines/hash.js';
import { ALERT } from './unit-layout.js';
import { UnitWindow } from './unit-window.js';

/** A window of third-party alerts about one entity. */
export class AlertWindow extends UnitWindow {
  constructor(entity: number) {
    super(ALERT, entity);
  }

  take(activity: Activity, index: number): void {
    this.events.push(index);
    this.eventCount += activity.count;
    this.happened('alert', activity.alert?.rule ?? activity.action, false, activity.count);
    this.see(0, hashText(`${activity.alert?.vendor ?? ''}|${activity.alert?.rule ?? activity.action}`, 25), index);
  }
}
