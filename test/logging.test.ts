import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { createLogger, type LoggingOptions } from '../src/logging.js';

class Lines extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
  get records(): Record<string, unknown>[] {
    return this.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }
}

function logInto(stream: Lines, options: Partial<LoggingOptions> = {}) {
  return createLogger({ level: 'debug', dataset: 'throughline.test', pretty: false, stream, ...options });
}

describe('ECS lines', () => {
  test('carry the core ECS fields and the dataset given', () => {
    const stream = new Lines();
    logInto(stream, { version: '1.2.3' }).info('read a file', { file: { path: '/logs/a.json', size: 12 } });
    expect(stream.records).toEqual([
      {
        '@timestamp': expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
        'log.level': 'info',
        'ecs.version': expect.stringMatching(/^8\./) as string,
        'service.name': 'throughline',
        'service.version': '1.2.3',
        'event.dataset': 'throughline.test',
        message: 'read a file',
        file: { path: '/logs/a.json', size: 12 },
      },
    ]);
  });

  test('keep the dataset of each of two loggers apart', () => {
    const stream = new Lines();
    logInto(stream, { dataset: 'throughline.replay' }).info('one');
    logInto(stream, { dataset: 'throughline.audit' }).info('two');
    expect(stream.records.map((record) => record['event.dataset'])).toEqual(['throughline.replay', 'throughline.audit']);
  });

  test('hold an error under error.*, never as a bare stack', () => {
    const stream = new Lines();
    const err = new TypeError('cannot parse', { cause: new Error('token=abcdef was wrong') });
    logInto(stream).error('reading failed', { err });
    const [record] = stream.records;
    expect(record).not.toHaveProperty('stack');
    expect(record?.error).toMatchObject({ type: 'TypeError', message: 'cannot parse' });
    expect((record?.error as Record<string, string>).stack_trace).toContain('logging.test.ts');
    expect(stream.text).not.toContain('abcdef');
  });

  test.each(['logger', 'child'] as const)('redact an error given as the second argument of a %s', (which) => {
    const stream = new Lines();
    const logger = which === 'logger' ? logInto(stream) : logInto(stream).child({ run: 7 });
    logger.error('calling the SIEM failed:', new Error('GET https://elastic:hunter2@siem.example:9200 refused'));
    expect(stream.text).not.toContain('hunter2');
    expect(stream.records[0]?.error).toMatchObject({ message: 'GET https://[redacted]@siem.example:9200 refused' });
  });

  test('stay below the level', () => {
    const stream = new Lines();
    const log = logInto(stream, { level: 'warn' });
    log.info('quiet');
    log.warn('loud');
    expect(stream.records.map((record) => record.message)).toEqual(['loud']);
  });

  test('survive a circle', () => {
    const stream = new Lines();
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    logInto(stream).info('circle', { circle });
    expect(stream.records).toHaveLength(1);
  });
});

describe('pretty lines', () => {
  test('are one readable line with fields behind the message', () => {
    const stream = new Lines();
    logInto(stream, { pretty: true }).warn('slow', { seconds: 3, input: { path: 'a.json' } });
    expect(stream.text).toMatch(/^\d\d:\d\d:\d\d warn {2}slow seconds=3 input=\{"path":"a\.json"\}\n$/);
  });

  test('cannot be forged or recoloured by a value from a log', () => {
    const stream = new Lines();
    logInto(stream, { pretty: true }).info('user \u001b[31mroot\n12:00:00 error forged');
    expect(stream.text.split('\n')).toHaveLength(2);
    expect(stream.text).toContain('\\u001b[31mroot\\u000a12:00:00');
  });

  test('redact as well', () => {
    const stream = new Lines();
    logInto(stream, { pretty: true }).info('connect', { password: 'hunter2', err: new Error('pwd=hunter2') });
    expect(stream.text).not.toContain('hunter2');
  });
});
