import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase, type TestDatabase } from '#postgres/testing';
import { Caller } from './support/caller.js';
import { freePort, startChild, type ChildLedger } from './support/child-ledger.js';
import {
  adjustment,
  approve,
  entryOf,
  linesOf,
  outcomeOf,
  positionOf,
  preview,
  propose,
  proposed,
} from './support/correcting.js';
import { eventually } from './support/eventually.js';
import { reactedTo } from './support/reacted.js';
import type { Reply } from './support/reply.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { MERCHANT, TERMINAL, openShop, paymentIdOf, tell, transaction } from './support/shop.js';
import { WECHAT_MERCHANT, wechatBill, wechatPayment } from './support/statement-files.js';
import { storedLog, type StoredLog } from './support/stored-log.js';

const APPLIED = ['CorrectionApproved', 'CorrectionApplied'];
const PAID = wechatPayment({ no: '01' });
const ROW = { channel: 'wechat', book: 'trades', account: WECHAT_MERCHANT, key: `payment.${PAID.tradeNo}` } as const;
const PAYMENT = `pay_${WECHAT_MERCHANT}.wechat.${PAID.tradeNo}`;
const RECORDING = { kind: 'record', row: ROW } as const;

/** A shop whose wallet's bill tells of a payment that nobody else does. */
async function billed(admin: Caller): Promise<void> {
  await openShop(admin);
  const wallet = { id: 'wx', channel: 'wechat', merchantNo: WECHAT_MERCHANT, methods: ['wechat'] };
  const steps: [string, object][] = [
    [`/v1/merchants/${MERCHANT}/payment-interfaces`, { ...wallet, validFrom: '2026-01-01T00:00:00+08:00' }],
  ];
  for (const [path, body] of steps) {
    const { status, text } = await admin.post(path, body);
    if (status !== 200) throw new Error(text);
  }
  const headers = { 'content-type': 'application/octet-stream', 'x-file-name': 'bill.csv' };
  const { status, text } = await admin.send('POST', '/v1/statements', Buffer.from(wechatBill([PAID])), headers);
  if (status !== 200) throw new Error(text);
  // A dry run asks the balances, which do not serve before the projector has begun.
  await eventually(() => admin.data('/v1/trial-balance'));
}

