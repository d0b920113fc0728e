import { describe, expect, test } from 'vitest';
import { parseUserAgent } from './user-agent.js';

describe('user agents', () => {
  test.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
      'Chrome on Windows',
      false,
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0',
      'Edge on Windows',
      false,
    ],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.4 Safari/605.1.15', 'Safari on macOS', false],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'Firefox on Linux', false],
    ['python-requests/2.32.3', 'python-requests', true],
    ['Salesforce-CLI/1.0', 'Salesforce-CLI', true],
    ['curl/8.5.0', 'curl', true],
    ['', '', false],
  ])('%s is %s', (text, family, machine) => {
    expect(parseUserAgent(text)).toEqual({ family, machine });
  });

  test('an update of program or system is the same program', () => {
    const old = parseUserAgent('Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0.1 Safari/537.36');
    expect(parseUserAgent('Mozilla/5.0 (Windows NT 11.0) AppleWebKit/537.36 Chrome/131.9.9 Safari/537.36')).toEqual(old);
    expect(parseUserAgent('aws-cli/2.17.0 Python/3.11 Linux/5.10').family).toBe(
      parseUserAgent('aws-cli/2.4.1 Python/3.8 Linux/4.14').family,
    );
  });

  test('a megabyte of text is cut, and answered the same twice', () => {
    const long = `x${'y'.repeat(1_000_000)}`;
    expect(parseUserAgent(long).family.length).toBeLessThanOrEqual(64);
    expect(parseUserAgent(long)).toEqual(parseUserAgent(long));
  });
});
