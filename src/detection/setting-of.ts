/** Name and value of an attribute `name=value` of a change, in lower case: products do not agree on it. */
export function settingOf(attribute: string): readonly [name: string, value: string] {
  const lower = attribute.toLowerCase();
  const at = lower.indexOf('=');
  return [lower.slice(0, at), lower.slice(at + 1)];
}
