/** One stanza of a `.conf` file: its name and its settings, in order. */
export interface Stanza {
  readonly name: string;
  readonly settings: readonly (readonly [key: string, value: string | number])[];
}

/** A value on one line or, where it has several, continued as Splunk reads it. */
const confValue = (value: string | number): string => String(value).replace(/\r?\n/g, ' \\\n');

/** The text of a `.conf` file. */
export const confText = (stanzas: readonly Stanza[]): string =>
  stanzas.map(({ name, settings }) => `[${name}]\n${settings.map(([key, value]) => `${key} = ${confValue(value)}\n`).join('')}`).join('\n');
