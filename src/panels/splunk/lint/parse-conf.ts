/** One setting of a `.conf` file, with its line from 1. */
export interface ConfSetting {
  readonly key: string;
  readonly value: string;
  readonly line: number;
}

export interface ConfStanza {
  readonly name: string;
  readonly line: number;
  readonly settings: readonly ConfSetting[];
}

/** A line that Splunk would not understand. */
export interface ConfProblem {
  readonly line: number;
  readonly message: string;
}

/** The stanzas of a `.conf` file in order, duplicates included, and the lines that are none of comment, stanza and setting. */
export function parseConf(text: string): { readonly stanzas: readonly ConfStanza[]; readonly problems: readonly ConfProblem[] } {
  const stanzas: { name: string; line: number; settings: ConfSetting[] }[] = [];
  const problems: ConfProblem[] = [];
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const line = index + 1;
    let written = lines[index] ?? '';
    while (written.endsWith('\\') && index + 1 < lines.length) {
      index += 1;
      written = `${written.slice(0, -1)}\n${lines[index] ?? ''}`;
    }
    if (/^\s*(#|$)/.test(written)) continue;
    const [, name] = /^\[(.*)\]\s*$/.exec(written) ?? [];
    const [, key, value] = /^([^=\s][^=]*?)\s*=\s*([\s\S]*)$/.exec(written) ?? [];
    const stanza = stanzas.at(-1);
    if (name !== undefined) stanzas.push({ name, line, settings: [] });
    else if (key === undefined) problems.push({ line, message: 'neither a stanza nor a setting' });
    else if (stanza === undefined) problems.push({ line, message: 'a setting before the first stanza' });
    else stanza.settings.push({ key, value: value ?? '', line });
  }
  return { stanzas, problems };
}
