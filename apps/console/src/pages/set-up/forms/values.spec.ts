import type { Finding } from '../answers';
import { formNamed, mendingOf } from './all';
import type { Field } from './field';
import { fenOf, firstValues, percentOf, ppmOf, sentOf, yuanOf } from './values';

const none = (): undefined => undefined;
const fieldsOf = (name: string): readonly Field[] => formNamed(name)?.fields ?? [];
const findingWith = (path: string, body: object): Finding =>
  ({ mend: { says: '', send: { method: 'POST', path, body } } }) as unknown as Finding;

describe('amounts and rates', () => {
  it.each<[string, number | null]>([
    ['0', 0],
    ['20', 2_000],
    ['20.5', 2_050],
    ['0.01', 1],
    ['20.005', null],
    ['-1', null],
    ['much', null],
    ['', null],
  ])('%s yuan are %s fen', (text, fen) => expect(fenOf(text)).toBe(fen));

  it.each<[string, number | null]>([
    ['0.60', 6_000],
    ['0.3825', 3_825],
    ['100', 1_000_000],
    ['0.38255', null],
    ['0,6', null],
  ])('%s %% are %s ppm', (text, ppm) => expect(ppmOf(text)).toBe(ppm));

  it('come back as they were typed', () => {
    expect([0, 1, 2_050, 123_456].map(yuanOf)).toEqual(['0.00', '0.01', '20.50', '1234.56']);
    expect([0, 1, 3_825, 6_000, 1_000_000].map(percentOf)).toEqual(['0.00', '0.0001', '0.3825', '0.60', '100.00']);
  });
});

describe('what is sent', () => {
  it('leaves out what was not typed in, and stands within what its name says', () => {
    const typed = {
      channel: 'unionpay',
      merchantNo: ' 898 ',
      payTo: 'bank',
      bankAccount: { account: 'main', bank: '', lastFour: '0042' },
      douyinShopId: '446',
      from: '2026-01-01T00:00',
      to: '',
    };
    expect(sentOf(fieldsOf('destination'), typed).body).toEqual({
      channel: 'unionpay',
      merchantNo: '898',
      bankAccount: { account: 'main', lastFour: '0042' },
      from: '2026-01-01T00:00:00+08:00',
    });
    expect(sentOf(fieldsOf('destination'), { ...typed, payTo: 'douyin' }).body).toMatchObject({ douyinShopId: '446' });
  });

  it('puts parts of the address apart, and keeps a secret to the letter', () => {
    expect(sentOf(fieldsOf('shopDefault'), { shopId: '446', interfaceId: 'union' })).toEqual({
      parts: { shopId: '446' },
      body: { interfaceId: 'union' },
    });
    expect(sentOf(fieldsOf('appSecret'), { secret: ' with spaces ' }).body).toEqual({ secret: ' with spaces ' });
  });

  it('takes several keys out of one text, and days however they are separated', () => {
    const pem = (of: string): string => `-----BEGIN PUBLIC KEY-----\n${of}\n-----END PUBLIC KEY-----`;
    const keys = sentOf(fieldsOf('publicKeys'), { publicKeys: `${pem('AB+/=')}\n\n${pem('CD')}\n` });
    expect(keys.body).toEqual({ publicKeys: [`${pem('AB+/=')}\n`, `${pem('CD')}\n`] });
    const days = sentOf(fieldsOf('holidays'), { year: '2027', holidays: '2027-01-01，2027-01-02\n2027-01-03' });
    expect(days.body).toEqual({ year: 2_027, holidays: ['2027-01-01', '2027-01-02', '2027-01-03'], workingDays: [] });
  });

  it('sends fee lines in fen and parts per million; what is none as null, for the server to say so', () => {
    const lines = [{ product: 'card', cardType: 'debit', rate: '0.5', cap: '20' }, { rate: 'much' }];
    const { body } = sentOf(fieldsOf('fees'), { lines });
    expect(body['lines']).toEqual([{ product: 'card', cardType: 'debit', ratePpm: 5_000, cap: 2_000 }, { ratePpm: null }]);
    const first = firstValues(fieldsOf('fees'), { lines: body['lines'] }, none);
    expect(first['lines']).toEqual([{ product: 'card', cardType: 'debit', rate: '0.50', cap: '20.00' }, {}]);
  });
});

describe('what a form is opened with', () => {
  it('is the command of a finding, without what only a person knows', () => {
    const found = mendingOf(
      findingWith('/v1/merchants/tea/fee-schedules', {
        channel: 'unionpay',
        id: '<id>',
        from: '2026-01-01T00:00:00.000Z',
        lines: [{ product: '<method>', cardType: '*', ratePpm: '<parts per million>' }],
      }),
    );
    expect([found?.form.name, found?.opened]).toEqual([
      'fees',
      { channel: 'unionpay', from: '2026-01-01T00:00:00.000Z', lines: [{ cardType: '*' }] },
    ]);
    const step = mendingOf(findingWith('/v1/merchants/tea/channel-accounts/lakala/OP1/steps', { to: 'live', by: '<who>' }));
    expect([step?.form.name, step?.opened]).toEqual(['accountStep', { kind: 'lakala', accountId: 'OP1', to: 'live' }]);
    expect(mendingOf(findingWith('/v1/somewhere/else', {}))).toBeUndefined();
  });

  it('is no secret, and nothing that can not have been in a body', () => {
    const opened = { merchantNo: 898, storeId: ['a'], key: 'from-an-address-0001', from: 'soon' };
    const first = firstValues(fieldsOf('terminal'), opened, none);
    expect(Object.keys(first)).toEqual(['from']);
    expect(first['from']).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/);
    expect(firstValues(fieldsOf('fees'), { lines: 5 }, none)['lines']).toEqual([{}]);
  });
});
