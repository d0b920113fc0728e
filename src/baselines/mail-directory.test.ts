import { describe, expect, test } from 'vitest';
import { MailDirectory } from './mail-directory.js';

const directory = (): MailDirectory => {
  const mail = new MailDirectory();
  mail.learnOwn('summittech.com');
  for (let mailbox = 0; mailbox < 6; mailbox += 1) mail.learn('northwind.example', true, false, true);
  mail.learn('oncemet.example', true, false, true);
  mail.learnColleague('Emma Brooks', 'emma.brooks@summittech.com');
  return mail;
};

describe('look-alikes', () => {
  test.each([
    ['sumrnittech.com', 'rn for m'],
    ['summ1ttech.com', 'digit for letter'],
    ['summittесh.com', 'Cyrillic е and с'],
    ['summlttech.com', 'l for i'],
    ['5ummittech.com', '5 for s'],
  ])('%s is drawn like the own domain (%s)', (domain) => {
    expect(directory().resembles(domain)).toEqual({ domain: 'summittech.com', distance: 0, sameName: false, own: true });
  });

  test.each([
    ['sumittech.com', 1],
    ['summittceh.com', 1],
    ['summittech-billing.com', 1],
    ['login-summittech.com', 1],
  ])('%s resembles it', (domain, distance) => {
    expect(directory().resembles(domain)).toEqual({ domain: 'summittech.com', distance, sameName: false, own: true });
  });

  test('summittech.net is the same name elsewhere', () => {
    expect(directory().resembles('summittech.net')).toEqual({ domain: 'summittech.com', distance: 0, sameName: true, own: true });
  });

  test('a frequent correspondent is imitated too, one seldom met is not', () => {
    expect(directory().resembles('n0rthwind.example')).toEqual({ domain: 'northwind.example', distance: 0, sameName: false, own: false });
    expect(directory().resembles('oncemat.example')).toBeUndefined();
  });

  test.each(['summittech.com', 'northwind.example', 'unrelated.example', 'abc.example', 'weather.example'])(
    '%s imitates nobody',
    (domain) => {
      expect(directory().resembles(domain)).toBeUndefined();
    },
  );
});

describe('what mail teaches', () => {
  test('a colleague is known by the full display name, whatever its case', () => {
    const mail = directory();
    expect(mail.colleague(' EMMA brooks ')).toBe('emma.brooks@summittech.com');
    expect(mail.colleague('Emma')).toBe('');
    mail.learnColleague('Support', 'support@summittech.com');
    expect(mail.colleague('Support')).toBe('');
  });

  test('a failed check says most for a domain that always passed, little for one that always fails', () => {
    const mail = new MailDirectory();
    for (let message = 0; message < 200; message += 1) {
      mail.learn('strict.example', true, false, false);
      mail.learn('broken.example', false, true, false);
    }
    const [strict, unknown, broken] = ['strict.example', 'unknown.example', 'broken.example'].map((domain) =>
      mail.failureSurprisal(domain),
    );
    expect(strict).toBeGreaterThan(4);
    expect(unknown).toBeCloseTo(-Math.log(201 / 420), 10);
    expect(broken).toBeLessThan(0.02);
  });

  test('a directory read back from its JSON is the same', () => {
    const mail = directory();
    const loaded = MailDirectory.fromJSON(JSON.parse(JSON.stringify(mail)));
    expect(JSON.stringify(loaded)).toBe(JSON.stringify(mail));
    expect(loaded.resembles('sumrnittech.com')).toEqual(mail.resembles('sumrnittech.com'));
    expect(loaded.colleague('Emma Brooks')).toBe(mail.colleague('Emma Brooks'));
  });

  test('beyond 50,000 domains the least used are forgotten', () => {
    const mail = new MailDirectory();
    for (let message = 0; message < 8; message += 1) mail.learn('partner.example', true, false, true);
    for (let domain = 0; domain < 50_001; domain += 1) mail.learn(`d${domain}.example`, true, false, true);
    const { domains } = JSON.parse(JSON.stringify(mail)) as { domains: [string, unknown][] };
    expect(domains.length).toBeLessThan(26_000);
    expect(domains.some(([domain]) => domain === 'partner.example')).toBe(true);
  });
});
