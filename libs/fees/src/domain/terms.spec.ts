import type { Instant } from '#kernel';
import { after } from '#kernel/testing';
import { play } from '../testing.js';
import { termsAt, termsDecider } from './terms.js';
import type { AcknowledgeTerms, RegisterTermsVersion } from './terms.messages.js';

const day = (text: string): Instant => `2026-${text}T00:00:00.000Z` as Instant;
const register = (version: string, from: string, document = 'service-fees'): RegisterTermsVersion => ({
  type: 'RegisterTermsVersion',
  merchantId: 'm1',
  party: 'douyin',
  document,
  version,
  kind: 'fee_standard',
  effectiveFrom: day(from),
  url: 'https://example.com/fees',
  changes: 'tea 2 % instead of 1 %',
});
const acknowledge = (version: string, by: string, at = day('02-01')): AcknowledgeTerms => ({
  type: 'AcknowledgeTerms',
  merchantId: 'm1',
  party: 'douyin',
  document: 'service-fees',
  version,
  by,
  at,
});

describe('terms', () => {
  it('are registered version by version, each once', () => {
    expect(
      play(termsDecider, [
        register('1', '01-01'),
        register('1', '01-01'),
        register('1', '01-02'),
        register('2', '01-01'),
        register('2', '03-01'),
        register('1', '01-01', 'contract'),
      ]),
    ).toEqual([
      ['TermsVersionRegistered'],
      [],
      'TERMS_VERSION_DIFFERS',
      'TERMS_EFFECTIVE_TWICE',
      ['TermsVersionRegistered'],
      ['TermsVersionRegistered'],
    ]);
  });

  it('are acknowledged by each person once, whatever the clock of a retry', () => {
    expect(
      play(termsDecider, [
        acknowledge('1', '王芳'),
        register('1', '01-01'),
        acknowledge('1', '王芳'),
        acknowledge('1', '王芳', day('03-01')),
        acknowledge('1', '李雷'),
        register('1', '01-01'),
      ]),
    ).toEqual(['TERMS_VERSION_UNKNOWN', ['TermsVersionRegistered'], ['TermsAcknowledged'], [], ['TermsAcknowledged'], []]);
  });

  it('are in force until the next version of the same document is', () => {
    const { state } = after(termsDecider, [
      register('2', '03-01'),
      register('1', '01-01'),
      register('1', '02-01', 'contract'),
      acknowledge('1', '王芳'),
    ]);
    const at = (text: string) =>
      termsAt(state, day(text)).map(({ document, version, status }) => [document, version, status].join(' '));
    expect(at('02-28')).toEqual(['contract 1 in_force', 'service-fees 1 in_force', 'service-fees 2 announced']);
    expect(at('03-01')).toEqual(['contract 1 in_force', 'service-fees 1 superseded', 'service-fees 2 in_force']);
    expect(termsAt(state, day('02-28')).map(({ acknowledgements }) => acknowledgements)).toEqual([
      [],
      [{ by: '王芳', at: day('02-01') }],
      [],
    ]);
  });
});
