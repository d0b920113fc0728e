import { describe, expect, test } from 'vitest';
import { NameModel } from './name-model.js';
import { SnapshotReader, SnapshotWriter } from './snapshot.js';

const HOSTS = ['mail', 'portal', 'login', 'static', 'images', 'download', 'update', 'telemetry', 'service', 'cdn', 'support', 'accounts'];

const taught = (): NameModel => {
  const model = new NameModel();
  for (let round = 0; round < 40; round += 1) for (const host of HOSTS) model.learn(host);
  return model;
};

const perLetter = (model: NameModel, name: string): number => model.surprisal(name) / (name.length + 1);

describe('NameModel', () => {
  test('knowing nothing, each of the 40 symbols is as likely: ln 40 a letter and the end', () => {
    expect(new NameModel().surprisal('abc')).toBeCloseTo(4 * Math.log(40), 10);
    expect(new NameModel().surprisal('')).toBeCloseTo(Math.log(40), 10);
  });

  test('names of up to two letters have no more than all the probability there is', () => {
    const model = taught();
    const alphabet = Array.from('abcdefghijklmnopqrstuvwxyz0123456789-.é');
    const names = ['', ...alphabet, ...alphabet.flatMap((a) => alphabet.map((b) => a + b))];
    const total = names.reduce((sum, name) => sum + Math.exp(-model.surprisal(name)), 0);
    expect(total).toBeLessThan(1);
    expect(total).toBeGreaterThan(0.001);
  });

  test('names like those of the estate are unsurprising; letters at random, hexadecimal and encoded text are not', () => {
    const model = taught();
    const usual = Math.max(...['images', 'login', 'mails', 'portals'].map((name) => perLetter(model, name)));
    for (const name of ['xkqzvwjq', '9f8a7c6b5d', 'mzxw6ytboi', 'q8z7k2x9']) expect(perLetter(model, name)).toBeGreaterThan(usual + 1);
  });

  test('letters count without regard to case', () => {
    expect(taught().surprisal('PORTAL')).toBe(taught().surprisal('portal'));
  });

  test('a restored model is as surprised as the saved one', () => {
    const writer = new SnapshotWriter();
    taught().save(writer);
    const loaded = NameModel.load(new SnapshotReader(writer.finish('1'), '1'));
    expect(loaded.surprisal('telemetry-7')).toBe(taught().surprisal('telemetry-7'));
  });
});
