import { MAY, ROLES, type Role } from './support/access-table.js';
import { Caller } from './support/caller.js';
import { documentOf } from './support/openapi.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { MERCHANT, TERMINAL } from './support/shop.js';

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
  const doors = Object.keys(MAY).filter((operation) => ['a key in the body', 'a browser'].includes(String(MAY[operation])));

  it('is said for every operation of the document', async () => {
    const { operations } = await documentOf(ledger.url);
    expect(operations.map(([operation]) => operation).sort()).toEqual(Object.keys(MAY).sort());
    const unsigned = operations.filter(([, { security }]) => !security?.length).map(([operation]) => operation);
    expect(unsigned.sort()).toEqual([...open, ...doors].sort());
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
      ['/v1/trial-balance?known=2026-09-21T00:00:00Z', 200],
      ['/v1/balances/assets:bank:none?known=2026-09-21T00:00:00Z', 404],
      // The log has not come so far.
      ['/v1/exports/trial-balance?known=9999999999999999', 503],
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
