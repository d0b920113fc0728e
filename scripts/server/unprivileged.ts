import { runTool } from './run-tool.js';

export interface UserIds {
  readonly uid: number;
  readonly gid: number;
}

/** The user a server runs as: `nobody` if we are root, since servers refuse to run as root, else ourselves (`undefined`). */
export async function unprivilegedUser(): Promise<UserIds | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = await Promise.all([runTool('id', ['-u', 'nobody']), runTool('id', ['-g', 'nobody'])]);
  return { uid: Number(uid), gid: Number(gid) };
}

/** Hands a folder and all in it to the user. */
export async function giveTo(user: UserIds | undefined, folder: string): Promise<void> {
  if (user !== undefined) await runTool('chown', ['-R', `${user.uid}:${user.gid}`, folder]);
}