describe('corrections that record and that meet closed months', () => {
  let ledger: RunningLedger;
  let ann: Caller;
  let bo: Caller;
  beforeAll(async () => {
    ledger = await runLedger();
    await billed(ledger.admin);
    [ann, bo] = await Promise.all([ledger.as('ops'), ledger.as('ops')]);
  });
  afterAll(() => ledger.end());

  it('record a missing payment from a row of a statement, just as it was shown', async () => {
    const seen = await preview(ann, RECORDING);
    expect(seen).toMatchObject({ entries: [], amount: 12_990, records: { stream: `payment.${PAYMENT}` } });
    expect(seen.radius.payments).toEqual([PAYMENT]);
    const made = await proposed(ann, { ...RECORDING, digest: seen.digest });
    expect(outcomeOf(await approve(ann, made))).toEqual([403, 'OWN_PROPOSAL']);
    expect(outcomeOf(await approve(bo, made))).toEqual(APPLIED);
    const at = await reactedTo(ledger);
    const path = `/v1/payments/${PAYMENT}?minPosition=${at}`;
    expect(await ann.data(path)).toMatchObject({ status: 'captured', captured: 12_990, corrections: [{ status: 'applied' }] });
    for (const { account, after } of seen.radius.balances)
      expect(await ledger.admin.data(`/v1/balances/${account}?minPosition=${at}`)).toMatchObject({ balance: after });
    expect(outcomeOf(await propose(bo, RECORDING))).toEqual([409, 'ROW_RECORDED_ALREADY']);
    const nowhere = { ...RECORDING, row: { ...ROW, key: 'payment.none' } };
    expect(outcomeOf(await propose(bo, nowhere))).toEqual([404, 'STATEMENT_ROW_NOT_FOUND']);
    expect(outcomeOf(await propose(bo, { ...RECORDING, as: 'settlement' }))).toEqual([422, 'ROW_CAN_NOT_BE_RECORDED']);
  });

  it('are refused in a closed month, and correct what lies there on an open day', async () => {
    const told = transaction({ amount: 3_000 });
    await tell(ledger.nobody, told);
    const entry = await entryOf(ann, `/v1/payments/${paymentIdOf(told)}`);
    const made = await proposed(ann, { kind: 'reverse', entry, day: '2026-09-30' });
    await closed('2026-09');
    expect(outcomeOf(await approve(bo, made))).toEqual([409, 'PERIOD_CLOSED']);
    const fees = `expenses:fees:${MERCHANT}:channel`;
    const clearing = `assets:clearing:unionpay:${TERMINAL.merchantNo}`;
    const late = { ...adjustment(linesOf(fees, clearing)), day: '2026-09-15' };
    expect(outcomeOf(await propose(ann, late))).toEqual([409, 'PERIOD_CLOSED']);
    const anew = await proposed(bo, { kind: 'reverse', entry });
    expect(anew).toMatchObject({ proposal: 2, closedThrough: '2026-09-30' });
    expect((await preview(bo, { kind: 'reverse', entry })).radius.closedPeriods).toEqual(['2026-09']);
    const month = async (position: string): Promise<unknown> =>
      ann.data(`/v1/trial-balance?merchant=${MERCHANT}&effective=2026-09-30&minPosition=${position}`);
    const before = await month(await reactedTo(ledger));
    const reply = await approve(ann, anew);
    expect(outcomeOf(reply)).toEqual(APPLIED);
    expect(await month(positionOf(reply))).toEqual(before);
  });

  async function closed(month: string): Promise<void> {
    const path = `/v1/merchants/${MERCHANT}/periods/${month}`;
    const good = (reply: Reply): string => {
      if (reply.status !== 200) throw new Error(reply.text);
      return positionOf(reply);
    };
    const at = good(await ann.post(`${path}/close`, { reason: 'all is matched' }));
    const { proposal } = await ann.data<{ proposal: { digest: string } }>(`${path}?minPosition=${at}`);
    good(await bo.post(`${path}/approve`, { digest: proposal.digest }));
  }
});

describe('kill -9 between an approval and what it asks for', () => {
  let database: TestDatabase;
  let log: StoredLog;
  let folder: string;
  let server: ChildLedger | undefined;
  const settings: Record<string, string> = {};
  const adminKey = 'kill-test-admin-key-of-corrections';

  beforeAll(async () => {
    [database, log] = await Promise.all([testDatabase(), storedLog()]);
    folder = await mkdtemp(join(tmpdir(), 'hezhang-corrections-'));
    const where = { PORT: await freePort(), DATABASE_URL: database.url, HEZHANG_DATA: folder, ...log.settings };
    Object.assign(settings, where, { HEZHANG_ADMIN_KEY: adminKey, HEZHANG_LOG: 'silent' });
  });
  afterAll(async () => {
    await server?.end('SIGKILL');
    log.end();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const start = async (projector: 'on' | 'off'): Promise<Caller> => {
    await server?.end('SIGKILL');
    server = await startChild({ ...settings, HEZHANG_PROJECTOR: projector });
    return new Caller(server.url, adminKey);
  };
  const keyOf = async (admin: Caller): Promise<string> =>
    ((await admin.post('/v1/keys', { name: 'ops', role: 'ops' })).body as { key: string }).key;

  it('is made up for, once', async () => {
    const admin = await start('on');
    await billed(admin);
    const key = await keyOf(admin);
    const made = await proposed(new Caller(admin.url, key), RECORDING);
    const approving = await start('off');
    expect(outcomeOf(await approve(approving, made))).toEqual(APPLIED);
    for (let round = 0; round < 2; round += 1) {
      const after = await start('on');
      await eventually(async () => {
        expect(await after.data(`/v1/payments/${PAYMENT}`)).toMatchObject({ captured: 12_990 });
      });
      expect(await after.data<unknown[]>(`/v1/payments/${PAYMENT}/events`)).toHaveLength(1);
      expect(await after.data('/v1/trial-balance')).toMatchObject({ isZero: true });
    }
  }, 300_000);
});
