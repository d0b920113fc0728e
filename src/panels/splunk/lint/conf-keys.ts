/**
 * The settings that the app uses, by file, as Splunk's own `FILE.spec` of version 9.2 describes them: names, or patterns for those with a
 * free part. A setting that is not here is reported, so that none is shipped unread; a test compares the list with the specifications
 * where they are at hand.
 */
export const CONF_KEYS: Readonly<Record<string, readonly (string | RegExp)[]>> = {
  'app.conf': [
    'is_configured',
    'state',
    'build',
    'name',
    'version',
    'id',
    'check_for_updates',
    'author',
    'description',
    'is_visible',
    'label',
    'supported_themes',
  ],
  'collections.conf': ['enforceTypes', 'replicate', /^field\.[a-z][a-z0-9_]*$/, /^accelerated_fields\.[a-z][a-z0-9_]*$/],
  'default.meta': ['access', 'export'],
  'eventtypes.conf': ['search'],
  'macros.conf': ['definition', 'iseval'],
  'props.conf': ['KV_MODE', 'SHOULD_LINEMERGE', 'LINE_BREAKER', 'TRUNCATE', /^EVAL-[a-z][a-z0-9_]*$/],
  'savedsearches.conf': [
    'description',
    'search',
    'disabled',
    'enableSched',
    'cron_schedule',
    'schedule_window',
    'allow_skew',
    'dispatch.earliest_time',
    'dispatch.latest_time',
    'dispatch.index_earliest',
    'dispatch.index_latest',
    'dispatch.ttl',
    'counttype',
    'relation',
    'quantity',
    'alert.track',
    'alert.digest_mode',
    'alert.severity',
    'alert.expires',
    'alert.suppress',
    'alert.suppress.fields',
    'alert.suppress.period',
    'request.ui_dispatch_app',
    'request.ui_dispatch_view',
  ],
  'tags.conf': ['alert'],
  'transforms.conf': ['external_type', 'collection', 'fields_list'],
};

/** Whether a file of the app may hold a setting. */
export const isKnownKey = (file: string, key: string): boolean =>
  (CONF_KEYS[file] ?? []).some((known) => (typeof known === 'string' ? known === key : known.test(key)));
