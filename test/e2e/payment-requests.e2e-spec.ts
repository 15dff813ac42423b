import { createHmac } from 'node:crypto';
import { request as connect } from 'node:http';
import type { Reply } from './support/reply.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { MERCHANT, SHOP, TERMINAL, message, openShop, push, tell, transaction } from './support/shop.js';
import { eventually } from './support/eventually.js';

interface RequestRow {
  readonly requestId: string;
  readonly orderId: string;
  readonly status: string;
  readonly amount: number;
  readonly collected: number;
  readonly refundsProposed: readonly { readonly paymentId: string; readonly amount: number; readonly reason: string }[];
  readonly exceptions: readonly string[];
}

interface Told {
  readonly subject: { readonly orderId?: string };
  readonly worth: number;
  readonly mend: { readonly route: string; readonly body: object };
}

const codeOf = ({ body }: Reply): unknown => (body as { code?: unknown } | undefined)?.code;
const REQUESTS = `/v1/terminals/${TERMINAL.merchantNo}/${TERMINAL.terminalNo}/payment-requests`;

const signed = (method: string, path: string, body = '', key = TERMINAL.key, atMs = Date.now()): Record<string, string> => {
  const timestamp = String(Math.floor(atMs / 1000));
  return {
    'content-type': 'application/json',
    'x-terminal': `${TERMINAL.merchantNo}/${TERMINAL.terminalNo}`,
    'x-timestamp': timestamp,
    'x-signature': createHmac('sha256', key).update(`${timestamp}\n${method} ${path}\n${body}`).digest('hex'),
  };
};

let orders = 0;

