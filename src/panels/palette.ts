import { DOMAIN_HUES } from '../report/picture-style.js';

/** Values with a colour of their own, by field: domains after Okabe and Ito, gravity in one hue, verdicts. */
const COLOURS: readonly (readonly [field: RegExp, colours: ReadonlyMap<string, string>])[] = [
  [/\.domains?$/, new Map(DOMAIN_HUES.map(([domain, hue]) => [domain, hue]))],
  [
    /\.queue$/,
    new Map([
      ['critical', '#7d0f2a'],
      ['suspicious', '#c23b55'],
      ['informational', '#9aa1a9'],
    ]),
  ],
  [
    /\.severity$/,
    new Map([
      ['critical', '#7d0f2a'],
      ['high', '#c23b55'],
      ['medium', '#e08a9b'],
      ['low', '#9aa1a9'],
    ]),
  ],
  [
    /\.status$/,
    new Map([
      ['good', '#009e73'],
      ['partial', '#e69f00'],
      ['poor', '#a3122f'],
      ['unknown', '#9aa1a9'],
    ]),
  ],
];

/** The colour of the only series of a chart. */
export const MAIN_COLOUR = '#0072b2';

/** Colours for series without one of their own, in order: the palette of Okabe and Ito. */
export const SERIES_COLOURS = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#9aa1a9', '#7a6a00'] as const;

/** From nothing to most, in one hue. */
export const HEAT_COLOURS = ['#dcebf5', '#a9cfe6', '#6fb0d6', '#2f8ec0', '#0072b2'] as const;

/** Colours of the values of a field, or undefined if its values have none of their own. */
export const coloursOf = (field: string): ReadonlyMap<string, string> | undefined => COLOURS.find(([pattern]) => pattern.test(field))?.[1];
