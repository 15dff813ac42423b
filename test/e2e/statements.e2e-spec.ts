import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { testDatabase, type TestDatabase } from '#postgres/testing';
import { eventually } from './support/eventually.js';
import { freePort, startChild, type ChildLedger } from './support/child-ledger.js';
import { Caller } from './support/caller.js';
import type { Reply } from './support/reply.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { MERCHANT, SHOP, STORE } from './support/shop.js';
import { openStatements } from './support/statement-accounts.js';
import {
  WECHAT_MERCHANT,
  alipayBill,
  alipayLine,
  douyinSettleExport,
  wechatBill,
  wechatPayment,
} from './support/statement-files.js';
import { storedLog, type StoredLog } from './support/stored-log.js';

const FILE_TYPE = 'application/octet-stream';
const idOf = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

interface Answer {
  readonly id: string;
  readonly position: string;
  readonly before: boolean;
  readonly rows: number;
  readonly recorded: number;
  readonly known: number;
  readonly quarantined: number;
}
const countsOf = ({ body }: Reply): unknown[] => {
  const { before, rows, recorded, known, quarantined } = body as Answer;
  return [before ? 'before' : 'now', rows, recorded, known, quarantined];
};

const upload = (by: Caller, name: string, content: string | Buffer, query = ''): Promise<Reply> =>
  by.send('POST', `/v1/statements${query}`, Buffer.from(content), {
    'content-type': FILE_TYPE,
    'x-file-name': encodeURIComponent(name),
  });

