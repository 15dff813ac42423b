import { isRejection } from '#kernel';
import { MATCHING_TERMS, termsOf, type MatchingTerms } from '../engine/terms.data.js';
import { matchingTermsOf } from './terms-file.js';

const read = (text: string): readonly MatchingTerms[] => {
  const terms = matchingTermsOf(text);
  if (isRejection(terms)) throw new Error(terms.code);
  return terms;
};

describe('terms of an installation', () => {
  it('are those that ship where there is no file', () => {
    expect(matchingTermsOf(undefined)).toBe(MATCHING_TERMS);
    expect(read('[]')).toEqual(MATCHING_TERMS);
  });

  it('say what is otherwise, channel by channel, and leave the rest as it ships', () => {
    const terms = read('[{"channel":"wechat","tolerance":2,"dayWindow":{"refund":7}}]');
    const shipped = termsOf('wechat');
    expect(termsOf('wechat', terms)).toEqual({ ...shipped, tolerance: 2, dayWindow: { ...shipped.dayWindow, refund: 7 } });
    expect(termsOf('alipay', terms)).toEqual(termsOf('alipay'));
  });

  it.each([
    ['no JSON', { expected: 'a list' }],
    ['{}', { expected: 'a list' }],
    ['[1]', { entry: 1 }],
    ['[{"channel":"*"},{"tolerance":1}]', { entry: 2, field: 'channel' }],
    ['[{"channel":"Wechat"}]', { entry: 1, field: 'channel' }],
    ['[{"channel":"*","tolerance":0.5}]', { entry: 1, field: 'tolerance' }],
    ['[{"channel":"*","tolerance":-1}]', { entry: 1, field: 'tolerance' }],
    ['[{"channel":"*","colour":1}]', { entry: 1, field: 'colour' }],
    ['[{"channel":"*","dayWindow":{"week":1}}]', { entry: 1, field: 'dayWindow.week' }],
    ['[{"channel":"*","dayWindow":3}]', { entry: 1, field: 'dayWindow' }],
  ])('are refused as a whole: %s', (text, details) => {
    expect(matchingTermsOf(text)).toMatchObject({ code: 'MATCHING_TERMS_INVALID', details });
  });
});
