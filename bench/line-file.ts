import { closeSync, openSync, writeSync } from 'node:fs';

const CHARACTERS = 1 << 20;

/** A text file written line by line. */
export class LineFile {
  readonly #descriptor: number;
  #text = '';

  constructor(path: string) {
    this.#descriptor = openSync(path, 'w');
  }

  add(line: string): void {
    this.#text += `${line}\n`;
    if (this.#text.length >= CHARACTERS) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#descriptor);
  }

  #flush(): void {
    writeSync(this.#descriptor, this.#text);
    this.#text = '';
  }
}
