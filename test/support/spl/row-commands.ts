import { atPath } from './eval-functions.js';
import { conditionSql, evalSql } from './eval-sql.js';
import { readEval } from './eval-tree.js';
import type { Pipeline } from './pipeline.js';
import { argumentTokens, expressionTokens, TokenReader } from './spl-lexer.js';
import { SplError } from './spl-error.js';
import { asNumber, asText, num, quoted, text, type SqlValue } from './sql-value.js';
import type { SearchContext } from './search-context.js';

/** Adds a command to a search. */
export type RowCommand = (pipeline: Pipeline, rest: string, context: SearchContext) => void | Promise<void>;

const reader = (rest: string, command: string): TokenReader => new TokenReader(argumentTokens(rest, command), command);

const where: RowCommand = (pipeline, rest) => {
  pipeline.filter(conditionSql(rest, pipeline.look, 'where'));
};

const evaluate: RowCommand = (pipeline, rest) => {
  const tokens = new TokenReader(expressionTokens(rest, 'eval'), 'eval');
  do {
    const name = tokens.name();
    tokens.expect('=');
    pipeline.set(name, evalSql(readEval(tokens), pipeline.look, 'eval'), 'eval');
  } while (tokens.took(','));
  if (!tokens.done)
    throw SplError.in('eval', `The expression is malformed. An unexpected character is reached at '${tokens.take().text}'.`);
};

const fields: RowCommand = async (pipeline, rest) => {
  const [, sign, list = ''] = /^([+-](?=\s))?([\s\S]*)$/.exec(rest) ?? [];
  const names = reader(list, 'fields').names();
  if (names.length === 0) throw SplError.in('fields', 'Invalid argument: no field is named.');
  if (sign === '-') pipeline.remove(await pipeline.matching(names));
  else await pipeline.keep(names);
};

const table: RowCommand = async (pipeline, rest) => {
  const names = reader(rest, 'table').names();
  if (names.length === 0) throw SplError.in('table', 'Invalid argument: no field is named.');
  pipeline.replace((await pipeline.matching(names)).map((name) => [name, pipeline.look(name)]));
  pipeline.transforming = true;
};

const rename: RowCommand = async (pipeline, rest) => {
  const tokens = reader(rest, 'rename');
  const names = await pipeline.names();
  const changes: (readonly [from: string, to: string])[] = [];
  while (!tokens.done) {
    const from = tokens.name();
    if (!tokens.took('as')) throw SplError.in('rename', `Missing AS after the field '${from}'.`);
    changes.push([from, tokens.name()]);
    tokens.took(',');
  }
  if (changes.some(([from, to]) => `${from}${to}`.includes('*'))) throw SplError.in('rename', 'the stand-in renames no patterns.');
  const to = new Map(changes);
  const arrived = new Set(changes.filter(([from]) => names.includes(from)).map(([, name]) => name));
  const kept = names.filter((name) => to.has(name) || !arrived.has(name));
  pipeline.replace(kept.map((name) => [to.get(name) ?? name, pipeline.look(name)]));
};

const head: RowCommand = (pipeline, rest) => {
  const count = /^(?:limit\s*=\s*)?(\d+)$/.exec(rest === '' ? '10' : rest)?.[1];
  if (count === undefined) throw SplError.in('head', `Invalid argument: '${rest}'.`);
  pipeline.push(`SELECT * FROM ${pipeline.last} ORDER BY ord LIMIT ${count}`);
};

const dedup: RowCommand = (pipeline, rest) => {
  const [, count = '1', list = ''] = /^(\d+(?=\s))?([\s\S]*)$/.exec(rest) ?? [];
  if (/\b(sortby|keepevents|keepempty|consecutive)\b/.test(list))
    throw SplError.in('dedup', 'the stand-in takes fields and their count only.');
  const names = reader(list, 'dedup').names();
  if (names.length === 0 || count === '0') throw SplError.in('dedup', 'missing or invalid argument.');
  const values = names.map((name) => asText(pipeline.look(name)));
  const there = values.map((value) => `${value} IS NOT NULL`).join(' AND ');
  const place = `row_number() OVER (PARTITION BY ${values.join(', ')} ORDER BY ord)`;
  pipeline.push(`SELECT * FROM ${pipeline.last} WHERE ${there} QUALIFY ${place} <= ${count}`);
};

