import type { CallOptions } from '../connector.js';
import { SourceUnavailableError } from '../../src/errors.js';
import type { Pacing } from '../pacing.js';
import { InstalledRecord, listed, recordCall, type PieceName } from './installed-record.js';
import { SplunkGateway, type SplunkForm } from './splunk-gateway.js';
import type { SplunkSettings } from './splunk-settings.js';

/** One object of the app, as it ought to be. */
export interface SplunkPiece extends PieceName {
  readonly settings: SplunkForm;
  /** Settings that belong to the site: written where the piece is new, left as they are where it exists. */
  readonly ofSite: readonly string[];
  /** `whole`: created with its settings; `name-first`: created by name alone, the settings follow; `with-app`: a new app comes with one. */
  readonly creation: 'whole' | 'name-first' | 'with-app';
  /** Seen by other apps too, as far as access allows. */
  readonly global: boolean;
}

/** A call that sends a form. */
interface SplunkCallPlan {
  readonly path: string;
  readonly form: SplunkForm;
}

export interface PieceOutcome {
  readonly piece: PieceName;
  /** `removed`: an earlier version made it, and this one has it no more; `left`: the same, but it may hold data or came with the archive. */
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'removed' | 'left';
  /** What was written to a piece that existed. */
  readonly changed: readonly string[];
}

/** What an entry tells of itself. */
interface Entry {
  readonly content: Readonly<Record<string, unknown>>;
  readonly app: string;
  readonly sharing: string;
  readonly removable: boolean;
}

/** Everybody may read, administrators may write; `nobody` owns what an app holds. */
const GLOBAL: SplunkForm = { sharing: 'global', owner: 'nobody', 'perms.read': '*', 'perms.write': 'admin' };

const pathOf = ({ collection, name }: PieceName): string => `${collection}/${encodeURIComponent(name)}`;

/** The calls that make the pieces in an app that is new, in order; those whose name ends in `batch_save` send JSON. */
export const callsInNewApp = (pieces: readonly SplunkPiece[], app: string): readonly { readonly path: string; readonly body: unknown }[] =>
  pieces.flatMap((piece) => [
    ...(piece.creation === 'with-app' ? [{ path: pathOf(piece), form: piece.settings }] : creatingCalls(piece)).map(({ path, form }) => ({
      path,
      body: form,
    })),
    ...(InstalledRecord.isKeptIn(piece) ? [recordCall(app, listed(pieces))] : []),
  ]);

/** The calls that make a piece where it does not exist, in order. */
function creatingCalls(piece: SplunkPiece): readonly SplunkCallPlan[] {
  const { collection, name, settings, creation, global } = piece;
  const sharing = global ? [{ path: `${pathOf(piece)}/acl`, form: GLOBAL }] : [];
  if (creation === 'name-first') return [{ path: collection, form: { name } }, { path: pathOf(piece), form: settings }, ...sharing];
  return [{ path: collection, form: { name, ...settings } }, ...sharing];
}

/**
 * Brings every piece to what it ought to be, one after another: looks at it, creates it if it is not there, and writes what differs; then takes
 * out what an earlier run made and this version has no more. A second run writes nothing.
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
    const record = new InstalledRecord(gateway, app, options);
    const present = listed(pieces);
    for (const piece of pieces) {
      yield await bring(piece, app, gateway, options);
      // Before the others are made, so that none is forgotten if this is broken off.
      if (InstalledRecord.isKeptIn(piece)) await record.add(present);
    }
    for (const piece of await record.without(present)) yield await takeOut(piece, app, gateway, options);
    await record.set(present);
  } finally {
    await gateway.close();
  }
}

/** Paths of what an earlier run made and this version has no more. @throws as `installPieces` */
export async function retiredPieces(
  pieces: readonly SplunkPiece[],
  app: string,
  settings: SplunkSettings,
  options: CallOptions = {},
): Promise<readonly string[]> {
  const gateway = new SplunkGateway(settings);
  try {
    const retired = await new InstalledRecord(gateway, app, options).without(listed(pieces));
    return retired.filter((piece) => !holdsData(piece)).map(pathOf);
  } finally {
    await gateway.close();
  }
}

const holdsData = ({ collection }: PieceName): boolean => collection.endsWith('/storage/collections/config');

/** Records stay: whoever has no use for them any more may take out their collection. */
async function takeOut(piece: PieceName, app: string, gateway: SplunkGateway, options: CallOptions): Promise<PieceOutcome> {
  const what = `${piece.title} ${piece.name}`;
  const found = holdsData(piece) ? undefined : entryOf(await gateway.find(`read ${what}`, pathOf(piece), options), what);
  if (holdsData(piece) || found?.removable === false) return { piece, outcome: 'left', changed: [] };
  if (found?.app !== app) return { piece, outcome: 'unchanged', changed: [] };
  await gateway.request(`remove ${what}`, 'DELETE', pathOf(piece), { ...options, absent: [404] });
  return { piece, outcome: 'removed', changed: [] };
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
  return {
    content: entry.content,
    app: plain(entry.acl?.app),
    sharing: plain(entry.acl?.sharing),
    removable: plain(entry.acl?.removable) !== '0',
  };
}

/** Splunk gives truths and numbers back in another spelling than it took them, and texts without the space around them. */
function plain(value: unknown): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'string') return { true: '1', false: '0' }[value] ?? value.trim();
  return typeof value === 'number' ? String(value) : '';
}
