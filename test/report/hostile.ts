/** What attackers put into subjects, file names, user agents and account names. */
export const HOSTILE = [
  '<img src=x onerror="window.injected=1">',
  '"><script>window.injected=1</script>',
  "' onmouseover='window.injected=1",
  '</script><script>window.injected=1</script>',
  '</style><svg onload=window.injected=1>',
  '</title></textarea><iframe src=javascript:window.injected=1>',
  '<!--',
  ']]>',
  '&lt;b&gt;',
  '`${window.injected=1}`',
  '{{constructor.constructor("window.injected=1")()}}',
  'a\u2028b\u2029c',
  '\u202egnp.exe',
  '\u0000\u0007\u001b[31mred',
  '\ud800',
  'javascript:window.injected=1',
  '=HYPERLINK("http://x.example","y")',
  '@SUM(1)',
  '-2+3',
  '\t=1+1',
] as const;

const FREE_TEXT = new Set([
  'title',
  'text',
  'message',
  'name',
  'value',
  'typical',
  'detail',
  'label',
  'what',
  'undo',
  'confirm_by',
  'blast_radius',
  'path',
  'needs_person_reason',
  'peer_group',
  'severity_reason',
  'record',
  'input',
  'source',
  'tenant',
  'version',
  'id',
  'entity',
  'unit',
  'model',
  'reason',
]);
const FREE_LISTS = new Set(['models', 'via', 'warnings', 'sources']);

/** The same input with every text that can come from a log replaced; ids stay distinct and stay linked. */
export const poison = <T>(input: T, text: (original: string) => string): T => {
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return FREE_TEXT.has(key) || FREE_LISTS.has(key) ? text(value) : value;
    if (Array.isArray(value))
      return value.map((item: unknown) => walk(item, key === 'anomalies' || key === 'alerts' || key === 'actions' ? 'id' : key));
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(
        Object.entries(value).map(([name, item]) => [
          key === 'sources' || key === 'dead' || key === 'skipped' || key === 'calibration' ? text(name) : name,
          name === 'from' || name === 'to' || name === 'incident' ? walk(item, 'id') : walk(item, name),
        ]),
      );
    }
    return value;
  };
  return walk(input, '') as T;
};
