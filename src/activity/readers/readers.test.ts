import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAuthenticationResults } from '../sources/mail-authentication.js';
import type { RawRecord } from '../source-mapping.js';
import type { RecordSink } from './record-reader.js';
import { SniffingReader } from './sniffing-reader.js';
import { zeekCells, zeekRecord, type ZeekHeader } from './zeek-header.js';

interface Seen {
  readonly records: RawRecord[];
  readonly positions: number[];
  readonly rejected: { readonly reason: string; readonly position: number; readonly bytes: number; readonly text: string }[];
}

function sinkInto(seen: Seen): RecordSink {
  return {
    record(record, position) {
      seen.records.push(record);
      seen.positions.push(position);
    },
    row(buffer: Buffer, start: number, end: number, header: ZeekHeader, position: number) {
      const cells = zeekCells(header, buffer, start, end);
      if (cells === undefined) seen.rejected.push({ reason: 'cells', position, bytes: end - start, text: '' });
      else {
        seen.records.push(zeekRecord(header, cells));
        seen.positions.push(position);
      }
    },
    rejected(reason, position, text, bytes) {
      seen.rejected.push({ reason, position, bytes, text });
    },
  };
}

function read(content: string | Buffer, name = 'input.log', chunk = 0, options: { after?: number; maxRecordBytes?: number } = {}): Seen {
  const seen: Seen = { records: [], positions: [], rejected: [] };
  const reader = new SniffingReader(sinkInto(seen), name, options);
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const step = chunk === 0 ? bytes.length || 1 : chunk;
  const reused = Buffer.alloc(step);
  for (let from = 0; from < bytes.length; from += step) {
    const copied = bytes.copy(reused, 0, from, from + step);
    reader.push(reused.subarray(0, copied));
  }
  reader.end();
  return seen;
}

const ZEEK = [
  '### a comment before the header',
  '#separator \\x09',
  '#set_separator\t,',
  '#empty_field\t(empty)',
  '#unset_field\t-',
  '#path\tdns',
  '#fields\tts\tuid\tquery\tAA\tanswers\tTTLs',
  '#types\ttime\tstring\tstring\tbool\tvector[string]\tvector[interval]',
  '1258531680.237254\tCabc\tex\\x09ample.org\tT\ta.example,b.example\t1.5,2',
  '1258531681.5\tCdef\t-\tF\t(empty)\t-',
  'XXXXXXXXXX.XXXXXX\tCghi\tq\t-\t-\t-',
  'too\tfew',
].join('\n');

