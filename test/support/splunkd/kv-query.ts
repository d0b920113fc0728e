/** A record of a collection. */
export type KvDocument = Readonly<Record<string, unknown>> & { readonly _key: string };

type Test = (value: unknown, wanted: unknown) => boolean;

/** Values of different types are in no order. */
const ordered =
  (fits: (order: number) => boolean): Test =>
  (value, wanted) => {
    if (typeof value === 'number' && typeof wanted === 'number') return fits(value - wanted);
    if (typeof value === 'string' && typeof wanted === 'string') return fits(value < wanted ? -1 : value > wanted ? 1 : 0);
    return false;
  };

/** A list fits if one of its values does. */
const equal: Test = (value, wanted) => (Array.isArray(value) ? value.includes(wanted) : (value ?? null) === wanted);

const OPERATORS: Readonly<Record<string, Test>> = {
  $gt: ordered((order) => order > 0),
  $gte: ordered((order) => order >= 0),
  $lt: ordered((order) => order < 0),
  $lte: ordered((order) => order <= 0),
  $ne: (value, wanted) => !equal(value, wanted),
  $regex: (value, wanted) => typeof value === 'string' && new RegExp(String(wanted)).test(value),
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a name with dots stands for. */
function valueAt(document: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(document, name)) return document[name];
  return name.split('.').reduce<unknown>((value, part) => (isObject(value) ? value[part] : undefined), document);
}

/** Whether a record fits a query of the KV store. Throws RangeError for what is no query. */
export function fitsQuery(document: KvDocument, query: unknown): boolean {
  if (!isObject(query)) throw new RangeError('the query is no object');
  return Object.entries(query).every(([name, wanted]) => {
    if (name === '$and' || name === '$or') {
      if (!Array.isArray(wanted) || wanted.length === 0) throw new RangeError(`${name} needs a list`);
      const results = wanted.map((each) => fitsQuery(document, each));
      return name === '$and' ? results.every(Boolean) : results.some(Boolean);
    }
    if (name === '$not') return !fitsQuery(document, wanted);
    if (name.startsWith('$')) throw new RangeError(`unknown operator: ${name}`);
    const value = valueAt(document, name);
    if (!isObject(wanted)) return equal(value, wanted);
    return Object.entries(wanted).every(([operator, right]) => {
      const test = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
      if (test === undefined) throw new RangeError(`unknown operator: ${operator}`);
      return test(value, right);
    });
  });
}

/** Orders by `sort=a:1,b:-1`; what is not there comes first. */
export function sortedBy(documents: readonly KvDocument[], sort: string): readonly KvDocument[] {
  const keys = sort.split(',').map((part) => {
    const [, name = '', direction = '1'] = /^(.*?)(?::(-?1))?$/.exec(part.trim()) ?? [];
    return { name, sign: Number(direction) };
  });
  return [...documents].sort((left, right) => {
    for (const { name, sign } of keys) {
      const [a, b] = [valueAt(left, name), valueAt(right, name)];
      const order = orderOf(a) - orderOf(b);
      if (order !== 0) return sign * order;
      if (typeof a === 'number' && typeof b === 'number' && a !== b) return sign * (a - b);
      if (typeof a === 'string' && typeof b === 'string' && a !== b) return a < b ? -sign : sign;
    }
    return 0;
  });
}

/** Nothing, numbers, texts, the rest: the order of types. */
function orderOf(value: unknown): number {
  if (value === undefined || value === null) return 0;
  if (typeof value === 'number') return 1;
  return typeof value === 'string' ? 2 : 3;
}

/** Fields of `fields=a,b` or `fields=a:0`; the key comes along unless it is left out by name. */
export function projected(document: KvDocument, fields: string): Readonly<Record<string, unknown>> {
  const parts = fields.split(',').map((part) => part.trim());
  const left = new Set(parts.flatMap((part) => (part.endsWith(':0') ? [part.slice(0, -2)] : [])));
  const wanted = new Set(parts.filter((part) => !part.endsWith(':0')).map((part) => part.replace(/:1$/, '')));
  return Object.fromEntries(
    Object.entries(document).filter(([name]) => !left.has(name) && (wanted.size === 0 || wanted.has(name) || name === '_key')),
  );
}
