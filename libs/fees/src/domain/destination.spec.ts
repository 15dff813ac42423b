import type { Instant } from '#kernel';
import { after } from '#kernel/testing';
import { play } from '../testing.js';
import { destinationAt, destinationDecider } from './destination.js';
import type { EndSettlementDestination, SetSettlementDestination } from './destination.messages.js';

const day = (text: string): Instant => `2026-${text}T00:00:00.000Z` as Instant;
const of = { merchantId: 'm1', channel: 'unionpay', merchantNo: '898100012340001' } as const;
const set = (id: string, from: string, to?: string): SetSettlementDestination => ({
  type: 'SetSettlementDestination',
  ...of,
  destination: {
    id,
    from: day(from),
    ...(to && { to: day(to) }),
    payee: { kind: 'bank_account', account: 'main', bank: '工商银行', lastFour: '0042' },
    cycle: 'T+1',
    cutOff: '23:00',
  },
});
const end = (id: string, to: string): EndSettlementDestination => ({
  type: 'EndSettlementDestination',
  ...of,
  id,
  to: day(to),
});

describe('the settlement destination of a merchant number', () => {
  it('is set once for a time; overlaps and other particulars are refused', () => {
    expect(
      play(destinationDecider, [
        set('a', '01-01'),
        set('a', '01-01'),
        set('a', '01-02'),
        set('b', '03-01'),
        end('a', '03-01'),
        set('b', '03-01'),
        end('a', '03-02'),
        end('a', '03-01'),
        end('c', '03-01'),
        set('d', '02-01', '01-01'),
      ]),
    ).toEqual([
      ['SettlementDestinationSet'],
      [],
      'DESTINATION_DIFFERS',
      'DESTINATIONS_OVERLAP',
      ['SettlementDestinationEnded'],
      ['SettlementDestinationSet'],
      'DESTINATIONS_OVERLAP',
      [],
      'DESTINATION_UNKNOWN',
      'PERIOD_ENDS_BEFORE_IT_BEGINS',
    ]);
  });

  it('belongs to one merchant', () => {
    expect(
      play(destinationDecider, [
        set('a', '01-01', '02-01'),
        { ...set('b', '02-01'), merchantId: 'm2' },
        { ...end('a', '01-05'), merchantId: 'm2' },
      ]),
    ).toEqual([['SettlementDestinationSet'], 'DESTINATION_OF_OTHER_MERCHANT', 'DESTINATION_OF_OTHER_MERCHANT']);
  });

  it('is the one in force then', () => {
    const { state } = after(destinationDecider, [set('a', '01-01', '02-01'), set('b', '03-01')]);
    expect(['01-31', '02-01', '03-01'].map((at) => destinationAt(state, day(at))?.id)).toEqual(['a', undefined, 'b']);
  });
});