/** What one key of `sort` orders by; texts come after addresses and those after numbers, and what is not there comes last. */
function sortKey(sign: string, written: string, pipeline: Pipeline): string {
  const [, how = 'auto', inner, plain = ''] = /^(?:(\w+)\((.*)\)|(.*))$/s.exec(written) ?? [];
  const name = (inner ?? plain).trim().replace(/^"(.*)"$/s, '$1');
  if (name === '' || /[\s()]/.test(name)) throw SplError.in('sort', `Invalid argument: '${written}'.`);
  const value = pipeline.look(name);
  const [number, address, characters] = [asNumber(value), `spl_ip(${asText(value)})`, asText(value)];
  const by = { num: [number], str: [characters], ip: [address], auto: [number, address, characters] };
  if (!Object.hasOwn(by, how)) throw SplError.in('sort', `the stand-in does not sort by ${how}().`);
  return by[how as keyof typeof by].map((each) => `${each} ${sign === '-' ? 'DESC' : 'ASC'} NULLS LAST`).join(', ');
}

const sort: RowCommand = (pipeline, rest) => {
  const [, count, list = ''] = /^(?:(?:limit\s*=\s*)?(\d+)(?=\s))?\s*([\s\S]*)$/.exec(rest) ?? [];
  // A sign with a space behind it holds for all keys that follow without a sign of their own: it is written twice here.
  const keys = list
    .replace(/([+-])\s+/g, '$1$1')
    .split(/\s*,\s*|\s+(?=[+-])|(?<=[\w)"])\s+(?=[\w"])/)
    .filter((key) => key !== '');
  if (keys.length === 0) throw SplError.in('sort', 'Invalid argument: no field is named.');
  if (keys.length > 1 && /^d(esc)?$/.test(keys.at(-1) ?? '')) throw SplError.in('sort', 'the stand-in takes no desc at the end.');
  let carried = '+';
  const order = keys.map((key) => {
    const [, signs = '', name = ''] = /^([+-]*)(.*)$/s.exec(key) ?? [];
    const sign = signs === '' ? carried : signs.slice(0, 1);
    if (signs.length === 2) carried = sign;
    return sortKey(sign, name, pipeline);
  });
  pipeline.push(`SELECT * EXCLUDE (ord), row_number() OVER (ORDER BY ${[...order, 'ord'].join(', ')}) AS ord FROM ${pipeline.last}`);
  if (count !== '0') pipeline.filter(`ord <= ${count ?? '10000'}`);
};

const mvexpand: RowCommand = (pipeline, rest) => {
  const tokens = reader(rest, 'mvexpand');
  const name = tokens.name();
  if (!tokens.done) throw SplError.in('mvexpand', 'the stand-in takes one field and no limit.');
  const value = pipeline.look(name);
  if (value.type !== 'mv') return;
  const column = pipeline.fresh();
  const each = `SELECT * EXCLUDE (ord), ord AS was, unnest(coalesce(spl_some(${value.sql}), [NULL])) AS ${column}, generate_subscripts(coalesce(spl_some(${value.sql}), [NULL]), 1) AS part FROM ${pipeline.last}`;
  pipeline.push(`SELECT * EXCLUDE (was, part), row_number() OVER (ORDER BY was, part) AS ord FROM (${each})`);
  pipeline.point(name, text(column));
};

const SPAN: Readonly<Record<string, number>> = { s: 1, sec: 1, m: 60, min: 60, h: 3600, hr: 3600, d: 86_400, day: 86_400 };

