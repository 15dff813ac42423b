import { createHash } from 'node:crypto';
import type { AccessRow } from '#audit';
import { START } from '#event-log';
import { MAY, type Role } from './support/access-table.js';
import type { Caller } from './support/caller.js';
import { eventually } from './support/eventually.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';

const sha256 = (bytes: string): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
/** A question that is answered without writing anything. */
const READ_BY_POST: readonly string[] = ['POST /v1/merchants/{id}/fee-simulations', 'POST /v1/subjects/find'];

describe('who looked', () => {
  let ledger: RunningLedger;
  let auditor: Caller;
  let reader: Caller;

  beforeAll(async () => {
    ledger = await runLedger();
    [auditor, reader] = await Promise.all([ledger.as('auditor'), ledger.as('reader')]);
    await ledger.admin.post('/v1/merchants', { id: 'tea', name: '茶铺', cutOff: '24:00' });
    await eventually(async () => {
      for (const path of ['/v1/orders', '/v1/trial-balance']) await reader.data(path);
      await ledger.admin.data('/v1/audit/access-log?who=nobody');
    });
  });
  afterAll(() => ledger.end());

  /** What the log holds of accesses right now, out of the log itself. */
  async function noted(what?: string, type = 'LedgerRead'): Promise<Record<string, unknown>[]> {
    const found: Record<string, unknown>[] = [];
    let after = START;
    for (;;) {
      const query = after === START ? '' : `&after=${after}`;
      const { body } = await ledger.admin.get(`/v1/events?limit=1000${query}`);
      const page = body as { data: { type: string; data: Record<string, unknown> }[]; position: string; caughtUp: boolean };
      found.push(...page.data.filter((event) => event.type === type).map(({ data }) => data));
      if (page.caughtUp) return found.filter((data) => what === undefined || data['what'] === what);
      after = page.position;
    }
  }

  it('is in the log before the answer is there: whatever an auditor reads', async () => {
    const { text, body } = await auditor.get('/v1/orders?limit=7', { 'x-request-id': 'request-0001' });
    expect(await noted('GET /v1/orders')).toEqual([
      {
        readId: expect.stringMatching(/^read_/) as string,
        who: { id: expect.stringMatching(/^key_/) as string, name: 'a auditor', role: 'auditor' },
        what: 'GET /v1/orders',
        at: expect.any(String) as string,
        request: 'request-0001',
        asked: { limit: '7' },
        status: 200,
        position: (body as { position: string }).position,
        bytes: Buffer.byteLength(text),
        digest: sha256(text),
      },
    ]);
    expect((await auditor.get('/v1/orders/6900000000000000001')).status).toBe(404);
    expect(await noted('GET /v1/orders/{id}')).toMatchObject([{ asked: { id: '6900000000000000001' }, status: 404 }]);
  });

  it('is noted of everybody where the past, raw notices or files are read, and of nobody else', async () => {
    for (const path of ['/v1/orders', '/v1/trial-balance', '/v1/projections']) await reader.get(path);
    expect(await noted('GET /v1/trial-balance')).toEqual([]);
    expect(await noted('GET /v1/projections')).toEqual([]);
    expect((await reader.get('/v1/trial-balance?known=2026-09-21T00:00:00Z')).status).toBe(403);
    expect(await noted('GET /v1/trial-balance')).toEqual([]);
    await ledger.admin.get('/v1/trial-balance?known=2026-09-21T00:00:00Z');
    expect(await noted('GET /v1/trial-balance')).toMatchObject([
      { who: { id: 'admin' }, asked: { known: '2026-09-21T00:00:00Z' } },
    ]);
    await (await ledger.as('ops')).get('/v1/notices');
    expect(await noted('GET /v1/notices')).toMatchObject([{ who: { role: 'ops' } }]);
  });

  it('holds an export twice: what it would say, and what was sent', async () => {
    const { text, headers } = await reader.get('/v1/exports/orders?format=json');
    const [read, delivered] = await Promise.all([
      noted('GET /v1/exports/orders'),
      noted('GET /v1/exports/orders', 'ExportDelivered'),
    ]);
    expect(read).toMatchObject([
      {
        asked: { format: 'json' },
        bytes: null,
        digest: headers.get('x-ledger-digest'),
        position: headers.get('x-ledger-position') || null,
      },
    ]);
    expect(delivered).toMatchObject([
      { readId: read[0]?.['readId'], isWhole: true, bytes: Buffer.byteLength(text), digest: sha256(text) },
    ]);
  });

  it('does not grow by proofs and probes', async () => {
    const before = await noted();
    for (const path of ['/v1/audit/keys', '/v1/audit/checkpoints', '/health/live', '/metrics'])
      await (path.startsWith('/v1') ? auditor : ledger.nobody).get(path);
    expect(await noted()).toEqual(before);
  });

  it('grows by the feed that an auditor reads, and comes to an end all the same', async () => {
    const head = (await noted()).length;
    let [after, pages] = ['', 0];
    for (let caughtUp = false; !caughtUp || pages < 4; pages += 1) {
      const { body } = await auditor.get(`/v1/events?limit=1000${after && `&after=${after}`}`);
      ({ position: after, caughtUp } = body as { position: string; caughtUp: boolean });
    }
    const reads = await noted('GET /v1/events');
    expect(reads).toMatchObject([{ who: { role: 'auditor' }, asked: { limit: '1000' }, status: 200 }]);
    expect((await noted()).length).toBe(head + reads.length);
    await reader.get('/v1/events');
    expect(await noted('GET /v1/events')).toHaveLength(1);
  });

  it('holds of a stream that an auditor follows where it began and ended, and it ends soon after the key is revoked', async () => {
    const { body } = await ledger.admin.post('/v1/keys', { name: 'Bo', role: 'auditor' });
    const { id, key } = body as { id: string; key: string };
    const { position: after } = (await ledger.admin.get('/v1/events?limit=1')).body as { position: string };
    const response = await fetch(`${ledger.url}/v1/events/stream?after=${after}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    const heard = response.text();
    await eventually(async () => expect(await noted('GET /v1/events/stream')).toHaveLength(1));
    const [began] = await noted('GET /v1/events/stream');
    expect(began).toMatchObject({ who: { id, name: 'Bo' }, asked: { after }, position: after, bytes: null });
    await ledger.admin.delete(`/v1/keys/${id}`);
    const text = await heard;
    const last = [...text.matchAll(/^id: (\d+)$/gm)].at(-1)?.[1];
    await eventually(async () =>
      expect(await noted('GET /v1/events/stream', 'FeedEnded')).toMatchObject([
        { readId: began?.['readId'], position: last, bytes: expect.any(Number) as number, because: 'revoked' },
      ]),
    );
    await eventually(async () => {
      const rows = await auditor.data<AccessRow[]>('/v1/audit/access-log?what=events/stream');
      expect(rows.map(({ type, answerPosition }) => [type, answerPosition])).toEqual([
        ['FeedEnded', last],
        ['LedgerRead', after],
      ]);
    });
  });

  it('is asked by key, operation and time, page by page, and notes that it was asked', async () => {
    await eventually(async () => {
      const rows = await auditor.data<AccessRow[]>('/v1/audit/access-log?what=/v1/exports');
      expect(rows.map(({ type, isWhole }) => [type, isWhole])).toEqual([
        ['ExportDelivered', true],
        ['LedgerRead', null],
      ]);
    });
    const mine = await auditor.data<AccessRow[]>(`/v1/audit/access-log?who=${encodeURIComponent('a ops')}`);
    expect(mine).toMatchObject([{ what: 'GET /v1/notices', role: 'ops' }]);
    expect(await auditor.data('/v1/audit/access-log?to=2020-01-01T00:00:00Z')).toEqual([]);
    const { body } = await auditor.get('/v1/audit/access-log?limit=2');
    const first = body as { data: AccessRow[]; next: string };
    const next = await auditor.data<AccessRow[]>(`/v1/audit/access-log?limit=2&cursor=${first.next}`);
    expect(new Set([...first.data, ...next].map(({ position }) => position)).size).toBe(4);
    expect((await noted('GET /v1/audit/access-log')).length).toBeGreaterThanOrEqual(4);
    expect((await reader.get('/v1/audit/access-log')).body).toMatchObject({ code: 'ROLE_FORBIDDEN' });
    expect((await auditor.get('/v1/audit/access-log?cursor=x')).body).toMatchObject({ code: 'CURSOR_INVALID' });
  });

  it('lets an auditor read everything and write nothing', async () => {
    const ours = Object.entries(MAY).filter((line): line is [string, Role[]] => Array.isArray(line[1]));
    const reads = ours.filter(([operation]) => operation.startsWith('GET ') || READ_BY_POST.includes(operation));
    expect(reads.filter(([, roles]) => !roles.includes('auditor'))).toEqual([]);
    // Signing in and out is nobody's role, and what somebody likes to look at is no part of the ledger.
    const writes = Object.keys(MAY).filter(
      (operation) => !/^GET | \/session$| \/v1\/views\//.test(operation) && !READ_BY_POST.includes(operation),
    );
    for (const operation of writes) {
      const [method = '', path = ''] = operation.replaceAll(/\{\w+\}/g, 'x').split(' ');
      const { status, body } = await auditor.send(method, path);
      // A sender's own signature is asked for there, and no key of ours is looked at.
      if (MAY[operation] === 'their signature') expect([operation, status]).toEqual([operation, 401]);
      else expect([operation, (body as { code: string }).code]).toEqual([operation, 'ROLE_FORBIDDEN']);
    }
    expect(await noted('POST /v1/merchants')).toEqual([]);
  });
});
