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
    expect(read(tag, fields)).toEqual({ facts: [expect.objectContaining({ ...of, ...fact })] as unknown });
  });

  it.each([
    ['200', 'applied', {}],
    ['201', 'refund_agreed', {}],
    ['202', 'return_agreed', {}],
    ['203', 'goods_returned', {}],
    ['204', 'refund_refused', {}],
    ['205', 'return_refused', {}],
    ['207', 'closed', {}],
    ['208', 'modified', {}],
    ['209', 'other', {}],
    ['212', 'arbitration', {}],
    ['218', 'arbitration', {}],
    ['211', 'other', { about: 'exchange' }],
    ['224', 'applied', { about: 'special_right' }],
    ['226', 'other', { about: 'resend' }],
    ['227', 'other', { about: 'resend' }],
  ])('%s moves an after-sale: %s', (tag, step, said) => {
    expect(read(tag, { aftersale_id: aftersaleId, s_id: '6900000000000000002', update_time: AT, refund_amount: 7 })).toEqual({
      facts: [
        {
          ...of,
          type: 'DouyinAftersaleMoved',
          key: `aftersale:${aftersaleId}:${tag}:${String(AT)}`,
          aftersaleId,
          subOrderId: '6900000000000000002',
          step,
          refundAmount: 7,
          ...said,
        },
      ],
    });
  });

  it('keeps what an after-sale says of its type, its status, and out of whose money it refunds', () => {
    const said = { aftersale_id: aftersaleId, update_time: AT, aftersale_type: 3, aftersale_status: 14 };
    expect(read('209', said)).toMatchObject({ facts: [{ aftersaleType: 3, aftersaleStatus: 14 }] });
    const refund = { aftersale_id: aftersaleId, success_time: AT, refund_amount: 5, refund_post_amount: 1 };
    expect(read('206', { ...refund, aftersale_refund_type: -1 })).toMatchObject({
      facts: [{ refundChannel: -1, postAmount: 1 }],
    });
    expect(read('225', { ...refund, aftersale_refund_type: 5 })).toMatchObject({
      facts: [{ refundChannel: 5, specialRight: true }],
    });
  });

  it('takes what a message details beside what it is about', () => {
    const said = {
      pay_time: AT,
      pay_amount: 900,
      order_amount: 1000,
      promotion_shop_amount: 100,
      promotion_platform_amount: 0,
    };
    const stages = [
      { phase_order_id: '71', current_phase: 1, total_phase: 2, pay_success: true, phase_pay_amount: 200, phase_pay_time: AT },
      { phase_order_id: '71', current_phase: 2, total_phase: 2, pay_success: false, phase_pay_amount: 0, phase_pay_time: 0 },
    ];
    expect(read('101', { ...said, order_phase_list: stages })).toMatchObject({
      facts: [
        { key: 'paid', amount: 900 },
        { key: 'phase:71:1', type: 'DouyinOrderPhasePaid', phase: 1, phases: 2, amount: 200 },
        { type: 'DouyinOrderDetailed', orderAmount: 1000, payAmount: 900, discountShop: 100, discountPlatform: 0 },
      ],
    });
  });

  it('names what is malformed in what it details', () => {
    expect(read('101', { pay_time: AT, pay_amount: 900, order_amount: 'much' })).toEqual({ wrong: ['order_amount'] });
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
    expect(reading).toHaveProperty('facts');
    expect((reading as { facts: [{ liveRoomId?: string }] }).facts[0].liveRoomId).toBe(liveRoomId);
  });

  it('keeps ids of bare numbers beyond 2^53', () => {
    const data = parseExact('{"p_id":6924563728190374651,"shop_id":1,"update_time":1790000000}') as JsonObject;
    expect(readOrderMessage('102', data)).toMatchObject({ facts: [{ orderId: '6924563728190374651' }] });
  });
});
