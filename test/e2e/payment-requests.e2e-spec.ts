import { request as connect } from 'node:http';
import {
  REQUESTS,
  codeOf,
  openCollectingDesk,
  signed,
  type CollectingDesk,
  type RequestRow,
} from './support/collecting-desk.js';
import { eventually } from './support/eventually.js';
import type { Reply } from './support/reply.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { MERCHANT, SHOP, TERMINAL, tell, transaction } from './support/shop.js';

interface Told {
  readonly subject: { readonly orderId?: string };
  readonly worth: number;
  readonly mend: { readonly route: string; readonly body: object };
}

interface OrderRow {
  readonly orderId: string;
  readonly collection: object | null;
}

interface Listed {
  readonly kind: string;
  readonly collectedAtPos: number;
}

describe('a Douyin order that is paid at a terminal', () => {
  let ledger: RunningLedger;
  let desk: CollectingDesk;
  beforeAll(async () => {
    ledger = await runLedger();
    desk = await openCollectingDesk(ledger);
  });
  afterAll(() => ledger.end());

  it('goes to the terminal that waits, is confirmed there and collected, once', async () => {
    const orderId = await desk.created();
    const waiting = desk.asTerminal('GET', `${REQUESTS}?wait=10`);
    const requestId = await desk.handedOver(orderId);
    expect(((await waiting).body as { data: RequestRow[] }).data).toMatchObject([{ requestId, orderId, amount: 12_990 }]);
    expect(codeOf(await desk.handOver(orderId, { amount: 12_990 }, 'another'))).toBe('REQUEST_OPEN');
    expect((await desk.confirm(requestId)).status).toBe(200);
    await desk.collect(requestId);
    expect((await desk.report(requestId, { outcome: 'approved', amount: 12_990, response_code: '00' })).status).toBe(200);
    await desk.stands(orderId, { status: 'approved', collected: 12_990, refundsProposed: [], exceptions: [] });
    expect(codeOf(await desk.handOver(orderId, { amount: 12_990 }, 'once-more'))).toBe('ORDER_COLLECTED');
  });

  it('says in every list of it how far the terminal came, now and as it was known', async () => {
    const orderId = await desk.created();
    const orderOf = async (times = ''): Promise<OrderRow> => ledger.admin.data<OrderRow>(`/v1/orders/${orderId}${times}`);
    await eventually(async () => expect(await orderOf()).toMatchObject({ handedToPos: false, collection: null }));
    const requestId = await desk.handedOver(orderId);
    const open = { requestId, status: 'requested', mayRequest: false, collected: 0, paymentIds: [] };
    await eventually(async () => expect(await orderOf()).toMatchObject({ handedToPos: true, collection: open }));
    const { position } = (await ledger.admin.get(`/v1/orders/${orderId}`)).body as { readonly position: string };
    await desk.confirm(requestId);
    await desk.collect(requestId);
    const collected = {
      status: 'approved',
      mayRequest: false,
      collected: 12_990,
      paymentIds: [expect.stringMatching(/^pay_/)],
    };
    await eventually(async () => expect((await orderOf()).collection).toMatchObject(collected));
    const listed = (times = ''): Promise<OrderRow[]> => ledger.admin.data<OrderRow[]>(`/v1/orders?limit=1${times}`);
    expect(await listed()).toMatchObject([{ orderId, status: 'created', collection: collected }]);
    expect(await listed(`&known=${position}`)).toMatchObject([{ orderId, collection: open }]);
    expect(await orderOf(`?known=${position}`)).toMatchObject({ orderId, collection: open });
    expect((await orderOf('?effective=2099-12-31')).collection).toMatchObject(collected);
    await eventually(async () => {
      const told = await ledger.admin.data<Listed[]>(`/v1/transactions?id=${orderId}`);
      expect(told.map(({ kind, collectedAtPos }) => [kind, collectedAtPos])).toContainEqual(['order', 12_990]);
    });
  });

  it('is the same request for the same Idempotency-Key', async () => {
    const orderId = await desk.created();
    const [first, again] = [await desk.handOver(orderId), await desk.handOver(orderId)];
    expect(again.text).toBe(first.text);
    const { position } = again.body as { position: string };
    const path = `/v1/payment-requests?orderId=${orderId}&minPosition=${position}`;
    expect(await ledger.admin.data<unknown[]>(path)).toHaveLength(1);
  });

  it('that crosses with a payment inside Douyin proposes the refund, which the office gives', async () => {
    const orderId = await desk.created();
    const requestId = await desk.handedOver(orderId);
    await desk.confirm(requestId);
    await desk.paidInside(orderId);
    await desk.collect(requestId);
    await desk.stands(orderId, { exceptions: ['PAID_INSIDE_AND_COLLECTED'], refundsProposed: [{ amount: 12_990 }] });
    const [proposed] = (await desk.requestOf(orderId))?.refundsProposed ?? [];
    const refund = await ledger.admin.post(
      `/v1/payments/${proposed?.paymentId ?? ''}/refunds`,
      { amount: proposed?.amount, reason: '重复收款' },
      { 'idempotency-key': `refund-${orderId}` },
    );
    expect(refund.status).toBe(200);
    expect(codeOf(await desk.handOver(await paidAlready()))).toBe('ORDER_PAID_INSIDE');
  });

  it('that two requests and Douyin collected stands on the worklist with a refund that can be sent as it is', async () => {
    const orderId = await desk.created();
    const first = await desk.handedOver(orderId);
    await desk.confirm(first);
    await desk.report(first, { outcome: 'declined', response_code: '51' });
    const second = await desk.handOver(orderId, { amount: 12_990 }, `second-${orderId}`);
    const { requestId } = second.body as { requestId: string };
    await desk.confirm(requestId);
    await desk.collect(requestId);
    await desk.collect(first);
    await desk.paidInside(orderId);
    await desk.stands(orderId, { refundsProposed: [{ amount: 12_990 }, { amount: 12_990 }] });
    const mend = await eventually(async () => {
      const told = await ledger.admin.data<Told[]>('/v1/exceptions?code=PAID_INSIDE_AND_COLLECTED');
      const found = told.find(({ subject }) => subject.orderId === orderId);
      expect(found?.worth).toBe(25_980);
      return found?.mend;
    });
    const sent = await ledger.admin.post(mend?.route ?? '', mend?.body ?? {}, { 'idempotency-key': `mend-${orderId}` });
    expect([sent.status, codeOf(sent)]).toEqual([200, undefined]);
  });

  const paidAlready = async (): Promise<string> => {
    const orderId = await desk.created();
    await desk.paidInside(orderId);
    return orderId;
  };

  it('that expires can not be confirmed; what is taken late is recorded and flagged', async () => {
    const orderId = await desk.created();
    const reply = await desk.handOver(orderId, { amount: 12_990, expiresInSeconds: 1 });
    const { requestId } = reply.body as { requestId: string };
    await desk.stands(orderId, { status: 'expired' });
    expect(codeOf(await desk.confirm(requestId))).toBe('REQUEST_EXPIRED');
    await desk.collect(requestId);
    await desk.stands(orderId, { status: 'approved', exceptions: ['COLLECTED_LATE'] });
  });

  it('whose outcome is unknown stays so until a transaction settles it', async () => {
    const orderId = await desk.created();
    const requestId = await desk.handedOver(orderId);
    await desk.confirm(requestId);
    const sale = transaction({ instruction_id: requestId, occurred_at: new Date().toISOString(), response_code: '98' });
    await tell(ledger.nobody, sale);
    await desk.report(requestId, { outcome: 'unknown' });
    await desk.stands(orderId, { status: 'unknown', exceptions: ['COLLECTION_OUTCOME_UNKNOWN'] });
    expect(codeOf(await desk.handOver(orderId, { amount: 12_990 }, `again-${orderId}`))).toBe('REQUEST_OPEN');
    await tell(ledger.nobody, { ...sale, response_code: '51' });
    await desk.report(requestId, { outcome: 'declined', response_code: '51' });
    await desk.stands(orderId, { status: 'declined', exceptions: [] });
    expect((await desk.handOver(orderId, { amount: 12_990 }, `again2-${orderId}`)).status).toBe(200);
  });

  it('can be taken back until it is confirmed', async () => {
    const orderId = await desk.created();
    const requestId = await desk.handedOver(orderId);
    const cancel = (): Promise<Reply> =>
      ledger.admin.post(`/v1/payment-requests/${requestId}/cancel`, { reason: '顾客改主意' });
    expect((await cancel()).status).toBe(200);
    expect(codeOf(await desk.confirm(requestId))).toBe('REQUEST_CANCELLED');
  });

  it('is confirmed by no terminal that was suspended since', async () => {
    const requestId = await desk.handedOver(await desk.created());
    const turn = (status: string): Promise<Reply> =>
      ledger.admin.post(`/v1/merchants/${MERCHANT}/terminals/${TERMINAL.merchantNo}/${TERMINAL.terminalNo}/status`, {
        status,
        from: new Date().toISOString(),
        reason: '终端遗失',
      });
    expect((await turn('suspended')).status).toBe(200);
    const refused = await desk.confirm(requestId);
    expect([refused.status, codeOf(refused)]).toEqual([409, 'TERMINAL_NOT_ACTIVE']);
    expect((await turn('active')).status).toBe(200);
    expect(await desk.confirm(requestId)).toMatchObject({ status: 200, body: { events: ['PaymentRequestConfirmed'] } });
  });

  it('goes through no interface that its shop is not bound to', async () => {
    const shop = `/v1/merchants/${MERCHANT}/douyin-shops/${SHOP}/payment-interfaces/counter`;
    const bind = (): Promise<Reply> =>
      ledger.admin.post(`/v1/merchants/${MERCHANT}/douyin-shops/${SHOP}/payment-interfaces`, {
        interfaceId: 'counter',
        from: new Date().toISOString(),
      });
    expect((await ledger.admin.post(`${shop}/end`, { to: new Date().toISOString() })).status).toBe(200);
    const orderId = await desk.created();
    for (const body of [{ amount: 1 }, { amount: 1, interfaceId: 'counter' }]) {
      const reply = await desk.handOver(orderId, body);
      expect([reply.status, codeOf(reply)]).toEqual([422, 'INTERFACE_NOT_BOUND']);
    }
    expect((await bind()).status).toBe(200);
    expect((await desk.handOver(orderId)).status).toBe(200);
  });

  it.each([
    ['ORDER_UNKNOWN', 404, '6999999999999999999', {}],
    ['TERMINAL_UNKNOWN', 404, undefined, { terminalNo: 'NOSUCH' }],
    ['INTERFACE_UNKNOWN', 404, undefined, { interfaceId: 'nosuch' }],
    ['REQUEST_AMOUNT_NEEDED', 400, undefined, { amount: undefined }],
    ['REQUEST_INVALID', 400, undefined, { amount: 0 }],
  ] as const)('is refused with %s', async (code, status, orderId, body) => {
    const reply = await desk.handOver(orderId ?? (await desk.created()), { amount: 12_990, ...body });
    expect([reply.status, codeOf(reply)]).toEqual([status, code]);
  });

  it('is nobody’s but the terminal’s: other signatures, old ones, and those for another address do not open it', async () => {
    const requestId = await desk.handedOver(await desk.created());
    const path = `${REQUESTS}/${requestId}/confirm`;
    const codes = [
      await desk.asTerminal('POST', path, {}, 'another-key-of-many-characters'),
      await desk.asTerminal('POST', path, {}, TERMINAL.key, Date.now() - 301_000),
      await ledger.nobody.send('POST', path, '{}', signed('POST', `${REQUESTS}/${requestId}/outcome`, '{}')),
      await ledger.nobody.send('POST', path, '{}', { 'content-type': 'application/json' }),
    ].map(codeOf);
    expect(codes).toEqual(['SIGNATURE_INVALID', 'TIMESTAMP_OUTSIDE_WINDOW', 'SIGNATURE_INVALID', 'SIGNATURE_INVALID']);
    const elsewhere = `/v1/terminals/${TERMINAL.merchantNo}/OTHER/payment-requests`;
    expect(codeOf(await desk.asTerminal('GET', elsewhere))).toBe('TERMINAL_MISMATCH');
  });

  it('comes over a stream of server-sent events too', async () => {
    const orderId = await desk.created();
    const path = `${REQUESTS}/stream`;
    const seen = new Promise<string>((resolve, reject) => {
      const call = connect(`${ledger.url}${path}`, { headers: signed('GET', path) }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString();
          if (!text.includes(orderId)) return;
          call.destroy();
          resolve(text);
        });
      });
      call.on('error', reject);
      call.end();
    });
    const requestId = await desk.handedOver(orderId);
    expect(await seen).toContain(`"requestId":"${requestId}"`);
  });
});
