import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import {
  isConsistent,
  isIncluded,
  leafHash,
  openCheckpoint,
  verifierFrom,
  type Checkpoint,
  type Verifier,
} from '#audit/testing';
import { forget } from '../../apps/cli/src/commands/forget.js';
import { verify } from '../../apps/cli/src/commands/verify.js';
import type { CliCommand } from '../../apps/cli/src/command.js';
import { decodeConfig } from '../../apps/server/src/config.js';
import { FILE_TYPE } from '../../apps/server/src/http/bodies.js';
import { startServer } from '../../apps/server/src/start.js';
import { Caller } from './support/caller.js';
import { eventually } from './support/eventually.js';
import { everythingKept } from './support/everything-kept.js';
import { reactedTo } from './support/reacted.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { MERCHANT, SHOP, STORE, TERMINAL, message, paymentIdOf, push, tell, transaction } from './support/shop.js';
import { openStatements } from './support/statement-accounts.js';
import { wechatBill, wechatPayment } from './support/statement-files.js';

const CARD = '622202******4711';
const OTHER_CARD = '622202******0815';
/** In each line of the bill. */
const OPEN_ID = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o';
const WALLET = '2088902174447123';
const BUYER = '1@#buyer-of-the-shop-0042';
const PHONE = '138****5678';
const SECRET = 'key_example_of_an_acquirer_0001';
const TOLD = [CARD, OPEN_ID, WALLET, BUYER];
const NOT_KEPT = ['tel-of-the-buyer', PHONE];

interface Shown {
  readonly subject: string;
  readonly text?: string;
  readonly masked?: string;
  readonly forgotten?: true;
}
interface Payment {
  readonly card: Shown | null;
  readonly payer: Shown | null;
}
interface Row {
  readonly payer: Shown;
}

