import { Caller } from './support/caller.js';
import { documentOf } from './support/openapi.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { MERCHANT, TERMINAL } from './support/shop.js';

type Role = 'ingest' | 'reader' | 'ops' | 'auditor' | 'admin';

const READERS: Role[] = ['reader', 'ops', 'auditor', 'admin'];
const AUDITORS: Role[] = ['auditor', 'admin'];
const OPS: Role[] = ['ops', 'admin'];
const ADMIN: Role[] = ['admin'];
const INGEST: Role[] = ['ingest', 'admin'];
const ROLES: Role[] = ['ingest', 'reader', 'ops', 'auditor', 'admin'];

/** Who may do what, said a second time: every operation of the document has its line here. */
const MAY: Readonly<Record<string, Role[] | 'anybody' | 'signature' | 'their signature'>> = {
  'GET /health/live': 'anybody',
  'GET /health/ready': 'anybody',
  'GET /metrics': 'anybody',
  'POST /v1/channels/douyin/push': 'signature',
  'POST /v1/channels/pos/transactions': 'signature',
  'POST /v1/channels/acquirers/shouqianba': 'their signature',
  'POST /v1/channels/acquirers/lakala': 'their signature',
  'POST /v1/channels/acquirers/allinpay': 'their signature',
  'POST /v1/channels/douyin/life': 'signature',
  'POST /v1/channels/miniapp/ecpay': 'signature',
  'POST /v1/channels/miniapp/trade': 'signature',
  'GET /v1/terminals/{merchantNo}/{terminalNo}/payment-requests': 'signature',
  'GET /v1/terminals/{merchantNo}/{terminalNo}/payment-requests/stream': 'signature',
  'POST /v1/terminals/{merchantNo}/{terminalNo}/payment-requests/{requestId}/confirm': 'signature',
  'POST /v1/terminals/{merchantNo}/{terminalNo}/payment-requests/{requestId}/outcome': 'signature',
  'POST /v1/channels/douyin/settle-bill': INGEST,
  'POST /v1/channels/douyin/account-items': INGEST,
  'POST /v1/channels/acquirer/settlements': INGEST,
  'POST /v1/channels/acquirer/disputes': INGEST,
  'POST /v1/channels/douyin/life-ledger': INGEST,
  'POST /v1/channels/douyin/life-movements': INGEST,
  'GET /v1/notices': ['ops', 'auditor', 'admin'],
  'GET /v1/notices/{id}': ['ops', 'auditor', 'admin'],
  'POST /v1/notices/{id}/replay': OPS,
  'POST /v1/orders/{id}/payment-requests': OPS,
  'POST /v1/payment-requests/{requestId}/cancel': OPS,
  'POST /v1/payments/{id}/captures': OPS,
  'POST /v1/payments/{id}/refunds': OPS,
  'POST /v1/payments/{id}/void': OPS,
  'POST /v1/payments/{id}/instructions/{instructionId}/withdraw': OPS,
  'POST /v1/merchants': ADMIN,
  'GET /v1/merchants/{id}': ADMIN,
  'POST /v1/merchants/{id}/stores': ADMIN,
  'POST /v1/merchants/{id}/douyin-shops': ADMIN,
  'POST /v1/merchants/{id}/douyin-shops/{shopId}/pull': ADMIN,
  'GET /v1/merchants/{id}/douyin-shops/{shopId}/pull': READERS,
  'POST /v1/merchants/{id}/douyin-shops/{shopId}/backfills': ADMIN,
  'GET /v1/merchants/{id}/douyin-shops/{shopId}/backfills': READERS,
  'GET /v1/merchants/{id}/douyin-shops/{shopId}/backfills/{backfillId}': READERS,
  'POST /v1/merchants/{id}/live-rooms': ADMIN,
  'POST /v1/merchants/{id}/terminals': ADMIN,
  'POST /v1/merchants/{id}/terminals/{merchantNo}/{terminalNo}/placements': ADMIN,
  'POST /v1/merchants/{id}/fee-schedules': ADMIN,
  'GET /v1/merchants/{id}/fee-schedules/{channel}': READERS,
  'POST /v1/merchants/{id}/fee-schedules/{channel}/{scheduleId}/end': ADMIN,
  'GET /v1/merchants/{id}/fees/expected': READERS,
  'POST /v1/merchants/{id}/fee-simulations': READERS,
  'POST /v1/merchants/{id}/settlement-destinations': ADMIN,
  'GET /v1/merchants/{id}/settlement-destinations/{channel}/{merchantNo}': READERS,
  'GET /v1/merchants/{id}/settlement-destinations/{channel}/{merchantNo}/expected': READERS,
  'POST /v1/merchants/{id}/settlement-destinations/{channel}/{merchantNo}/{destinationId}/end': ADMIN,
  'POST /v1/merchants/{id}/terms': ADMIN,
  'POST /v1/merchants/{id}/terms/acknowledgements': ADMIN,
  'GET /v1/merchants/{id}/terms': READERS,
  'POST /v1/holiday-calendars/cn/years': ADMIN,
  'GET /v1/holiday-calendars/cn': READERS,
  'GET /v1/merchants': ADMIN,
  'GET /v1/merchants/{id}/setup': ADMIN,
  'GET /v1/merchants/{id}/checkup': ADMIN,
  'GET /v1/pos-models': ADMIN,
  'POST /v1/pos-models': ADMIN,
  'POST /v1/merchants/{id}/channel-accounts': ADMIN,
  'POST /v1/merchants/{id}/channel-accounts/{kind}/{accountId}/public-keys': ADMIN,
  'POST /v1/merchants/{id}/channel-accounts/{kind}/{accountId}/secret': ADMIN,
  'POST /v1/merchants/{id}/channel-accounts/{kind}/{accountId}/call-key': ADMIN,
  'POST /v1/merchants/{id}/statement-fetches': ADMIN,
  'GET /v1/statement-fetches': READERS,
  'POST /v1/statement-fetches/{bill}/{account}/{day}/now': OPS,
  'POST /v1/merchants/{id}/channel-accounts/{kind}/{accountId}/steps': ADMIN,
  'POST /v1/merchants/{id}/douyin-apps/{appKey}/secret': ADMIN,
  'POST /v1/merchants/{id}/douyin-shops/{shopId}/default-interface': ADMIN,
  'POST /v1/merchants/{id}/douyin-shops/{shopId}/payment-interfaces': ADMIN,
  'POST /v1/merchants/{id}/douyin-shops/{shopId}/payment-interfaces/{interfaceId}/end': ADMIN,
  'POST /v1/merchants/{id}/douyin-shops/{shopId}/steps': ADMIN,
  'POST /v1/merchants/{id}/life-accounts': ADMIN,
  'POST /v1/merchants/{id}/live-rooms/{roomId}/default-interface': ADMIN,
  'POST /v1/merchants/{id}/live-rooms/{roomId}/shop': ADMIN,
  'POST /v1/merchants/{id}/mini-apps': ADMIN,
  'POST /v1/merchants/{id}/mini-apps/{appId}/secret': ADMIN,
  'POST /v1/merchants/{id}/payment-interfaces': ADMIN,
  'POST /v1/merchants/{id}/payment-interfaces/{interfaceId}/close': ADMIN,
  'POST /v1/merchants/{id}/terminals/{merchantNo}/{terminalNo}/key': ADMIN,
  'POST /v1/merchants/{id}/terminals/{merchantNo}/{terminalNo}/methods': ADMIN,
  'POST /v1/merchants/{id}/terminals/{merchantNo}/{terminalNo}/status': ADMIN,
  'GET /v1/orders': READERS,
  'GET /v1/orders/{id}': READERS,
  'GET /v1/orders/{id}/events': READERS,
  'GET /v1/orders/{id}/waterfall': READERS,
  'GET /v1/payments': READERS,
  'GET /v1/payments/{id}': READERS,
  'GET /v1/payments/{id}/events': READERS,
  'GET /v1/payment-requests': READERS,
  'GET /v1/settlements': READERS,
  'GET /v1/batches': READERS,
  'GET /v1/batches/probable-duplicates': READERS,
  'GET /v1/batches/{merchantNo}/{terminalNo}/{batchNo}/{day}': READERS,
  'GET /v1/disputes': READERS,
  'GET /v1/disputes/{id}': READERS,
  'GET /v1/disputes/{id}/events': READERS,
  'POST /v1/disputes/{id}/evidence': OPS,
  'POST /v1/disputes/{id}/accept': OPS,
  'GET /v1/vouchers': READERS,
  'GET /v1/vouchers/{id}': READERS,
  'GET /v1/vouchers/{id}/events': READERS,
  'GET /v1/life-movements': READERS,
  'GET /v1/miniapp-payments': READERS,
  'GET /v1/miniapp-payments/{id}': READERS,
  'GET /v1/miniapp-payments/{id}/events': READERS,
  'GET /v1/exceptions': READERS,
  'GET /v1/exceptions/summary': READERS,
  'GET /v1/exceptions/{id}': READERS,
  'GET /v1/exceptions/{id}/events': READERS,
  'POST /v1/exceptions/{id}/claim': OPS,
  'POST /v1/exceptions/{id}/comment': OPS,
  'POST /v1/exceptions/{id}/resolve': OPS,
  'POST /v1/exceptions/{id}/reopen': OPS,
  'GET /v1/merchants/{id}/exception-rules': READERS,
  'POST /v1/merchants/{id}/exception-rules': ADMIN,
  'GET /v1/balances': READERS,
  'GET /v1/balances/{account}': READERS,
  'GET /v1/balances/{account}/effective': AUDITORS,
  'GET /v1/balances/{account}/lines': AUDITORS,
  'GET /v1/trial-balance': READERS,
  'POST /v1/reconciliations': OPS,
  'GET /v1/match-cases': READERS,
  'GET /v1/match-cases/as-of': AUDITORS,
  'GET /v1/match-cases/{id}': READERS,
  'GET /v1/match-cases/{id}/events': READERS,
  'POST /v1/match-cases/{id}/confirm': OPS,
  'POST /v1/match-cases/{id}/reject': OPS,
  'POST /v1/match-cases/{id}/resolve': OPS,
  'GET /v1/clearing': READERS,
  'GET /v1/reports/daily': READERS,
  'GET /v1/reports/late-facts': READERS,
  'GET /v1/periods': READERS,
  'GET /v1/merchants/{id}/periods/{month}': READERS,
  'POST /v1/merchants/{id}/periods/{month}/close': OPS,
  'POST /v1/merchants/{id}/periods/{month}/reopen': OPS,
  'POST /v1/merchants/{id}/periods/{month}/approve': OPS,
  'POST /v1/merchants/{id}/periods/{month}/reject': OPS,
  'GET /v1/reports/discounts': READERS,
  'GET /v1/reports/fees': READERS,
  'GET /v1/reports/ageing': READERS,
  'GET /v1/reports/settlement': READERS,
  'GET /v1/reports/fee-variance': READERS,
  'GET /v1/transactions': READERS,
  'GET /v1/exports/trial-balance': READERS,
  'GET /v1/exports/general-ledger': AUDITORS,
  'GET /v1/exports/statement': AUDITORS,
  'GET /v1/exports/journal': AUDITORS,
  'GET /v1/exports/report': READERS,
  'GET /v1/exports/discounts': READERS,
  'GET /v1/exports/fees': READERS,
  'GET /v1/exports/ageing': READERS,
  'GET /v1/exports/settlement-report': READERS,
  'GET /v1/exports/fee-variance': READERS,
  'GET /v1/exports/charges': READERS,
  'GET /v1/exports/transactions': READERS,
  'GET /v1/exports/orders': READERS,
  'GET /v1/exports/payments': READERS,
  'GET /v1/exports/settlements': READERS,
  'GET /v1/events': READERS,
  'GET /v1/events/stream': READERS,
  'GET /v1/projections': READERS,
  'POST /v1/projections/{name}/rebuild': ADMIN,
  'POST /v1/keys': ADMIN,
  'GET /v1/keys': ADMIN,
  'DELETE /v1/keys/{id}': ADMIN,
  'POST /v1/statements': INGEST,
  'GET /v1/statements': READERS,
  'GET /v1/statements/{id}': READERS,
  'GET /v1/statements/{id}/rows': READERS,
  'GET /v1/statements/{id}/events': READERS,
  'GET /v1/statement-rows': READERS,
};

