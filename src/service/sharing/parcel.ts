import type { HourBlock } from '../../pipeline/hour-blocks.js';
import type { Reading } from '../reading.js';

/** What one worker read of one part of a stretch, for another. */
export interface PartReading extends Reading {
  /** Number of the part in its stretch. */
  readonly part: number;
}

type BlockHead = readonly [hour: number, count: number, first: number, bytes: number];

interface Head {
  readonly part: number;
  readonly blocks: readonly BlockHead[];
  readonly sources: Reading['sources'];
  readonly rejected: Reading['rejected'];
}

/** Length of the head, the head as JSON, then the bytes of all blocks. */
export function packParcel(readings: readonly PartReading[]): Buffer {
  const heads = readings.map(({ part, blocks, sources, rejected }): Head => ({
    part,
    blocks: blocks.map(({ hour, count, first, bytes }) => [hour, count, first, bytes.byteLength]),
    sources,
    rejected,
  }));
  const head = Buffer.from(JSON.stringify(heads));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  return Buffer.concat([length, head, ...readings.flatMap(({ blocks }) => blocks.map(({ bytes }) => bytes))]);
}

export function unpackParcel(parcel: Buffer): readonly PartReading[] {
  let at = 4 + parcel.readUInt32LE(0);
  const heads = JSON.parse(parcel.toString('utf8', 4, at)) as readonly Head[];
  return heads.map(({ part, blocks, sources, rejected }) => ({
    part,
    blocks: blocks.map(([hour, count, first, length]): HourBlock => {
      const bytes = new Uint8Array(length);
      parcel.copy(bytes, 0, at, at + length);
      at += length;
      return { hour, count, first, bytes };
    }),
    sources,
    rejected,
  }));
}
