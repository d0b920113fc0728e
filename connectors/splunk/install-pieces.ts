import type { CallOptions } from '../connector.js';
import { SourceUnavailableError } from '../../src/errors.js';
import type { Pacing } from '../pacing.js';
import { SplunkGateway, type SplunkForm } from './splunk-gateway.js';
import type { SplunkSettings } from './splunk-settings.js';

/** One object of the app, as it ought to be. */
export interface SplunkPiece {
  /** What it is, in words, e.g. `macro`. */
  readonly title: string;
  /** Where objects of its sort are created and changed, e.g. `/servicesNS/nobody/throughline/configs/conf-macros`. */
  readonly collection: string;
  readonly name: string;
  readonly settings: SplunkForm;
  /** Settings that belong to the site: written where the piece is new, left as they are where it exists. */
  readonly ofSite: readonly string[];
  /** `whole`: created with its settings; `name-first`: created by name alone, the settings follow; `with-app`: a new app comes with one. */
  readonly creation: 'whole' | 'name-first' | 'with-app';
  /** Seen by other apps too, as far as access allows. */
  readonly global: boolean;
}

/** One call as a dry run tells it. */
export interface SplunkCallPlan {
  readonly path: string;
  readonly form: SplunkForm;
}

export interface PieceOutcome {
  readonly piece: SplunkPiece;
  readonly outcome: 'created' | 'updated' | 'unchanged';
  /** What was written to a piece that existed. */
  readonly changed: readonly string[];
}

/** What an entry tells of itself. */
interface Entry {
  readonly content: Readonly<Record<string, unknown>>;
  readonly app: string;
  readonly sharing: string;
}

/** Everybody may read, administrators may write; `nobody` owns what an app holds. */
const GLOBAL: SplunkForm = { sharing: 'global', owner: 'nobody', 'perms.read': '*', 'perms.write': 'admin' };

const pathOf = ({ collection, name }: SplunkPiece): string => `${collection}/${encodeURIComponent(name)}`;

/** The calls that make a piece in an app that was just made, in order. */
export const callsInNewApp = (piece: SplunkPiece): readonly SplunkCallPlan[] =>
  piece.creation === 'with-app' ? [{ path: pathOf(piece), form: piece.settings }] : creatingCalls(piece);

/** The calls that make a piece where it does not exist, in order. */
function creatingCalls(piece: SplunkPiece): readonly SplunkCallPlan[] {
  const { collection, name, settings, creation, global } = piece;
  const sharing = global ? [{ path: `${pathOf(piece)}/acl`, form: GLOBAL }] : [];
  if (creation === 'name-first') return [{ path: collection, form: { name } }, { path: pathOf(piece), form: settings }, ...sharing];
  return [{ path: collection, form: { name, ...settings } }, ...sharing];
}

/**
 * Brings every piece to what it ought to be, one after another: looks at it, creates it if it is not there, and writes what differs. A second
 * run writes nothing.
 *
 * @param app the app to which the pieces belong; an object of the same name that another app shares is not taken for one of ours
 * @throws AccessDeniedError or SourceUnavailableError at the first call that fails for good; what was done before stays and is found next time
 */
export async function* installPieces(
  pieces: readonly SplunkPiece[],
  app: string,
  settings: SplunkSettings,
  options: CallOptions = {},
  pacing?: Pacing,
): AsyncGenerator<PieceOutcome, void, void> {
  const gateway = new SplunkGateway(settings, pacing);
  try {
    for (const piece of pieces) yield await bring(piece, app, gateway, options);
  } finally {
    await gateway.close();
  }
}

async function bring(piece: SplunkPiece, app: string, gateway: SplunkGateway, options: CallOptions): Promise<PieceOutcome> {
  const what = `${piece.title} ${piece.name}`;
  const found = entryOf(await gateway.find(`read ${what}`, pathOf(piece), options), what);
  const ours = piece.collection.startsWith('/services/') || found?.app === app;
  if (found === undefined || !ours) {
    // Not repeated: a second creation of what the first one made is refused, though nothing is wrong.
    for (const { path, form } of creatingCalls(piece)) await gateway.post(`create ${what}`, path, form, options);
    return { piece, outcome: 'created', changed: [] };
  }
  const changed = Object.keys(piece.settings).filter(
    (key) => !piece.ofSite.includes(key) && plain(found.content[key]) !== plain(piece.settings[key]),
  );
  if (changed.length > 0) {
    const form = Object.fromEntries(changed.map((key) => [key, piece.settings[key] ?? '']));
    await gateway.post(`update ${what}`, pathOf(piece), form, { ...options, repeatable: true });
  }
  const shares = piece.global && found.sharing !== 'global';
  if (shares) await gateway.post(`share ${what}`, `${pathOf(piece)}/acl`, GLOBAL, { ...options, repeatable: true });
  const written = shares ? [...changed, 'sharing'] : changed;
  return { piece, outcome: written.length > 0 ? 'updated' : 'unchanged', changed: written };
}

function entryOf(data: unknown, what: string): Entry | undefined {
  if (data === undefined) return undefined;
  const [entry] = (data as { readonly entry?: readonly Partial<Record<'content' | 'acl', Record<string, unknown>>>[] }).entry ?? [];
  if (entry?.content === undefined) throw new SourceUnavailableError(`could not read ${what}: Splunk's answer holds no entry`);
  return { content: entry.content, app: plain(entry.acl?.app), sharing: plain(entry.acl?.sharing) };
}

/** Splunk gives truths and numbers back in another spelling than it took them, and texts without the space around them. */
function plain(value: unknown): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'string') return { true: '1', false: '0' }[value] ?? value.trim();
  return typeof value === 'number' ? String(value) : '';
}
