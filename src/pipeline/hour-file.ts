import { Buffer } from 'node:buffer';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import type { HourBlock } from './hour-blocks.js';

/** Length and count, four bytes each, and the time of the first activity, eight. */
const HEAD_BYTES = 16;

/** Where a block lies that is not in memory, or its bytes if it is. */
export interface StoredBlock {
  readonly count: number;
  /** Time of the first activity, epoch milliseconds. */
  readonly first: number;
  readonly bytes: () => Uint8Array;
}

/** Appends blocks to a file. */
export function appendBlocks(path: string, blocks: readonly HourBlock[]): void {
  const descriptor = openSync(path, 'a');
  try {
    for (const { count, first, bytes } of blocks) {
      const head = Buffer.alloc(HEAD_BYTES);
      head.writeUInt32LE(bytes.byteLength, 0);
      head.writeUInt32LE(count, 4);
      head.writeDoubleLE(first, 8);
      for (const part of [head, bytes]) {
        for (let written = 0; written < part.length;) written += writeSync(descriptor, part, written);
      }
    }
  } finally {
    closeSync(descriptor);
  }
}

/** The blocks of a file of `appendBlocks`, none of them read. */
export function blocksOf(path: string): readonly StoredBlock[] {
  const blocks: StoredBlock[] = [];
  const descriptor = openSync(path, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    for (let at = 0; fill(descriptor, head, at);) {
      const [start, length] = [at + HEAD_BYTES, head.readUInt32LE(0)];
      blocks.push({ count: head.readUInt32LE(4), first: head.readDoubleLE(8), bytes: () => readPiece(path, start, length) });
      at = start + length;
    }
  } finally {
    closeSync(descriptor);
  }
  return blocks;
}

function readPiece(path: string, start: number, length: number): Uint8Array {
  const descriptor = openSync(path, 'r');
  try {
    const piece = Buffer.alloc(length);
    fill(descriptor, piece, start);
    return piece;
  } finally {
    closeSync(descriptor);
  }
}

/** False at the end of the file. */
function fill(descriptor: number, into: Buffer, from: number): boolean {
  let read = 0;
  while (read < into.length) {
    const more = readSync(descriptor, into, read, into.length - read, from + read);
    if (more === 0) return false;
    read += more;
  }
  return true;
}