describe('persons', () => {
  let ledger: RunningLedger;
  let last = '';
  const sale = transaction({ amount: 7_000, card: CARD });
  const other = transaction({ amount: 300, card: OTHER_CARD });

  const shouqianba = async (sn: string): Promise<void> => {
    const body = JSON.stringify({
      sn,
      client_sn: `T${sn}`,
      order_status: 'PAID',
      total_amount: '12990',
      payway: '1',
      payer_uid: WALLET,
      finish_time: '1789956800000',
    });
    const sign = createHash('md5').update(body).update(SECRET).digest('hex');
    const headers = { 'content-type': 'application/json', authorization: `100000000000000001 ${sign}` };
    const reply = await ledger.nobody.send('POST', '/v1/channels/acquirers/shouqianba', body, headers);
    expect(reply.status).toBe(200);
  };

  beforeAll(async () => {
    ledger = await runLedger({ HEZHANG_CHECKPOINT_S: '1' });
    await openStatements(ledger.admin);
    const accounts = { kind: 'shouqianba', accountId: '100000000000000001', storeId: STORE, secret: SECRET };
    expect((await ledger.admin.post(`/v1/merchants/${MERCHANT}/channel-accounts`, accounts)).status).toBe(200);
    for (const each of [sale, other]) expect((await tell(ledger.nobody, each)).status).toBe(200);
    await shouqianba('7895259485469125');
    const order = { p_id: '6900000000000000077', s_ids: ['6900000000000000077'], shop_id: Number(SHOP), order_type: 0, biz: 2 };
    const contact = { open_id: BUYER, encrypt_post_tel: 'tel-of-the-buyer', mask_post_tel: PHONE };
    await push(
      ledger.nobody,
      message(101, { ...order, ...contact, order_status: 2, pay_type: 1, pay_time: 1789956800, pay_amount: 990 }),
    );
    const bill = wechatBill([wechatPayment({ no: '1' }), wechatPayment({ no: '2' })]);
    const headers = { 'content-type': FILE_TYPE, 'x-file-name': 'bill.csv' };
    const uploaded = await ledger.admin.send('POST', '/v1/statements', Buffer.from(bill), headers);
    expect([uploaded.status, uploaded.text]).toEqual([200, uploaded.text]);
    last = await reactedTo(ledger);
  });
  afterAll(() => ledger.end());

  const payment = (caller: Caller, of = sale): Promise<Payment> =>
    caller.data<Payment>(`/v1/payments/${paymentIdOf(of)}?minPosition=${last}`);
  const rows = (caller: Caller): Promise<Row[]> => caller.data<Row[]>(`/v1/statement-rows?minPosition=${last}`);
  const csv = async (caller: Caller): Promise<string> =>
    (await caller.get(`/v1/exports/payments?format=csv&minPosition=${last}`)).text;

  const settings = (): Record<string, string> => ({
    DATABASE_URL: ledger.databaseUrl,
    HEZHANG_DATA: ledger.dataFolder,
    PORT: '0',
    HEZHANG_LOG: 'silent',
    ...ledger.log.settings,
  });
  const ran = async (command: CliCommand, ...args: string[]): Promise<{ code: number; lines: string[] }> => {
    const lines: string[] = [];
    const config = decodeConfig(settings());
    const asked = new Promise<void>(() => undefined);
    return { code: await command.run({ config, args, print: (line) => lines.push(line), asked }), lines };
  };

  it('stand in no table and no file of the ledger, nor in the log, in plain words', async () => {
    const kept = await everythingKept(ledger);
    expect(kept).toContain('sub_');
    const client = new Client({ connectionString: ledger.databaseUrl });
    await client.connect();
    try {
      for (const text of [...TOLD, ...NOT_KEPT]) {
        expect([text, kept.includes(text)]).toEqual([text, false]);
        expect([text, await ledger.log.holds(client, Buffer.from(text))]).toEqual([text, false]);
      }
    } finally {
      await client.end();
    }
  });

  it('are shown in full to who may see them, by their end to readers, in answers and exports', async () => {
    const [auditor, reader] = [await ledger.as('auditor'), await ledger.as('reader')];
    expect(await payment(auditor)).toMatchObject({ card: { text: CARD }, payer: null });
    expect(await payment(reader)).toMatchObject({ card: { masked: '****4711' } });
    const wallets = await auditor.data<Payment[]>(`/v1/payments?minPosition=${last}`);
    expect(wallets.flatMap(({ payer }) => payer?.text ?? [])).toEqual([WALLET]);
    expect((await rows(auditor)).map(({ payer }) => payer.text)).toEqual([OPEN_ID, OPEN_ID]);
    expect((await rows(reader)).map(({ payer }) => payer.masked)).toEqual(['****eS6o', '****eS6o']);
    expect([(await csv(auditor)).includes(CARD), (await csv(reader)).includes(CARD)]).toEqual([true, false]);
    expect((await reader.post('/v1/subjects/find', { kind: 'account', of: OPEN_ID })).status).toBe(403);
  });

  it('told again add nothing: the same words make the same bytes', async () => {
    const again = await tell(ledger.nobody, sale);
    expect(again.body).toMatchObject({ status: 'duplicate' });
    await shouqianba('7895259485469125');
    const notices = await ledger.admin.data<{ channel: string }[]>('/v1/notices?limit=100');
    expect(notices.filter(({ channel }) => channel === 'shouqianba')).toHaveLength(1);
  });

  it('are found by an account, a card, a payment, and by nothing that they are not', async () => {
    const { card } = await payment(ledger.admin);
    const find = async (body: object): Promise<unknown> => (await ledger.admin.post('/v1/subjects/find', body)).body;
    const subjects = { data: [{ subject: card?.subject, state: 'readable' }] };
    expect(await find({ kind: 'card', of: CARD, merchantNo: TERMINAL.merchantNo })).toEqual(subjects);
    expect(await find({ kind: 'payment', of: paymentIdOf(sale) })).toEqual(subjects);
    expect(await find({ kind: 'card', of: CARD, merchantNo: '1' })).toEqual({ data: [] });
    expect(await find({ kind: 'account', of: CARD })).toEqual({ data: [] });
    expect(await find({ kind: 'card', of: CARD })).toMatchObject({ code: 'REQUEST_INVALID' });
    const unknown = `sub_${'a'.repeat(22)}`;
    expect((await ledger.admin.post(`/v1/subjects/${unknown}/forget`, { reason: 'x' })).body).toMatchObject({
      code: 'SUBJECT_UNKNOWN',
    });
    expect((await ledger.admin.post(`/v1/subjects/${card?.subject ?? ''}/forget`, {})).status).toBe(400);
  });

  it('are forgotten, and every proof, total and read model stands', async () => {
    const verifiers = (await ledger.admin.data<string[]>('/v1/audit/keys')).map(verifierFrom);
    const path = `/v1/audit/proofs/inclusion?stream=payment.${paymentIdOf(sale)}&revision=0`;
    await eventually(async () => expect((await ledger.admin.get(path)).status).toBe(200));
    const before = { trial: await trialBalance(), payment: await payment(ledger.admin), proof: await inclusion(path) };
    const checkpoint = (await ledger.admin.get('/v1/audit/checkpoint')).text;

    const dry = await ran(forget, '--card', CARD, '--merchant-no', TERMINAL.merchantNo, '--url', ledger.url);
    expect(dry.lines).toEqual([
      `${before.payment.card?.subject ?? ''}  1 events become unreadable in part`,
      expect.stringMatching(/^ {2}payment +1$/),
      expect.stringMatching(/^ {2}PaymentPurchased +1$/),
      'Nothing was done. Say --yes --reason TEXT to forget them for ever.',
    ]);
    expect((await payment(ledger.admin)).card).toHaveProperty('text');
    const yes = ['--yes', '--reason', 'asked for on 2026-10-02', '--url', ledger.url];
    expect((await ran(forget, '--payment', paymentIdOf(sale), ...yes)).lines.at(-1)).toMatch(/ {2}forgotten at \d+$/);
    expect((await ran(forget, '--open-id', OPEN_ID, ...yes)).lines.at(-1)).toMatch(/ {2}forgotten at \d+$/);
    last = await reactedTo(ledger);
    const subject = before.payment.card?.subject ?? '';
    for (const more of [['--url', ledger.url], yes])
      for (const named of [
        ['--subject', subject],
        ['--card', CARD, '--merchant-no', TERMINAL.merchantNo],
      ])
        expect(await ran(forget, ...named, ...more)).toEqual({
          code: 0,
          lines: [
            expect.stringMatching(
              `^${subject}  is forgotten already at \\d+, 2\\S+Z, by key:\\S+; 1 events are unreadable in part$`,
            ),
            expect.stringMatching(/^ {2}payment +1$/),
            expect.stringMatching(/^ {2}PaymentPurchased +1$/),
            'Nothing is left to be done.',
          ],
        });

    const gone = { subject: before.payment.card?.subject, forgotten: true };
    expect((await payment(ledger.admin)).card).toEqual(gone);
    expect((await rows(ledger.admin)).map(({ payer }) => payer.forgotten)).toEqual([true, true]);
    expect((await payment(ledger.admin, other)).card).toMatchObject({ text: OTHER_CARD });
    expect(await csv(ledger.admin)).not.toContain(CARD);
    expect(await csv(ledger.admin)).toMatch(/forgotten/);
    expect(await trialBalance()).toEqual(before.trial);

    expect((await inclusion(path)).leaf).toBe(before.proof.leaf);
    expect(holds(before.proof, verifiers)).toBe(true);
    const old = opened(checkpoint, verifiers);
    const newer = await sealedBeyond(old, verifiers);
    const { body } = await ledger.admin.get(`/v1/audit/proofs/consistency?from=${String(old.size)}&to=${String(newer.size)}`);
    const proof = (body as { proof: string[] }).proof.map((text) => Buffer.from(text, 'base64'));
    expect(isConsistent(old, newer, proof)).toBe(true);
    const file = join(ledger.dataFolder, 'old.checkpoint');
    await writeFile(file, checkpoint);
    expect((await ran(verify, '--checkpoint', file, '--projections')).lines.at(-1)).toBe('verified: nothing is wrong');
    const kept = await everythingKept(ledger);
    expect(TOLD.filter((text) => kept.includes(text))).toEqual([]);
  });

  it('that pay again begin anew, under a name that nothing ties to the one before', async () => {
    const { card: before } = await payment(ledger.admin);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    const anew = transaction({ amount: 100, card: CARD });
    await tell(ledger.nobody, anew);
    last = await reactedTo(ledger);
    const { card } = await payment(ledger.admin, anew);
    expect(card?.text).toBe(CARD);
    expect(card?.subject).not.toBe(before?.subject);
    expect((await payment(ledger.admin)).card).toEqual(before);
    const find = { kind: 'card', of: CARD, merchantNo: TERMINAL.merchantNo };
    expect((await ledger.admin.post('/v1/subjects/find', find)).body).toEqual({
      data: [
        { subject: before?.subject, state: 'forgotten' },
        { subject: card?.subject, state: 'readable' },
      ],
    });
  });

  it('stay forgotten where an older backup brings their keys back', async () => {
    const { card } = await payment(ledger.admin);
    const client = new Client({ connectionString: ledger.databaseUrl });
    await client.connect();
    const restore = `update privacy.subject_keys set destroyed_at = null,
      sealed = (select sealed from privacy.subject_keys where sealed is not null limit 1) where subject = $1`;
    await client.query(restore, [card?.subject]);
    const second = await startServer(decodeConfig({ ...settings(), HEZHANG_PROJECTOR: 'off' }));
    try {
      const { rows: found } = await client.query('select sealed from privacy.subject_keys where subject = $1', [card?.subject]);
      expect(found).toEqual([{ sealed: null }]);
      const there = new Caller(second.url, second.adminKey);
      expect((await payment(there)).card).toEqual(card);
    } finally {
      await second.stop();
      await client.end();
    }
  });

  const trialBalance = (): Promise<unknown> => ledger.admin.data(`/v1/trial-balance?minPosition=${last}`);

  interface Inclusion {
    readonly index: number;
    readonly leaf: string;
    readonly proof: string[];
    readonly checkpoint: string;
  }
  const inclusion = async (path: string): Promise<Inclusion> => (await ledger.admin.get(path)).body as Inclusion;

  function holds({ index, leaf, proof, checkpoint }: Inclusion, verifiers: Verifier[]): boolean {
    const hashes = proof.map((text) => Buffer.from(text, 'base64'));
    return isIncluded(leafHash(Buffer.from(leaf, 'base64')), index, opened(checkpoint, verifiers), hashes);
  }

  function opened(note: string, verifiers: Verifier[]): Checkpoint {
    const checkpoint = openCheckpoint(note, verifiers);
    if (!checkpoint) throw new Error(`not signed by this log: ${note}`);
    return checkpoint;
  }

  async function sealedBeyond(old: Checkpoint, verifiers: Verifier[]): Promise<Checkpoint> {
    let newest = old;
    await eventually(async () => {
      newest = opened((await ledger.admin.get('/v1/audit/checkpoint')).text, verifiers);
      expect(newest.size).toBeGreaterThan(old.size);
    });
    return newest;
  }
});
