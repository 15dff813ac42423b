import { accounts, isAccountSegment } from './accounts.js';
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
