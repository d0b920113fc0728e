import { gzipSync } from 'node:zlib';

/** A file of an archive. */
export interface ArchiveFile {
  /** Path with `/`, below the archive's only folder. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

const BLOCK = 512;
const FILE_MODE = 0o644;
const FOLDER_MODE = 0o755;
/** 2020-01-01, seconds since 1970: when everything in an archive was changed, whenever it was built. */
const CHANGED = 1_577_836_800;
/** Where the header of a gzip file names the operating system, and the value for none in particular. */
const GZIP_SYSTEM = 9;
const NO_SYSTEM = 255;
/** Longest path that a header holds without extensions. */
const LONGEST_PATH = 100;

const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`;

/** The header of one entry, POSIX ustar: fields at fixed places, numbers in octal, a sum over all bytes with its own field blank. */
function header(path: string, size: number, folder: boolean): Uint8Array {
  const name = Buffer.from(path, 'utf8');
  if (name.length > LONGEST_PATH) throw new RangeError(`the path is too long for an archive: ${path}`);
  const block = Buffer.alloc(BLOCK);
  name.copy(block);
  block.write(octal(folder ? FOLDER_MODE : FILE_MODE, 8), 100, 'latin1');
  block.write(octal(0, 8), 108, 'latin1');
  block.write(octal(0, 8), 116, 'latin1');
  block.write(octal(size, 12), 124, 'latin1');
  block.write(octal(CHANGED, 12), 136, 'latin1');
  block.write(' '.repeat(8), 148, 'latin1');
  block.write(folder ? '5' : '0', 156, 'latin1');
  block.write('ustar\0' + '00', 257, 'latin1');
  block.write('root', 265, 'latin1');
  block.write('root', 297, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

const padding = (size: number): Uint8Array => new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);

const foldersOf = (path: string): string[] => {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => `${parts.slice(0, index + 1).join('/')}/`);
};

/**
 * A `.tgz` with one folder at its top: the same bytes for the same files, whenever, wherever and by whomever it is built. Folders come
 * before what lies in them, all in order of their paths.
 *
 * @throws RangeError for a path of more than 100 bytes, the folder included
 */
export function appArchive(folder: string, files: readonly ArchiveFile[]): Uint8Array {
  const entries = new Map<string, Uint8Array | undefined>();
  for (const { path, bytes } of files) {
    for (const parent of foldersOf(`${folder}/${path}`)) entries.set(parent, undefined);
    entries.set(`${folder}/${path}`, bytes);
  }
  const parts = [...entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([path, bytes]) =>
      bytes === undefined ? [header(path, 0, true)] : [header(path, bytes.length, false), bytes, padding(bytes.length)],
    );
  const packed = gzipSync(Buffer.concat([...parts, new Uint8Array(2 * BLOCK)]), { level: 9 });
  packed[GZIP_SYSTEM] = NO_SYSTEM;
  return packed;
}
