/** Names that differ from the English CLDR names, as Okta, Entra, Salesforce and MaxMind print them. */
const OTHER_NAMES: readonly (readonly [string, string])[] = [
  ['usa', 'US'],
  ['united states of america', 'US'],
  ['the united states', 'US'],
  ['great britain', 'GB'],
  ['uk', 'GB'],
  ['russian federation', 'RU'],
  ['korea, republic of', 'KR'],
  ['republic of korea', 'KR'],
  ["korea, democratic people's republic of", 'KP'],
  ['iran, islamic republic of', 'IR'],
  ['viet nam', 'VN'],
  ['czech republic', 'CZ'],
  ['turkey', 'TR'],
  ['hong kong', 'HK'],
  ['macau', 'MO'],
  ['the netherlands', 'NL'],
  ['moldova, republic of', 'MD'],
  ['syrian arab republic', 'SY'],
  ['taiwan, province of china', 'TW'],
  ['tanzania, united republic of', 'TZ'],
  ['venezuela, bolivarian republic of', 'VE'],
  ['bolivia, plurinational state of', 'BO'],
  ['palestine', 'PS'],
  ['burma', 'MM'],
];

let codes: ReadonlyMap<string, string> | undefined;

function countryCodes(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  for (let first = 65; first <= 90; first += 1) {
    for (let second = 65; second <= 90; second += 1) {
      const code = String.fromCharCode(first, second);
      // Withdrawn codes (DD, SU …) carry the name of their successor.
      if (Intl.getCanonicalLocales(`und-${code}`)[0] !== `und-${code}`) continue;
      const name = names.of(code)?.toLowerCase();
      if (name !== undefined) found.set(name, code);
    }
  }
  for (const [name, code] of OTHER_NAMES) found.set(name, code);
  return found;
}

/** ISO 3166 alpha-2 code, upper case, from a code or an English country name; an unknown name is returned as it is. */
export function countryCode(text: string): string {
  if (text.length === 2) return text.toUpperCase();
  if (text.length < 2) return '';
  codes ??= countryCodes();
  return codes.get(text.toLowerCase()) ?? text;
}
