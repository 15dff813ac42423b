import { yuan } from '#kernel/testing';
import { voucherDecider, type VoucherCommand, type VoucherFact } from '#vouchers';
import { hour, voucher } from '#vouchers/testing';
import { describeStates } from './describe-states.js';
import { deciderMachine } from './machine.js';

const record = (fact: VoucherFact): VoucherCommand => ({ type: 'RecordVoucherFact', fact });
const amount = yuan('50.00');
const row = { ledgerId: 'l1', verifyId: 'v1', certificateId: 'c1', pay: amount };

/** Two vouchers of 50.00 each. */
const steps: Readonly<Record<string, VoucherCommand>> = {
  paid: record(voucher.paid(hour(0), yuan('100.00'), 2)),
  'first verified': record(voucher.verified(hour(1), 'c1', { verifyId: 'v1', amount })),
  'second verified': record(voucher.verified(hour(2), 'c2', { verifyId: 'v2', amount })),
  'first cancelled': record(voucher.cancelled(hour(3), 'c1', 'v1')),
  'first refunded': record(voucher.refunded(hour(4), 'c1', amount)),
  'second refunded': record(voucher.refunded(hour(4), 'c2', amount)),
  'row estimated': record(voucher.estimated(hour(1), row)),
  'row settled': record(voucher.settled(hour(5), row)),
  'row failed': record(voucher.dropped(hour(5), row, 'failed')),
  'row discarded': record(voucher.dropped(hour(5), row, 'discarded')),
};

describe('states of an order of vouchers', () => {
  describeStates(
    deciderMachine(voucherDecider, {
      statuses: ['unpaid', 'paid', 'partly_verified', 'verified', 'settled', 'partly_refunded', 'refunded'],
      steps,
      statusOf: ({ standing }) => standing?.status ?? '',
      flagsOf: ({ standing }) => standing?.exceptions ?? [],
      alike: ({ facts }) => [...facts.keys()].sort(),
    }),
    { readme: 'libs/vouchers/README.md' },
  );
});
