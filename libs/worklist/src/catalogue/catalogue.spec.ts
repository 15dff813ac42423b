import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FRAUD_CODES } from '../domain/fraud.js';
import { RULES } from '../domain/rules.data.js';
import { CATALOGUE, guideOf, kindOfStream } from './catalogue.js';
import { UNGUIDED } from './guide.js';
import { TIMERS } from './timers.data.js';

const ROOT = join(__dirname, '../../../..');
const UNION = /export type (\w+)Exception =([^;]+);/g;
const CODE = /'([A-Z_]+)'/g;

/** Every code of every `…Exception` that a feature's domain declares, with the kind that its name says. */
const declared = globSync('libs/*/src/domain/*.ts', { cwd: ROOT })
  .filter((file) => !file.endsWith('.spec.ts'))
  .flatMap((file) => [...readFileSync(join(ROOT, file), 'utf8').matchAll(UNION)])
  .flatMap(([, name = '', union = '']) =>
    [...union.matchAll(CODE)].map(([, code = '']): [string, string] => [kindOf(name), code]),
  );

function kindOf(name: string): string {
  return name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}

const readme = (): string => readFileSync(join(__dirname, '../../README.md'), 'utf8');

describe('the catalogue', () => {
  it('finds the codes that features declare', () => {
    expect(declared.length).toBeGreaterThan(25);
    expect(declared).toContainEqual(['order', 'REFUND_ABOVE_PAID']);
    expect(declared).toContainEqual(['reference', 'REFERENCE_DISPUTED']);
  });

  it.each(declared)('has a sentence and a command for %s %s', (kind, code) => {
    expect(CATALOGUE[kind]?.[code]).toBeDefined();
  });

  it.each(FRAUD_CODES)('has a sentence and a command for terminal %s', (code) => {
    expect(guideOf('terminal', code)).not.toBe(UNGUIDED);
  });

  it('says something of a code that it does not know', () => {
    expect(guideOf('voucher', 'NEVER_HEARD_OF')).toBe(UNGUIDED);
    expect(guideOf('order', 'NEVER_HEARD_OF')).toBe(UNGUIDED);
  });

  it.each(TIMERS)('times $kind $code by a rule of its own unit', ({ rule }) => {
    expect(['minutes', 'hours', 'days']).toContain(RULES[rule].unit);
  });

  it('calls streams by what they are about', () => {
    const names = [
      'order-douyin.1',
      'payment.p',
      'payment-reference.m.r',
      'terminal-batch.a.b.c.d',
      'collection.1',
      'a-new-kind.1',
    ];
    expect(names.map(kindOfStream)).toEqual(['order', 'payment', 'reference', 'settlement', 'collection', 'a_new_kind']);
  });

  it.each(Object.entries(CATALOGUE))('stands in the README: %s', (kind, guides) => {
    const lines = readme().split('\n');
    for (const [code, { happened, mend, severity }] of Object.entries(guides)) {
      const line = lines.find((one) => one.startsWith(`| ${kind} `) && one.includes(`\`${code}\``)) ?? '';
      const told = line.split('|').map((cell) => cell.trim());
      expect(told.slice(1, 6)).toEqual([kind, `\`${code}\``, severity, happened, `\`${mend.route}\``]);
    }
  });

  it('holds nothing beside what the README names', () => {
    const named = [...readme().matchAll(/^\| (\w+) +\| `([A-Z_]+)`/gm)].map(([, kind = '', code = '']) => `${kind} ${code}`);
    const known = Object.entries(CATALOGUE).flatMap(([kind, guides]) => Object.keys(guides).map((code) => `${kind} ${code}`));
    expect(named.sort()).toEqual(known.sort());
  });
});