describe('a Douyin order that is paid at a terminal', () => {
  let ledger: RunningLedger;
  beforeAll(async () => {
    ledger = await runLedger();
    await openShop(ledger.admin);
    const from = '2026-01-01T00:00:00+08:00';
    const steps: [string, object][] = [
      [
        'payment-interfaces',
        { id: 'counter', channel: 'unionpay', merchantNo: TERMINAL.merchantNo, methods: ['card'], validFrom: from },
      ],
      [`douyin-shops/${SHOP}/payment-interfaces`, { interfaceId: 'counter', from }],
      [`douyin-shops/${SHOP}/default-interface`, { interfaceId: 'counter', from }],
    ];
    for (const [path, body] of steps) {
      const { status, text } = await ledger.admin.post(`/v1/merchants/${MERCHANT}/${path}`, body);
      if (status !== 200) throw new Error(`${path}: ${text}`);
    }
  });
  afterAll(() => ledger.end());

  const created = async (): Promise<string> => {
    orders += 1;
    const orderId = `69000000000000${String(10_000 + orders)}`;
    const at = Math.floor(Date.now() / 1000);
    await push(
      ledger.nobody,
      message(100, { p_id: orderId, s_ids: [orderId], shop_id: SHOP, create_time: at, order_status: 1, order_type: 0 }),
    );
    return orderId;
  };
  const handOver = (
    orderId: string,
    body: object = { amount: 12_990 },
    key = `hand-${orderId}-${JSON.stringify(body)}`,
  ): Promise<Reply> =>
    ledger.admin.post(
      `/v1/orders/${orderId}/payment-requests`,
      { merchantNo: TERMINAL.merchantNo, terminalNo: TERMINAL.terminalNo, ...body },
      { 'idempotency-key': key },
    );
  const handedOver = async (orderId: string): Promise<string> => {
    const reply = await handOver(orderId);
    expect([reply.status, reply.text]).toEqual([200, expect.any(String)]);
    return (reply.body as { requestId: string }).requestId;
  };
  const asTerminal = (method: string, path: string, content?: object, key?: string, atMs?: number): Promise<Reply> => {
    const body = content === undefined ? undefined : JSON.stringify(content);
    return ledger.nobody.send(method, path, body, signed(method, path, body, key, atMs));
  };
  const confirm = (requestId: string): Promise<Reply> => asTerminal('POST', `${REQUESTS}/${requestId}/confirm`, {});
  const report = (requestId: string, outcome: object): Promise<Reply> =>
    asTerminal('POST', `${REQUESTS}/${requestId}/outcome`, outcome);
  const requestOf = async (orderId: string): Promise<RequestRow | undefined> =>
    (await ledger.admin.data<RequestRow[]>(`/v1/payment-requests?orderId=${orderId}`))[0];
  const stands = (orderId: string, row: object): Promise<void> =>
    eventually(async () => expect(await requestOf(orderId)).toMatchObject(row));
  const collect = async (requestId: string, fields: object = {}): Promise<void> => {
    const occurred_at = new Date().toISOString();
    expect(
      (
        await tell(
          ledger.nobody,
          transaction({ instruction_id: requestId, occurred_at, rrn: `R${requestId.slice(-11)}`, ...fields }),
        )
      ).status,
    ).toBe(200);
  };
  const paidInside = (orderId: string): Promise<Reply> => {
    const at = Math.floor(Date.now() / 1000);
    return push(
      ledger.nobody,
      message(101, { p_id: orderId, shop_id: SHOP, order_status: 2, pay_type: 1, pay_time: at, pay_amount: 12_990 }),
    );
  };

  it('goes to the terminal that waits, is confirmed there and collected, once', async () => {
    const orderId = await created();
    const waiting = asTerminal('GET', `${REQUESTS}?wait=10`);
    const requestId = await handedOver(orderId);
    expect(((await waiting).body as { data: RequestRow[] }).data).toMatchObject([{ requestId, orderId, amount: 12_990 }]);
    expect(codeOf(await handOver(orderId, { amount: 12_990 }, 'another'))).toBe('REQUEST_OPEN');
    expect((await confirm(requestId)).status).toBe(200);
    await collect(requestId);
    expect((await report(requestId, { outcome: 'approved', amount: 12_990, response_code: '00' })).status).toBe(200);
    await stands(orderId, { status: 'approved', collected: 12_990, refundsProposed: [], exceptions: [] });
    expect(codeOf(await handOver(orderId, { amount: 12_990 }, 'once-more'))).toBe('ORDER_COLLECTED');
    expect(await ledger.admin.data(`/v1/orders/${orderId}`)).toMatchObject({ handedToPos: true });
  });

  it('is the same request for the same Idempotency-Key', async () => {
    const orderId = await created();
    const [first, again] = [await handOver(orderId), await handOver(orderId)];
    expect(again.text).toBe(first.text);
    const { position } = again.body as { position: string };
    const path = `/v1/payment-requests?orderId=${orderId}&minPosition=${position}`;
    expect(await ledger.admin.data<unknown[]>(path)).toHaveLength(1);
  });

  it('that crosses with a payment inside Douyin proposes the refund, which the office gives', async () => {
    const orderId = await created();
    const requestId = await handedOver(orderId);
    await confirm(requestId);
    await paidInside(orderId);
    await collect(requestId);
    await stands(orderId, { exceptions: ['PAID_INSIDE_AND_COLLECTED'], refundsProposed: [{ amount: 12_990 }] });
    const [proposed] = (await requestOf(orderId))?.refundsProposed ?? [];
    const refund = await ledger.admin.post(
      `/v1/payments/${proposed?.paymentId ?? ''}/refunds`,
      { amount: proposed?.amount, reason: '重复收款' },
      { 'idempotency-key': `refund-${orderId}` },
    );
    expect(refund.status).toBe(200);
    expect(codeOf(await handOver(await paidAlready()))).toBe('ORDER_PAID_INSIDE');
  });

  it('that two requests and Douyin collected stands on the worklist with a refund that can be sent as it is', async () => {
    const orderId = await created();
    const first = await handedOver(orderId);
    await confirm(first);
    await report(first, { outcome: 'declined', response_code: '51' });
    const second = await handOver(orderId, { amount: 12_990 }, `second-${orderId}`);
    const { requestId } = second.body as { requestId: string };
    await confirm(requestId);
    await collect(requestId);
    await collect(first);
    await paidInside(orderId);
    await stands(orderId, { refundsProposed: [{ amount: 12_990 }, { amount: 12_990 }] });
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
    const orderId = await created();
    await paidInside(orderId);
    return orderId;
  };

  it('that expires can not be confirmed; what is taken late is recorded and flagged', async () => {
    const orderId = await created();
    const reply = await handOver(orderId, { amount: 12_990, expiresInSeconds: 1 });
    const { requestId } = reply.body as { requestId: string };
    await stands(orderId, { status: 'expired' });
    expect(codeOf(await confirm(requestId))).toBe('REQUEST_EXPIRED');
    await collect(requestId);
    await stands(orderId, { status: 'approved', exceptions: ['COLLECTED_LATE'] });
  });

  it('whose outcome is unknown stays so until a transaction settles it', async () => {
    const orderId = await created();
    const requestId = await handedOver(orderId);
    await confirm(requestId);
    const sale = transaction({ instruction_id: requestId, occurred_at: new Date().toISOString(), response_code: '98' });
    await tell(ledger.nobody, sale);
    await report(requestId, { outcome: 'unknown' });
    await stands(orderId, { status: 'unknown', exceptions: ['COLLECTION_OUTCOME_UNKNOWN'] });
    expect(codeOf(await handOver(orderId, { amount: 12_990 }, `again-${orderId}`))).toBe('REQUEST_OPEN');
    await tell(ledger.nobody, { ...sale, response_code: '51' });
    await report(requestId, { outcome: 'declined', response_code: '51' });
    await stands(orderId, { status: 'declined', exceptions: [] });
    expect((await handOver(orderId, { amount: 12_990 }, `again2-${orderId}`)).status).toBe(200);
  });

  it('can be taken back until it is confirmed', async () => {
    const orderId = await created();
    const requestId = await handedOver(orderId);
    const cancel = (): Promise<Reply> =>
      ledger.admin.post(`/v1/payment-requests/${requestId}/cancel`, { reason: '顾客改主意' });
    expect((await cancel()).status).toBe(200);
    expect(codeOf(await confirm(requestId))).toBe('REQUEST_CANCELLED');
  });

  it('is confirmed by no terminal that was suspended since', async () => {
    const requestId = await handedOver(await created());
    const turn = (status: string): Promise<Reply> =>
      ledger.admin.post(`/v1/merchants/${MERCHANT}/terminals/${TERMINAL.merchantNo}/${TERMINAL.terminalNo}/status`, {
        status,
        from: new Date().toISOString(),
        reason: '终端遗失',
      });
    expect((await turn('suspended')).status).toBe(200);
    const refused = await confirm(requestId);
    expect([refused.status, codeOf(refused)]).toEqual([409, 'TERMINAL_NOT_ACTIVE']);
    expect((await turn('active')).status).toBe(200);
    expect(await confirm(requestId)).toMatchObject({ status: 200, body: { events: ['PaymentRequestConfirmed'] } });
  });

  it('goes through no interface that its shop is not bound to', async () => {
    const shop = `/v1/merchants/${MERCHANT}/douyin-shops/${SHOP}/payment-interfaces/counter`;
    const bind = (): Promise<Reply> =>
      ledger.admin.post(`/v1/merchants/${MERCHANT}/douyin-shops/${SHOP}/payment-interfaces`, {
        interfaceId: 'counter',
        from: new Date().toISOString(),
      });
    expect((await ledger.admin.post(`${shop}/end`, { to: new Date().toISOString() })).status).toBe(200);
    const orderId = await created();
    for (const body of [{ amount: 1 }, { amount: 1, interfaceId: 'counter' }]) {
      const reply = await handOver(orderId, body);
      expect([reply.status, codeOf(reply)]).toEqual([422, 'INTERFACE_NOT_BOUND']);
    }
    expect((await bind()).status).toBe(200);
    expect((await handOver(orderId)).status).toBe(200);
  });

  it.each([
    ['ORDER_UNKNOWN', 404, '6999999999999999999', {}],
    ['TERMINAL_UNKNOWN', 404, undefined, { terminalNo: 'NOSUCH' }],
    ['INTERFACE_UNKNOWN', 404, undefined, { interfaceId: 'nosuch' }],
    ['REQUEST_AMOUNT_NEEDED', 400, undefined, { amount: undefined }],
    ['REQUEST_INVALID', 400, undefined, { amount: 0 }],
  ] as const)('is refused with %s', async (code, status, orderId, body) => {
    const reply = await handOver(orderId ?? (await created()), { amount: 12_990, ...body });
    expect([reply.status, codeOf(reply)]).toEqual([status, code]);
  });

  it('is nobody’s but the terminal’s: other signatures, old ones, and those for another address do not open it', async () => {
    const requestId = await handedOver(await created());
    const path = `${REQUESTS}/${requestId}/confirm`;
    const codes = [
      await asTerminal('POST', path, {}, 'another-key-of-many-characters'),
      await asTerminal('POST', path, {}, TERMINAL.key, Date.now() - 301_000),
      await ledger.nobody.send('POST', path, '{}', signed('POST', `${REQUESTS}/${requestId}/outcome`, '{}')),
      await ledger.nobody.send('POST', path, '{}', { 'content-type': 'application/json' }),
    ].map(codeOf);
    expect(codes).toEqual(['SIGNATURE_INVALID', 'TIMESTAMP_OUTSIDE_WINDOW', 'SIGNATURE_INVALID', 'SIGNATURE_INVALID']);
    const elsewhere = `/v1/terminals/${TERMINAL.merchantNo}/OTHER/payment-requests`;
    expect(codeOf(await asTerminal('GET', elsewhere))).toBe('TERMINAL_MISMATCH');
  });

  it('comes over a stream of server-sent events too', async () => {
    const orderId = await created();
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
    const requestId = await handedOver(orderId);
    expect(await seen).toContain(`"requestId":"${requestId}"`);
  });
});
