import { accounts, isAccountSegment, isMoneyAccount, merchantInAccount } from './accounts.js';
import { Fault } from './fault.js';

describe('an account', () => {
  it('is a path that plain-text accounting tools accept', () => {
    expect(accounts.clearing('unionpay', '898100012340001')).toBe('assets:clearing:unionpay:898100012340001');
    expect(accounts.instructed('refund', '898')).toBe('memo:instructed-refund:898');
    expect(accounts.instructedContra('capture', '898')).toBe('memo:instructed-capture-contra:898');
  });

  it.each(['', ' ', 'a b', 'a:b', '-a', '.a', 'a\n', '店', "a'"])('takes no %p as a step of its path', (segment) => {
    expect(isAccountSegment(segment)).toBe(false);
    expect(() => accounts.bank(segment)).toThrow(Fault);
  });
});

describe('an account that a person may name', () => {
  it.each([
    'assets:bank:main',
    'assets:receivable:douyin:44',
    'revenue:offline:tea',
    'revenue:offline:tea:bund',
    'equity:suspense:tea:x',
  ])('is %s', (account) => {
    expect(isMoneyAccount(account)).toBe(true);
  });

  it.each([
    '',
    'assets',
    'assets:bank',
    'assets:bank:a:b',
    'assets:cash:a',
    'memo:authorized:1',
    'assets:bank:',
    'assets:bank:a b',
  ])('is not %p', (account) => {
    expect(isMoneyAccount(account)).toBe(false);
  });

  it('says whose it is where it names a merchant', () => {
    const named = [
      'revenue:offline:tea:bund',
      'expenses:fees:tea:channel',
      'equity:suspense:tea:x',
      'liabilities:unclaimed:tea',
    ];
    expect(named.map(merchantInAccount)).toEqual(['tea', 'tea', 'tea', 'tea']);
    expect(['assets:bank:tea', 'revenue:online:44', 'liabilities:contract:44'].map(merchantInAccount)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(accounts.revenueOffline('tea', '-')).toBe('revenue:offline:tea');
  });
});