describe('statements', () => {
  let ledger: RunningLedger;
  let ingest: Caller;
  beforeAll(async () => {
    ledger = await runLedger({ HEZHANG_STATEMENT_LIMIT_MB: '1' });
    await openStatements(ledger.admin);
    ingest = await ledger.as('ingest');
  });
  afterAll(() => ledger.end());

  const positionOf = ({ body }: Reply): string => (body as Answer).position;
  const rowsBy = (query: string, after: Reply): Promise<readonly Record<string, unknown>[]> =>
    ledger.admin.data(`/v1/statement-rows?${query}&minPosition=${positionOf(after)}`);
  const codeOf = ({ status, body }: Reply): unknown[] => [status, (body as { code: string }).code];
  const countOfEvents = async (): Promise<number> => (await ledger.admin.data<unknown[]>('/v1/events?limit=500')).length;

  const payments = ['01', '02', '03'].map((no) => wechatPayment({ no }));
  const bill = wechatBill(payments);

  it('are imported once, whatever they are called the second time', async () => {
    const first = await upload(ingest, '账单 2026-09-20.csv', bill);
    expect(first.status).toBe(200);
    expect(countsOf(first)).toEqual(['now', 3, 3, 0, 0]);
    expect(first.body).toMatchObject({ id: idOf(bill), format: 'wechat-trades', channel: 'wechat', trailers: [] });
    const again = await upload(ingest, 'copy.csv', bill);
    expect(countsOf(again)).toEqual(['before', 3, 3, 0, 0]);
    const minPosition = positionOf(again);
    const kept = await ledger.admin.data(`/v1/statements/${idOf(bill)}?minPosition=${minPosition}`);
    expect(kept).toMatchObject({ name: '账单 2026-09-20.csv', merchant: MERCHANT, status: 'imported', exceptions: [] });
    const listed = await ledger.admin.data<unknown[]>(`/v1/statements?channel=wechat&merchant=${MERCHANT}`);
    expect(listed).toHaveLength(1);
    const rows = await ledger.admin.data<unknown[]>(`/v1/statements/${idOf(bill)}/rows?minPosition=${minPosition}`);
    expect(rows).toContainEqual(
      expect.objectContaining({ key: `payment.${wechatPayment({ no: '02' }).tradeNo}`, amount: 12_990, fee: 78 }),
    );
    expect(await rowsBy(`channel=wechat&account=${WECHAT_MERCHANT}&from=2026-09-20&to=2026-09-20`, first)).toHaveLength(3);
    expect(await rowsBy('channel=wechat&from=2026-09-21', first)).toEqual([]);
    expect(await ledger.admin.data('/v1/trial-balance')).toMatchObject({ isZero: true });
  });

  it('are known in another file, in whatever order the rows come', async () => {
    const other = wechatBill([wechatPayment({ no: '04' }), ...payments.toReversed()]);
    expect(countsOf(await upload(ingest, 'b.csv', other))).toEqual(['now', 4, 1, 3, 0]);
  });

  it('stand as the later export tells them, though the older one comes later', async () => {
    const line = { orderNo: 'T900', tradeNo: '2026092022001400000000000900' };
    const newer = alipayBill([alipayLine({ ...line, service: '0.90' })], '2026-09-28 10:00:00');
    const older = alipayBill([alipayLine({ ...line, service: '0.80' })], '2026-09-21 10:00:00');
    await upload(ingest, 'newer.csv', newer);
    const after = await upload(ingest, 'older.csv', older);
    expect(countsOf(after)).toEqual(['now', 1, 1, 0, 0]);
    const rows = await rowsBy('channel=alipay', after);
    expect(rows).toEqual([
      expect.objectContaining({ file: idOf(newer), fee: 90, exceptions: ['STATEMENT_ROW_DIFFERS'], revision: 1 }),
    ]);
  });

  it('lose no good row for a bad one, which is put aside with its line', async () => {
    const bad = wechatBill([
      wechatPayment({ no: '05' }),
      wechatPayment({ no: '06', fee: '0.7x' }),
      wechatPayment({ no: '07' }),
    ]);
    const answer = await upload(ingest, 'bad.csv', bad);
    expect(countsOf(answer)).toEqual(['now', 3, 2, 0, 1]);
    const events = await ledger.admin.data<{ type: string; data: unknown }[]>(`/v1/statements/${idOf(bad)}/events`);
    expect(events.map(({ type }) => type)).toEqual(['StatementOpened', 'StatementLineQuarantined', 'StatementImported']);
    expect(events[1]?.data).toMatchObject({ fact: { line: 3, code: 'ROW_INVALID' } });
    const listed = await ledger.admin.data<unknown[]>(
      `/v1/statements?exception=STATEMENT_LINES_QUARANTINED&minPosition=${positionOf(answer)}`,
    );
    expect(listed).toEqual([expect.objectContaining({ id: idOf(bad), quarantined: 1 })]);
  });

  it('of another merchant, of no known format, or beyond the limit are refused without a trace', async () => {
    const before = await countOfEvents();
    const strange = wechatBill([wechatPayment({ no: '08' }), wechatPayment({ no: '09', merchantNo: '1900000999' })]);
    expect(codeOf(await upload(ingest, 'a.csv', strange))).toEqual([422, 'STATEMENT_OF_ANOTHER_MERCHANT']);
    expect(codeOf(await upload(ingest, 'a.csv', bill.replace('01', '11'), '?merchant=other'))).toEqual([
      422,
      'STATEMENT_OF_ANOTHER_MERCHANT',
    ]);
    expect(codeOf(await upload(ingest, 'a.csv', 'name,age\nx,1\n'))).toEqual([422, 'STATEMENT_FORMAT_UNKNOWN']);
    expect(codeOf(await upload(ingest, 'a.csv', Buffer.alloc(2 ** 20 + 1, 'x')))).toEqual([413, 'BODY_TOO_LARGE']);
    expect(codeOf(await upload(ingest, '', bill))).toEqual([400, 'REQUEST_INVALID']);
    expect(codeOf(await ingest.post('/v1/statements', {}, { 'x-file-name': 'a.csv' }))).toEqual([
      415,
      'MEDIA_TYPE_UNSUPPORTED',
    ]);
    expect(await countOfEvents()).toBe(before);
    expect(await readdir(join(ledger.dataFolder, 'spool'))).toEqual([]);
  });

  it('of the Douyin console go the way of the rows of its API', async () => {
    const exported = douyinSettleExport([{ flowNo: '7420000000000000001' }, { flowNo: '7420000000000000002', paid: '100.00' }]);
    expect(codeOf(await upload(ingest, 'settle.csv', exported))).toEqual([422, 'STATEMENT_ACCOUNT_UNKNOWN']);
    const answer = await upload(ingest, 'settle.csv', exported, `?account=${SHOP}`);
    expect(countsOf(answer)).toEqual(['now', 2, 1, 0, 1]);
    const settlements = await ledger.admin.data<unknown[]>(`/v1/settlements?kind=douyin&minPosition=${positionOf(answer)}`);
    expect(settlements).toEqual([expect.objectContaining({ reference: '7420000000000000001', shopId: SHOP, net: 9171 })]);
    const renamed = douyinSettleExport([{ flowNo: '7420000000000000001' }]);
    expect(countsOf(await upload(ingest, 'again.csv', renamed, `?account=${SHOP}`))).toEqual(['now', 1, 0, 1, 0]);
  });

  it('of Douyin’s API, saved to a file, go the way of its rows: of a shop, and of local life', async () => {
    const told = {
      request_no: '7420000000000000009',
      settle_time: '2026-09-20 10:00:00',
      shop_order_id: '6920000000000000001',
    };
    const settled = { order_id: '6920000000000000009', trade_type: 0, total_income: 10_790, total_outcome: -1619 };
    const fees = { settle_amount: 9171, platform_service_fee: -540, commission: -1079 };
    const pages = [
      `{"code":10000,"data":{"data":[${JSON.stringify({ ...told, ...settled, ...fees })}],"is_end":1}}`,
      '{"data":[]}',
    ];
    const answer = await upload(ingest, 'settle.json', pages.join('\n'), `?account=${SHOP}`);
    expect(countsOf(answer)).toEqual(['now', 1, 1, 0, 0]);
    const found = `/v1/settlements?kind=douyin&minPosition=${positionOf(answer)}`;
    expect(await ledger.admin.data(found)).toContainEqual(expect.objectContaining({ reference: told.request_no, net: 9171 }));
    const life = { clientKey: 'ck_example', clientSecret: 'cs_example_of_sixteen', storeId: STORE };
    expect((await ledger.admin.post(`/v1/merchants/${MERCHANT}/life-accounts`, life)).status).toBe(200);
    const row = { ledger_id: 'l1', verify_id: 'v1', certificate_id: 'c1', order_id: '1000000000000000001', status: 2 };
    const money = { verify_time: 1_790_000_000, amount: { pay: 9900, goods: 9000, total_merchant_platform_service: 900 } };
    const file = JSON.stringify({ data: { ledger_records: [{ ...row, ...money }] } }, null, 2);
    expect(codeOf(await upload(ingest, 'life.json', file, `?account=${SHOP}`))).toEqual([422, 'STATEMENT_OF_ANOTHER_MERCHANT']);
    expect(countsOf(await upload(ingest, 'life.json', file, '?account=ck_example'))).toEqual(['now', 1, 1, 0, 0]);
  });

  it('tell how far they are to who takes NDJSON', async () => {
    const content = Buffer.from(wechatBill(['21', '22'].map((no) => wechatPayment({ no }))));
    const response = await fetch(`${ledger.url}/v1/statements`, {
      method: 'POST',
      body: content,
      headers: {
        authorization: `Bearer ${ingest.key ?? ''}`,
        'content-type': FILE_TYPE,
        accept: 'application/x-ndjson',
        'x-file-name': 'a.csv',
      },
    });
    const lines = (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toEqual([
      { progress: { done: 2, total: 2 } },
      { imported: expect.objectContaining({ recorded: 2 }) as unknown },
    ]);
  });
});

describe('an import that is killed', () => {
  const ADMIN_KEY = 'kill-test-admin-key-0123456789';
  const ROWS = 4_000;
  let database: TestDatabase;
  let log: StoredLog;
  let folder: string;
  let port: string;
  let server: ChildLedger;
  let admin: Caller;

  beforeAll(async () => {
    [database, log] = await Promise.all([testDatabase(), storedLog()]);
    folder = await mkdtemp(join(tmpdir(), 'hezhang-statements-'));
    port = await freePort();
    await start();
    admin = new Caller(server.url, ADMIN_KEY);
    await openStatements(admin);
  });
  afterAll(async () => {
    await server.end('SIGKILL');
    log.end();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    server = await startChild({
      PORT: port,
      DATABASE_URL: database.url,
      ...log.settings,
      HEZHANG_DATA: folder,
      HEZHANG_ADMIN_KEY: ADMIN_KEY,
    });
  }

  it('is gone on with when the file comes again: each row is there once', async () => {
    const rows = Array.from({ length: ROWS }, (_, index) => wechatPayment({ no: String(index).padStart(6, '0') }));
    const bill = wechatBill(rows);
    const path = `/v1/statements/${idOf(bill)}/events`;
    const broken = upload(admin, 'large.csv', bill).catch(() => undefined);
    while ((await admin.get(path)).status !== 200) await sleep(2);
    await server.end('SIGKILL');
    await broken;
    await start();
    const events = await admin.data<{ type: string }[]>(path);
    expect(events.map(({ type }) => type)).toEqual(['StatementOpened']);
    const again = await upload(admin, 'large.csv', bill);
    if (again.status !== 200) throw new Error(again.text);
    expect(countsOf(again)).toEqual(['now', ROWS, ROWS, 0, 0]);
    // Read models of so many rows take a while on a busy machine.
    const seen = `/v1/statements/${idOf(bill)}?minPosition=${(again.body as Answer).position}`;
    const { rows: counted } = await eventually(() => admin.data<{ rows: number }>(seen), 60_000);
    expect(counted).toBe(ROWS);
    const some = `/v1/statement-rows?limit=500&minPosition=${(again.body as Answer).position}`;
    const sample = await eventually(() => admin.data<{ revision: number }[]>(some), 60_000);
    expect(new Set(sample.map(({ revision }) => revision))).toEqual(new Set([0]));
    expect(countsOf(await upload(admin, 'large.csv', bill))[0]).toBe('before');
  }, 120_000);
});