describe('readers', () => {
  it('read one object a line, blank lines and CR LF included', () => {
    const seen = read('{"a":1}\r\n\n  \n{"a":2}\n{"a":3}');
    expect(seen.records).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }]);
    expect(seen.positions).toEqual([1, 4, 5]);
    expect(seen.rejected).toEqual([]);
  });

  it.each([
    ['an array on one line', '[{"a":1},{"a":2}]'],
    ['a pretty-printed array', '[\n  {\n    "a": 1\n  },\n  {\n    "a": 2\n  }\n]\n'],
    ['objects one after another that span lines', '{\n "a": 1\n}\n{\n "a": 2\n}\n'],
    ['CloudTrail files', '{"Records":[{"a":1},{"a":2}]}'],
    ['pretty-printed CloudTrail files', '{\n "Records": [\n  {"a": 1},\n  {"a": 2}\n ]\n}'],
    ['activities', '{"activities":[{"a":1},{"a":2}]}'],
    ['Graph answers', '{"@odata.context":"x","value":[{"a":1},{"a":2}],"@odata.nextLink":"y"}'],
    ['pretty-printed Graph answers', '{\n"@odata.context":"x[{",\n"value":[\n{"a":1},{"a":2}],\n"@odata.nextLink":"y"}'],
    ['Google answers', '{"kind":"reports","etag":"\\"e\\"","items":[{"a":1},{"a":2}]}'],
    ['a byte order mark', '\ufeff{"a":1}\n{"a":2}\n'],
  ])('read %s', (_what, text) => {
    for (const chunk of [0, 1, 7]) {
      const seen = read(text, 'input.json', chunk);
      expect(seen.records).toEqual([{ a: 1 }, { a: 2 }]);
      expect(seen.rejected).toEqual([]);
    }
  });

  it('take an object with a list among its own fields for a record', () => {
    const record = { id: 'x', value: [{ b: 1 }], items: [] };
    expect(read(JSON.stringify(record)).records).toEqual([record]);
    expect(read(JSON.stringify(record, null, 2)).records).toEqual([record]);
  });

  it('reject a broken line and go on', () => {
    const seen = read('{"a":\n{"a":2}\n42\n{"a":4}\n');
    expect(seen.records).toEqual([{ a: 2 }, { a: 4 }]);
    expect(seen.rejected.map(({ reason, position }) => [reason, position])).toEqual([
      ['not valid JSON', 1],
      ['JSON value is not an object', 3],
    ]);
  });

  it('reject a line over the limit with its size and keep the rest', () => {
    const long = `{"a":"${'x'.repeat(5000)}"}`;
    for (const chunk of [0, 100]) {
      const seen = read(`{"a":1}\n${long}\n{"a":2}`, 'a.ndjson', chunk, { maxRecordBytes: 1000 });
      expect(seen.records).toEqual([{ a: 1 }, { a: 2 }]);
      expect(seen.rejected).toMatchObject([{ reason: 'record is longer than the limit', position: 2, bytes: long.length }]);
      expect(seen.rejected[0]?.text.startsWith('{"a":"xxx')).toBe(true);
    }
  });

  it('tell of an array that ends too early', () => {
    const seen = read('[{"a":1},{"a":');
    expect(seen.records).toEqual([{ a: 1 }]);
    expect(seen.rejected).toMatchObject([{ reason: 'JSON ends in the middle of a value', position: 2 }]);
  });

  it('replace invalid UTF-8 and still deliver the record', () => {
    const seen = read(Buffer.concat([Buffer.from('{"a":"'), Buffer.of(0xff, 0xc3), Buffer.from('"}\n')]));
    expect(seen.records).toEqual([{ a: '\ufffd\ufffd' }]);
  });

  it('read CSV with quoted line breaks, doubled quotes, CR LF and a byte order mark', () => {
    const text = '\ufeffname,note\r\nann,"two\r\nlines, ""quoted"""\r\nbob,\r\n';
    for (const chunk of [0, 1, 5]) {
      const seen = read(text, 'a.csv', chunk);
      expect(seen.records).toEqual([
        { name: 'ann', note: 'two\r\nlines, "quoted"' },
        { name: 'bob', note: '' },
      ]);
    }
  });

  it('lose only one line to a quote that is never closed', () => {
    for (const chunk of [0, 3]) {
      const seen = read('a,b\n1,"open\n2,x\n3,y\n', 'a.csv', chunk);
      expect(seen.records).toEqual([
        { a: '2', b: 'x' },
        { a: '3', b: 'y' },
      ]);
      expect(seen.rejected).toMatchObject([{ reason: 'quote is never closed', position: 1, text: '1,"open' }]);
    }
  });

  it('never let a CSV header set a prototype', () => {
    const seen = read('a,__proto__,a\n1,2,3\n', 'a.csv');
    expect(seen.records).toEqual([{ a: '1', a_2: '3' }]);
  });

  it('read Zeek rows as Zeek writes them in JSON', () => {
    for (const chunk of [0, 1, 11]) {
      const seen = read(ZEEK, 'dns.log', chunk);
      expect(seen.records).toEqual([
        { ts: 1258531680.237254, uid: 'Cabc', query: 'ex\tample.org', AA: true, answers: ['a.example', 'b.example'], TTLs: ['1.5', '2'] },
        { ts: 1258531681.5, uid: 'Cdef', AA: false, answers: [] },
        { ts: 'XXXXXXXXXX.XXXXXX', uid: 'Cghi', query: 'q' },
      ]);
      expect(seen.rejected).toMatchObject([{ reason: 'cells', position: 12 }]);
    }
  });

  it('reject Zeek rows without a header and text in no format', () => {
    expect(read('### comment\n1\t2\t3\n').rejected).toMatchObject([{ reason: 'Zeek row without a #fields line', position: 2 }]);
    expect(read('Nov 23 10:00:00 host sshd: hello\nmore\n').rejected).toHaveLength(2);
    expect(read('').rejected).toEqual([]);
  });

  it('deliver the same, however the bytes are cut, and resume behind any position', () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.constant('a"b,c\nd'), fc.constant('\\"[{'));
    const rows = fc.array(fc.record({ a: value, b: value }), { minLength: 1, maxLength: 8 });
    const forms: readonly ((list: readonly RawRecord[]) => string)[] = [
      (list) => list.map((row) => JSON.stringify(row)).join('\n'),
      (list) => JSON.stringify(list, null, 1),
      (list) => JSON.stringify({ Records: list }),
      (list) => `a,b\n${list.map((row) => [row.a, row.b].map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(',')).join('\n')}\n`,
    ];
    fc.assert(
      fc.property(rows, fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 40 }), (list, form, chunk) => {
        const text = (forms[form] ?? JSON.stringify)(list);
        const whole = read(text, form === 3 ? 'x.csv' : 'x.json');
        expect(whole.records).toHaveLength(list.length);
        expect(read(text, form === 3 ? 'x.csv' : 'x.json', chunk)).toEqual(whole);
        const middle = whole.positions[Math.floor(list.length / 2)] ?? 0;
        const rest = read(text, form === 3 ? 'x.csv' : 'x.json', chunk, { after: middle });
        // A wrapped list on one line is one position.
        const expected = whole.records.filter((_record, index) => (whole.positions[index] ?? 0) > middle);
        expect(rest.records).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});

describe('Authentication-Results', () => {
  it('is read as RFC 8601 writes it', () => {
    const header =
      'mx.example.org; spf=pass (sender; ok) smtp.mailfrom=a@example.com; dkim=fail (bad; key) header.d=x.example; dkim=pass header.d=y.example; dmarc=quarantine';
    expect(parseAuthenticationResults(header)).toEqual({ spf: 'pass', dkim: 'pass', dmarc: 'fail' });
    expect(parseAuthenticationResults('spf=SoftFail; dmarc=none')).toEqual({ spf: 'fail', dkim: 'unknown', dmarc: 'none' });
    expect(parseAuthenticationResults('nothing')).toEqual({ spf: 'unknown', dkim: 'unknown', dmarc: 'unknown' });
  });
});
