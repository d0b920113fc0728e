/** Texts per generation; two generations of ordinary texts are about 20 MB. */
const GENERATION = 65_536;
/** A longer text hardly ever recurs. */
const LONGEST = 256;

/** Gives equal texts as one string, so that whatever looks them up hashes and compares them once. Forgets what did not recur for long. */
export class TextPool {
  #young = new Map<string, string>();
  #old = new Map<string, string>();

  shared(text: string): string {
    if (text.length > LONGEST) return text;
    const known = this.#young.get(text);
    if (known !== undefined) return known;
    const kept = this.#old.get(text) ?? text;
    if (this.#young.size >= GENERATION) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(kept, kept);
    return kept;
  }
}
