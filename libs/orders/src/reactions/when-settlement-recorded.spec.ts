import type { StoredEvent } from '#event-log';
import { after } from '#kernel/testing';
import { factsOf, hour } from '../testing.js';
import { money } from '#kernel';
import { orderDecider } from '../domain/order.js';
import { whenSettlementRecorded } from './when-settlement-recorded.js';

/** The part of a settlement row's event that the reaction reads, as golden files of settlements have it. */
const rowEvent = (tradeType: number): StoredEvent =>
  ({
    type: 'DouyinSettlementRecorded',
    data: {
      fact: {
        key: 'r1',
        occurredAt: hour(20),
        booking: factsOf().created(hour(20)).booking,
        requestNo: 'r1',
        shopId: '4463798',
        orderId: '6900000000000000001',
        subOrderId: '6900000000000000002',
        tradeType,
        income: 10_790,
        subsidy: 800,
        fees: { platformService: 540, commission: 1079, channel: 0, colonel: 0, promotion: 0, other: 0 },
        net: 9171,
      },
    },
  }) as unknown as StoredEvent;

describe('when a Douyin settlement row is recorded', () => {
  it('its parent order learns what the row took off the receivable', () => {
    const [command] = whenSettlementRecorded.react(rowEvent(0));
    expect(command?.fact).toMatchObject({
      type: 'DouyinOrderSettled',
      key: 'settled:r1',
      orderId: '6900000000000000001',
      occurredAt: hour(20),
      direction: 'in',
      gross: 10_790,
      subsidy: 800,
      fees: 1619,
      net: 9171,
    });
  });

  it.each([1, 2, 3])('trade type %i is money that went back', (tradeType) => {
    expect(whenSettlementRecorded.react(rowEvent(tradeType))[0]?.fact).toMatchObject({ direction: 'out' });
  });

  it('books nothing with the order and is quiet the second time', () => {
    const commands = [...whenSettlementRecorded.react(rowEvent(0)), ...whenSettlementRecorded.react(rowEvent(0))];
    const { events } = after(orderDecider, [
      { type: 'RecordOrderFact', fact: factsOf().paid(hour(0), money(12_990)) },
      ...commands,
    ]);
    expect(events.map(({ type, data }) => [type, data.entries.length])).toEqual([
      ['DouyinOrderPaid', 1],
      ['DouyinOrderSettled', 0],
    ]);
  });
});