/** Width of a span in seconds, e.g. of `5m`. */
export function spanSeconds(written: string, command: string): number {
  const [, count = '1', unit = ''] = /^(\d*)([a-z]*)$/.exec(written) ?? [];
  const width = SPAN[unit === '' ? 's' : unit];
  if (width === undefined) throw SplError.in(command, `The value for option span (${written}) is invalid.`);
  return Number(count === '' ? '1' : count) * width;
}

/** The beginning of the span in which a time lies. Spans begin at multiples of their width since 1970, days at midnight of UTC. */
export const spanStart = (value: SqlValue, seconds: number): SqlValue => num(`(floor(${asNumber(value)} / ${seconds}) * ${seconds})`);

const bin: RowCommand = (pipeline, rest) => {
  const [option = '', span] = /\bspan\s*=\s*(\w+)/i.exec(rest) ?? [];
  const [, name, as] = /^(\w+)(?:\s+as\s+(\w+))?$/i.exec(rest.replace(option, '').replace(/\s+/g, ' ').trim()) ?? [];
  if (span === undefined || name !== '_time') throw SplError.in('bin', 'the stand-in takes span= and _time only.');
  pipeline.set(as ?? name, spanStart(pipeline.look(name), spanSeconds(span, 'bin')), 'bin');
};

const rex: RowCommand = (pipeline, rest) => {
  const [, field = '_raw', pattern] = /^(?:field\s*=\s*"?([^\s"]+)"?\s+)?"((?:[^"\\]|\\.)*)"$/s.exec(rest) ?? [];
  if (pattern === undefined) throw SplError.in('rex', 'the stand-in takes field= and a pattern only.');
  const plain = pattern.replace(/\\"/g, '"');
  const names = [...plain.matchAll(/\(\?P?<([A-Za-z_]\w*)>/g)].map(([, name = '']) => name);
  if (names.length === 0)
    throw SplError.in(
      'rex',
      `The regex '${plain}' does not extract anything. It should specify at least one named group. Format: (?<name>...).`,
    );
  const value = asText(pipeline.look(field));
  const re2 = quoted(plain.replace(/\(\?<(?=[A-Za-z_])/g, '(?P<'));
  const groups = `regexp_extract(${value}, ${re2}, [${names.map(quoted).join(', ')}])`;
  for (const name of names) pipeline.set(name, text(`CASE WHEN regexp_matches(${value}, ${re2}) THEN ${groups}.${name} END`), 'rex');
};

const spath: RowCommand = (pipeline, rest) => {
  const options = [...rest.matchAll(/(\w+)\s*=\s*("[^"]*"|\S+)/g)];
  const given = Object.fromEntries(options.map(([, key = '', value = '']) => [key, value.replace(/^"|"$/g, '')]));
  const bare = options.reduce((left, [option]) => left.replace(option, ''), rest).trim();
  const { input = '_raw', path = bare, output = path } = given;
  if (path === '' || /[\s=]/.test(path)) throw SplError.in('spath', 'the stand-in takes one path, with input= and output=.');
  pipeline.set(output, atPath(text(asText(pipeline.look(input))), text(quoted(path))), 'spath');
};

const addinfo: RowCommand = (pipeline, rest, { range, now, sid }) => {
  if (rest !== '') throw SplError.in('addinfo', `Invalid argument: '${rest}'.`);
  const bound = (seconds: number, open: string): SqlValue => text(quoted(Number.isFinite(seconds) ? seconds.toFixed(3) : open));
  pipeline.set('info_min_time', bound(range.from, '0.000'), 'addinfo');
  pipeline.set('info_max_time', bound(range.to, '+Infinity'), 'addinfo');
  pipeline.set('info_search_time', bound(now, ''), 'addinfo');
  pipeline.set('info_sid', text(quoted(sid)), 'addinfo');
};

/** Commands that take rows one by one, or order and thin them out. */
export const ROW_COMMANDS: Readonly<Record<string, RowCommand>> = {
  addinfo,
  bin,
  dedup,
  eval: evaluate,
  fields,
  head,
  mvexpand,
  rename,
  rex,
  sort,
  spath,
  table,
  where,
};
