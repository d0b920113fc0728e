import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { namesSecret, REDACTED, redactSecrets, redactText } from './redaction.js';

describe('field names', () => {
  test.each([
    'password',
    'dbPassword',
    'X-Auth-Token',
    'api_key',
    'apiKey',
    'APIKey',
    'http.request.cookie',
    'client-secret',
    'Authorization',
    'aws_secret_access_key',
    'set-cookie',
    'refreshToken',
  ])('%s holds a secret', (name) => {
    expect(namesSecret(name)).toBe(true);
  });

  test.each(['user', 'tokens_read', 'monkey', 'primary_key', 'passed', 'secretary', 'path', 'keyboard'])('%s does not', (name) => {
    expect(namesSecret(name)).toBe(false);
  });
});

describe('values', () => {
  test.each([
    ['Authorization: Bearer abc.def.ghi', `Authorization: ${REDACTED}`],
    ['sent Bearer 0123456789abcdef0123', `sent Bearer ${REDACTED}`],
    ['header Basic ZWxhc3RpYzpodW50ZXIy==', `header Basic ${REDACTED}`],
    ['https://elastic:hunter2@siem.example:9200/_bulk', `https://${REDACTED}@siem.example:9200/_bulk`],
    ['https://onlytoken@siem.example/', `https://${REDACTED}@siem.example/`],
    ['key AKIAABCDEFGHIJKLMNOP used', `key ${REDACTED} used`],
    ['jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl end', `jwt ${REDACTED} end`],
    ['GET /x?user=a&access_token=s3cr3t&b=1', `GET /x?user=a&access_token=${REDACTED}&b=1`],
    ['{"password":"two words","user":"a"}', `{"password":${REDACTED},"user":"a"}`],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----', REDACTED],
  ])('%s', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  test.each([
    'bearer authentication is required',
    'the token has expired',
    'mail to someone@example.com',
    'https://siem.example:9200/index?q=user@example.com',
    'basic settings',
  ])('leaves "%s" alone', (text) => {
    expect(redactText(text)).toBe(text);
  });

  test('redacts by name at any depth and keeps what is harmless', () => {
    const date = new Date(0);
    expect(
      redactSecrets({
        a: [{ token: 'x', n: 1 }],
        headers: { cookie: ['a=b'] },
        when: date,
        empty: { password: '' },
        none: { secret: null },
      }),
    ).toEqual({
      a: [{ token: REDACTED, n: 1 }],
      headers: { cookie: REDACTED },
      when: date,
      empty: { password: '' },
      none: { secret: null },
    });
  });

  test('keeps type, message and own fields of an error and redacts them, its cause included', () => {
    class QueryError extends Error {
      readonly apiKey = 'hunter2';
      readonly index = 'logs';
    }
    const copy = redactSecrets(new QueryError('secret=hunter2', { cause: new Error('pwd: hunter2') })) as QueryError;
    expect(copy).toBeInstanceOf(Error);
    expect(copy.constructor).toBe(QueryError);
    expect(copy).toMatchObject({ message: `secret=${REDACTED}`, apiKey: REDACTED, index: 'logs' });
    expect((copy.cause as Error).message).toBe(`pwd: ${REDACTED}`);
    expect(copy.stack).not.toContain('hunter2');
  });

  test('never lets a password through, wherever it stands', () => {
    const password = fc.stringMatching(/^[A-Za-z0-9]{12,20}$/).map((text) => `Pw${text}`);
    fc.assert(
      fc.property(
        password,
        fc.constantFrom('password', 'api_key', 'Authorization', 'clientSecret'),
        fc.array(fc.string(), { maxLength: 3 }),
        (secret, key, path) => {
          let value: unknown = { [key]: secret, url: `https://u:${secret}@h/` };
          for (const name of path) value = { [name === '__proto__' ? 'p' : name]: [value] };
          expect(JSON.stringify(redactSecrets(value))).not.toContain(secret);
        },
      ),
    );
  });

  test('does not slow down on hostile text', () => {
    const started = performance.now();
    redactText('a'.repeat(200_000));
    redactText('a_'.repeat(100_000));
    redactText('eyJ'.repeat(70_000));
    redactText('-----BEGIN PRIVATE KEY-----'.repeat(5_000));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
