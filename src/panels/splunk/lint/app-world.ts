import { parseConf, type ConfStanza } from './parse-conf.js';
import type { SearchWorld } from './lint-search.js';

/** Text files of an app by path below its folder. */
export type AppTexts = ReadonlyMap<string, string>;

/** The stanzas of one of the app's files; none if it is absent. */
export const stanzasOf = (app: AppTexts, file: string): readonly ConfStanza[] => parseConf(app.get(`default/${file}`) ?? '').stanzas;

/** The value of a setting of a stanza, if it has it. */
export const settingOf = ({ settings }: ConfStanza, key: string): string | undefined =>
  settings.find((setting) => setting.key === key)?.value;

/** What searches of the app may refer to. */
export function searchWorld(app: AppTexts): SearchWorld {
  return {
    macros: new Map(stanzasOf(app, 'macros.conf').map((stanza) => [stanza.name, settingOf(stanza, 'definition') ?? ''])),
    lookups: new Map(
      stanzasOf(app, 'transforms.conf').map((stanza) => [stanza.name, new Set((settingOf(stanza, 'fields_list') ?? '').split(/[,\s]+/))]),
    ),
    sourcetypes: new Map(
      stanzasOf(app, 'props.conf').map(({ name, settings }) => [
        name,
        new Set(settings.flatMap(({ key }) => (key.startsWith('EVAL-') ? [key.slice('EVAL-'.length)] : []))),
      ]),
    ),
  };
}

/** Names of the app's views. */
export const viewsOf = (app: AppTexts): ReadonlySet<string> =>
  new Set([...app.keys()].flatMap((path) => /^default\/data\/ui\/views\/(.*)\.xml$/.exec(path)?.slice(1, 2) ?? []));