const PARTS: Readonly<Record<string, string>> = {
  account: 'assets:bank:none',
  name: 'nothing',
  merchantNo: TERMINAL.merchantNo,
  terminalNo: TERMINAL.terminalNo,
  instructionId: 'ins_none',
  requestId: 'req_69_0123456789ab',
  batchNo: '000001',
  day: '2026-09-21',
  month: '2026-09',
  shopId: '4463798',
  backfillId: 'bkf_00000000-0000-8000-8000-000000000000',
};
const pathOf = (operation: string): [string, string] => {
  const [method = '', template = ''] = operation.split(' ');
  return [method, template.replaceAll(/\{(\w+)\}/g, (_match, part: string) => PARTS[part] ?? MERCHANT)];
};

describe('access', () => {
  let ledger: RunningLedger;
  let callers: Map<Role, Caller>;
  beforeAll(async () => {
    ledger = await runLedger();
    const others = ROLES.filter((role) => role !== 'admin');
    callers = new Map(await Promise.all(others.map(async (role): Promise<[Role, Caller]> => [role, await ledger.as(role)])));
    callers.set('admin', ledger.admin);
  });
  afterAll(() => ledger.end());

  /** Without a body: who may come in is refused for the missing body at most, never for the key. */
  const statusOf = async (caller: Caller, operation: string): Promise<number> => {
    const [method, path] = pathOf(operation);
    if (operation === 'GET /v1/events/stream') return openedStatus(caller, path);
    return (await caller.send(method, path)).status;
  };

  const open = Object.keys(MAY).filter((operation) => MAY[operation] === 'anybody');

  it('is said for every operation of the document', async () => {
    const { operations } = await documentOf(ledger.url);
    expect(operations.map(([operation]) => operation).sort()).toEqual(Object.keys(MAY).sort());
    const unsigned = operations.filter(([, { security }]) => !security?.length).map(([operation]) => operation);
    expect(unsigned.sort()).toEqual(open.toSorted());
  });

  it.each(Object.entries(MAY).filter(([, may]) => Array.isArray(may)))('%s is for %p alone', async (operation, may) => {
    for (const role of ROLES) {
      const status = await statusOf(callers.get(role) ?? ledger.nobody, operation);
      if (may.includes(role)) expect([role, [401, 403].includes(status)]).toEqual([role, false]);
      else expect([role, status]).toEqual([role, 403]);
    }
    expect(await statusOf(ledger.nobody, operation)).toBe(401);
    expect(await statusOf(new Caller(ledger.url, 'hz_no-such-key'), operation)).toBe(401);
  });

  it.each(open)('%s is for anybody', async (operation) => {
    expect(await statusOf(ledger.nobody, operation)).toBe(200);
  });

  it.each(Object.keys(MAY).filter((operation) => MAY[operation] === 'signature'))(
    '%s takes no signature, no key, a key of another role: nothing',
    async (operation) => {
      expect(await statusOf(ledger.nobody, operation)).toBe(401);
      expect(await statusOf(new Caller(ledger.url, 'hz_no-such-key'), operation)).toBe(401);
      for (const role of ['reader', 'ops', 'auditor'] as const) {
        expect(await statusOf(callers.get(role) ?? ledger.nobody, operation)).toBe(403);
      }
    },
  );

  it.each(Object.keys(MAY).filter((operation) => MAY[operation] === 'their signature'))(
    '%s takes the signature of its sender, and no key of ours',
    async (operation) => {
      for (const caller of [ledger.nobody, ...callers.values()]) expect(await statusOf(caller, operation)).toBe(401);
    },
  );

  it('to what was known when is for auditors', async () => {
    for (const [path, allowed] of [
      ['/v1/trial-balance?at=2026-09-21T00:00:00Z', 200],
      ['/v1/balances/assets:bank:none?at=2026-09-21T00:00:00Z', 404],
      // Nothing is booked yet, so the book has not come to any position.
      ['/v1/exports/trial-balance?position=0000000000000001', 503],
    ] as const) {
      const statuses = await Promise.all(
        ['reader', 'ops', 'auditor'].map(async (role) => (await callers.get(role as Role)?.get(path))?.status),
      );
      expect(statuses).toEqual([403, 403, allowed]);
    }
  });

  it('ends when a key is revoked, and keys are shown once', async () => {
    const { body } = await ledger.admin.post('/v1/keys', { name: '仓库', role: 'reader' });
    const { id, key } = body as { id: string; key: string };
    const caller = new Caller(ledger.url, key);
    expect((await caller.get('/v1/orders')).status).toBe(200);
    expect((await ledger.admin.delete(`/v1/keys/${id}`)).status).toBe(204);
    expect((await caller.get('/v1/orders')).status).toBe(401);
    const { body: keys, text } = await ledger.admin.get('/v1/keys');
    expect(text).not.toContain(key);
    expect((keys as { data: unknown[] }).data).toContainEqual(expect.objectContaining({ id, name: '仓库' }));
    expect((await ledger.admin.delete('/v1/keys/key_000000000000000000')).status).toBe(404);
  });

  it.each(['Basic YWRtaW46', 'Bearer', 'Bearer two words', `Bearer ${'x'.repeat(600)}`])(
    'takes no %s',
    async (authorization) => {
      const { status, headers } = await ledger.nobody.get('/v1/orders', { authorization });
      expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    },
  );

  async function openedStatus({ key }: Caller, path: string): Promise<number> {
    const gone = new AbortController();
    const headers = key === undefined ? undefined : { authorization: `Bearer ${key}` };
    const { status } = await fetch(`${ledger.url}${path}`, { ...(headers && { headers }), signal: gone.signal });
    gone.abort();
    return status;
  }
});
