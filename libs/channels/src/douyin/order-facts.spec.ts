import { parseExact, type JsonObject } from '../exact-json.js';
import { readOrderMessage } from './order-facts.js';

const base = { p_id: '6900000000000000001', shop_id: 4463798 };
const AT = 1_790_000_000;
const INSTANT = '2026-09-21T14:13:20.000Z';
const of = { orderId: '6900000000000000001', shopId: '4463798', occurredAt: INSTANT };
const aftersaleId = '7100000000000000001';

const read = (tag: string, fields: object): unknown => readOrderMessage(tag, { ...base, ...fields });

describe('what a tag and its data say', () => {
  it.each([
    ['100', { create_time: AT, order_type: 0 }, { type: 'DouyinOrderCreated', key: 'created', orderType: 0 }],
    ['101', { pay_time: AT, pay_amount: 100, pay_type: 2 }, { type: 'DouyinOrderPaid', key: 'paid', amount: 100, payType: 2 }],
    ['101', { pay_time: AT, pay_amount: 100 }, { type: 'DouyinOrderPaid', key: 'paid', amount: 100 }],
    ['110', { pay_time: AT, pay_amount: 100, pay_type: 1 }, { type: 'DouyinOrderPaid', key: 'paid', amount: 100 }],
    ['110', { pay_time: 0, update_time: AT }, { type: 'DouyinOrderPaymentHeld', key: 'held' }],
    ['102', { update_time: AT }, { type: 'DouyinOrderShipped', key: 'shipped' }],
    ['103', { complete_time: AT }, { type: 'DouyinOrderCompleted', key: 'completed' }],
    [
      '106',
      { cancel_time: AT, cancel_reason: '不想要了' },
      { type: 'DouyinOrderCancelled', key: 'cancelled', reason: '不想要了' },
    ],
    ['108', { update_time: AT }, { type: 'DouyinOrderPartlyShipped', key: `partly_shipped:${String(AT)}` }],
    [
      '109',
      { modify_time: AT, total_amount: 90, post_amount: 0 },
      { type: 'DouyinOrderRepriced', key: `repriced:${String(AT)}`, totalAmount: 90, postAmount: 0 },
    ],
    [
      '206',
      { aftersale_id: aftersaleId, success_time: AT, refund_amount: 5 },
      { type: 'DouyinRefundSucceeded', key: `refund:${aftersaleId}`, amount: 5 },
    ],
    ['225', { aftersale_id: aftersaleId, success_time: AT, refund_amount: 5 }, { type: 'DouyinRefundSucceeded', amount: 5 }],
  ])('%s with %j', (tag, fields, fact) => {
    expect(read(tag, fields)).toEqual({ fact: expect.objectContaining({ ...of, ...fact }) as unknown });
  });

  it.each([
    ['200', 'applied'],
    ['201', 'refund_agreed'],
    ['202', 'return_agreed'],
    ['203', 'goods_returned'],
    ['204', 'refund_refused'],
    ['205', 'return_refused'],
    ['207', 'closed'],
    ['208', 'modified'],
    ['209', 'other'],
    ['212', 'arbitration'],
    ['218', 'arbitration'],
    ['224', 'applied'],
    ['226', 'other'],
  ])('%s moves an after-sale: %s', (tag, step) => {
    expect(read(tag, { aftersale_id: aftersaleId, s_id: '6900000000000000002', update_time: AT, refund_amount: 7 })).toEqual({
      fact: {
        ...of,
        type: 'DouyinAftersaleMoved',
        key: `aftersale:${aftersaleId}:${tag}:${String(AT)}`,
        aftersaleId,
        subOrderId: '6900000000000000002',
        step,
        refundAmount: 7,
      },
    });
  });

  it('closed and succeeded at once is nobody’s guess', () => {
    expect(read('206', { aftersale_id: aftersaleId, close_time: AT, refund_amount: 5 })).toHaveProperty('disagree');
    expect(read('207', { aftersale_id: aftersaleId, success_time: AT })).toHaveProperty('disagree');
  });

  it('names every field that is missing', () => {
    expect(readOrderMessage('206', {})).toEqual({
      wrong: ['aftersale_id', 'success_time', 'p_id', 'shop_id', 'refund_amount'],
    });
  });

  it.each([
    [{ room_id: '7300000000000000001' }, '7300000000000000001'],
    [{ room_id: 7.3e18, room_id_str: '7300000000000000001' }, '7300000000000000001'],
    [{ room_id: 0, sku_order_list: [{ room_id_str: '7300000000000000002' }] }, '7300000000000000002'],
    [{ room_id: 0 }, undefined],
    [{ room_id: '', sku_order_list: 'x' }, undefined],
  ])('finds the live room in %j', (fields, liveRoomId) => {
    const reading = read('100', { create_time: AT, ...fields });
    expect(reading).toHaveProperty('fact');
    expect((reading as { fact: { liveRoomId?: string } }).fact.liveRoomId).toBe(liveRoomId);
  });

  it('keeps ids of bare numbers beyond 2^53', () => {
    const data = parseExact('{"p_id":6924563728190374651,"shop_id":1,"update_time":1790000000}') as JsonObject;
    expect(readOrderMessage('102', data)).toMatchObject({ fact: { orderId: '6924563728190374651' } });
  });
});
