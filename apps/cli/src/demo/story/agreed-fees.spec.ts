import { money } from '#kernel';
import { agreedFee, feeBack } from './agreed-fees.js';

describe('what a statement charges', () => {
  it.each([
    ['unionpay', 'card', 'credit', 100_000, 600],
    ['unionpay', 'card', 'debit', 100_000, 500],
    ['unionpay', 'card', 'debit', 1_000_000, 2000],
    ['lakala', 'unionpay_qr', null, 100_000, 380],
    ['lakala', 'unionpay_qr', null, 100_001, 600],
    ['wechat', 'wechat', null, 12_990, 49],
  ])('%s, %s (%s), of %i 分 is %i 分', (channel, method, cardType, amount, fee) => {
    expect(agreedFee(channel, { method, cardType, amount: money(amount) })).toBe(fee);
  });

  it('comes back with refunds where that was agreed, exactly once all is refunded', () => {
    const charged = { method: 'alipay', amount: money(1_000) };
    const parts = [
      [0, 333],
      [333, 333],
      [666, 334],
    ].map(([before = 0, refund = 0]) => feeBack('alipay', charged, { before: money(before), refund: money(refund) }));
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(agreedFee('alipay', charged));
    expect(feeBack('unionpay', { ...charged, method: 'card' }, { before: money(0), refund: money(1_000) })).toBe(0);
  });
});
