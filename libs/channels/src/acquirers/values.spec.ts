import fc from 'fast-check';
import { Fields } from '../fields.js';
import { FORM_BODY, JSON_BODY, formFields } from './body-forms.js';
import { amountOf, momentOf } from './values.js';

describe('an amount', () => {
  it.each(['', '.5', '1.', '1.005', '-1.00', '1,000.00', '1e3', '１.00', ' 1', '10000000000.00'])(
    'is none in yuan as %s',
    (text) => {
      const fields = new Fields({ b: text });
      amountOf(fields, ['b'], 'yuan');
      expect(fields.wrong).toEqual(['b']);
    },
  );

  it.each([
    ['fen', '12990', 12_990],
    ['fen', 12_990, 12_990],
    ['yuan', '129.90', 12_990],
    ['fen', '129.90', undefined],
    ['fen', '0', undefined],
    ['fen', '-5', undefined],
    ['yuan', '0.00', undefined],
    ['yuan', '1.005', undefined],
  ] as const)('in %s written %s is %s', (unit, written, fen) => {
    const fields = new Fields({ b: written });
    expect(amountOf(fields, ['a', 'b'], unit)).toBe(fen ?? 0);
    expect(fields.wrong).toEqual(fen === undefined ? ['b'] : []);
  });
});

describe('a moment', () => {
  it.each([
    ['1789957000123', '2026-09-21T02:16:40.123Z'],
    ['20260921101320', '2026-09-21T02:13:20.000Z'],
    ['2026-09-21 10:13:20', '2026-09-21T02:13:20.000Z'],
  ])('%s is %s', (text, moment) => {
    const fields = new Fields({ t: text });
    expect([momentOf(fields, ['none', 't']), fields.wrong]).toEqual([moment, []]);
  });

  it.each(['20260230101320', '202609211013', '20260921', 'x', ''])('%s is none', (text) => {
    const fields = new Fields({ t: text });
    momentOf(fields, ['t']);
    expect(fields.wrong).toEqual(['t']);
  });
});

describe('a form', () => {
  it('comes apart as it was put together', () => {
    const name = fc.stringMatching(/^[a-z_]{1,9}$/);
    fc.assert(
      fc.property(fc.dictionary(name, fc.string({ unit: 'grapheme' }), { minKeys: 1 }), (fields) => {
        expect(formFields(new URLSearchParams({ ...fields }).toString())).toEqual({ ...fields });
      }),
    );
  });

  it('loses card data and keeps the rest', () => {
    const clean = FORM_BODY.clean('acct=6222021234567890128&trxid=112094120001088317&cvv2=123&trxremark=%E8%8C%B6');
    expect(clean?.changed).toBe(true);
    expect(FORM_BODY.decode(clean?.text ?? '')).toEqual({
      acct: '622202*********0128',
      trxid: '112094120001088317',
      cvv2: '',
      trxremark: '茶',
    });
    expect(FORM_BODY.clean('trxid=1&paytime=20260921101320')).toEqual({
      text: 'trxid=1&paytime=20260921101320',
      changed: false,
    });
  });
});

it('a JSON message with a field said twice is none', () => {
  expect(JSON_BODY.decode('{"total_amount":"1","total_amount":"2"}')).toBeUndefined();
  expect(JSON_BODY.decode('[]')).toBeUndefined();
  expect(JSON_BODY.clean('{"a":')).toBeUndefined();
});
