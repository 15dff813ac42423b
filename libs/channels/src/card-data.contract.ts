import { receiveSettlements } from './acquirer/receive-settlements.js';
import { ACQUIRERS } from './acquirers/adapter.js';
import { receiveAcquirerNotice } from './acquirers/receive-notice.js';
import { receiveDouyinPush } from './douyin/receive-push.js';
import { receiveSettleBill } from './douyin/receive-settle-bill.js';
import { EVENT_SIGN } from './douyin/signatures.js';
import type { ChannelDeps } from './notice-handling.js';
import { receivePosBatch } from './pos/receive-batch.js';
import { receivePosTransaction } from './pos/receive-transaction.js';
import { PAID_NOTICES, signedNotice } from './testing-notices.js';
import { APP, NOW, SHOP_ID, TERMINAL } from './testing-set-up.js';

export interface CardDataUnderTest {
  readonly deps: ChannelDeps;
  /** Everything that is stored anywhere, as text. */
  stored(): Promise<string>;
  clear(): Promise<void>;
}

const PAN = '4111111111111111';
const AMEX = '378282246310005';
const SECRETS = [PAN, '4111 1111 1111 1111', '4111-1111-1111-1111', AMEX, '26122011234567890000', 'PIN-BLOCK-0123'];

/** A card number in every shape that a field can have. */
const VALUES: readonly unknown[] = [
  PAN,
  '4111 1111 1111 1111',
  '4111-1111-1111-1111',
  Number(PAN),
  AMEX,
  `卡号${PAN}`,
  `;${PAN}=26122011234567890000?`,
  `%B${PAN}^WANG/XIAO^26122011234567890000?`,
  { x: [PAN] },
  [PAN],
  JSON.stringify({ note: PAN, track2: `${PAN}=26122011234567890000` }),
];

const FORBIDDEN: Readonly<Record<string, unknown>> = {
  track1: `%B${PAN}^WANG/XIAO^26122011234567890000?`,
  track2: `${PAN}=26122011234567890000`,
  Track2Data: '26122011234567890000',
  pin: 'PIN-BLOCK-0123',
  pin_block: { value: 'PIN-BLOCK-0123' },
  cvv2: 'PIN-BLOCK-0123',
  emv: ['PIN-BLOCK-0123'],
  f55: '57104111111111111111D26122011234567890000F',
  f35: '4111111111111111D26122011234567890000',
};

const POS = {
  kind: 'purchase',
  merchant_no: TERMINAL.merchantNo,
  terminal_no: TERMINAL.terminalNo,
  batch_no: 7,
  trace_no: 1,
  occurred_at: '2026-09-21T10:00:00+08:00',
  amount: 100,
  method: 'card',
  channel: 'unionpay',
  rrn: '260921000101',
  auth_code: 'A1B2C3',
  response_code: '00',
  card: '411111******1111',
  channel_trade_no: 'X1',
  instruction_id: 'ins_1',
  multi_capture: false,
  expires_at: '2026-10-21T10:00:00+08:00',
  reason: 'r',
  note: 'n',
  original: { batch_no: 7, trace_no: 1, date: '2026-09-21' },
  opening: { batch_no: 7, trace_no: 1, date: '2026-09-21' },
  debit_total: 1,
  unheard_of: 'x',
};
const PUSH = {
  p_id: '6900000000000000001',
  s_ids: ['6900000000000000002'],
  shop_id: SHOP_ID,
  cancel_time: 1789999000,
  cancel_reason: 'r',
  receiver_msg: {},
  msg_code: 'x',
};
const SETTLE = {
  request_no: '88',
  settle_time: '2026-09-21 10:00:00',
  shop_order_id: '1',
  order_id: '2',
  total_income: 1,
  remark: 'x',
};
const ACQUIRER = {
  settlement_no: 'S1',
  channel: 'unionpay',
  method: 'card',
  merchant_no: TERMINAL.merchantNo,
  terminal_no: TERMINAL.terminalNo,
  rrn: 'r',
  direction: 'in',
  gross: 1,
  fee: 0,
  net: 1,
  settled_at: '2026-09-21T10:00:00Z',
  bank_account: 'icbc',
  remark: 'x',
};

/** The message with each of its fields poisoned in turn, each forbidden field added, and a card number for a name. */
function poisoned(message: Readonly<Record<string, unknown>>): unknown[] {
  const fields = Object.keys(message).flatMap((name) => VALUES.map((value) => ({ ...message, [name]: value })));
  return [...fields, { ...message, ...FORBIDDEN }, { ...message, [PAN]: 1 }, { ...message, original: FORBIDDEN }];
}

/** What no part of the ledger ever shows: full card numbers, tracks, PINs. Call it inside a spec. */
export function cardDataContract(name: string, open: () => Promise<CardDataUnderTest>): void {
  describe(`card data over ${name}`, () => {
    let under: CardDataUnderTest;
    beforeAll(async () => {
      under = await open();
    });
    afterAll(async () => {
      await under.clear();
    });

    const expectClean = async (answers: readonly unknown[]): Promise<void> => {
      await under.deps.inbox.flush();
      const seen = JSON.stringify(answers) + (await under.stored());
      expect(SECRETS.filter((secret) => seen.includes(secret))).toEqual([]);
    };
    const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

    it('is refused or taken out of POS transactions, one by one and in batches', async () => {
      const messages = poisoned(POS);
      const key = { headers: {}, now: NOW, ingestActor: 'key:k1' };
      const answers: unknown[] = [];
      for (const message of messages) answers.push(await receivePosTransaction(under.deps, { ...key, rawBody: json(message) }));
      const body = oneByOne(messages.map((message) => Buffer.from(`${JSON.stringify(message)}\n`)));
      const batch = await receivePosBatch(under.deps, { ...key, body });
      if ('results' in batch) for await (const group of batch.results) answers.push(...group);
      await expectClean(answers);
      expect(answers).toContainEqual(expect.objectContaining({ status: 422 }));
      expect(answers.length).toBe(messages.length * 2);
    });

    it('is masked in pushes, in data as text and as object, with unknown tags, too', async () => {
      const answers: unknown[] = [];
      for (const [index, data] of poisoned(PUSH).entries()) {
        const tag = index % 2 === 0 ? '106' : '999';
        const item = { tag, msg_id: PAN, data: index % 3 === 0 ? data : JSON.stringify(data) };
        for (const rawBody of [json([item]), json([item, { tag: PAN, msg_id: 1, data: PAN }])]) {
          const headers = { 'app-id': APP.appKey, 'event-sign': EVENT_SIGN.sign(APP, rawBody) };
          answers.push(await receiveDouyinPush(under.deps, { headers, rawBody, now: NOW }));
        }
      }
      await expectClean(answers);
      expect(answers.every((answer) => (answer as { status: number }).status === 200)).toBe(true);
    });

    it('is masked in notices of acquirers', async () => {
      const answers: unknown[] = [];
      for (const acquirer of ACQUIRERS) {
        for (const message of poisoned(PAID_NOTICES[acquirer])) {
          const notice = signedNotice(acquirer, message as Readonly<Record<string, unknown>>, Date.parse(NOW) / 1000);
          answers.push(await receiveAcquirerNotice(under.deps, acquirer, { ...notice, now: NOW }));
        }
      }
      await expectClean(answers);
      expect(answers.filter((answer) => (answer as { status: number }).status !== 200)).toEqual([]);
    });

    it('is masked in settle bills and refused in statements', async () => {
      const request = { now: NOW, ingestActor: 'key:k1' };
      const bill = await receiveSettleBill(under.deps, {
        ...request,
        rawBody: json({ shop_id: SHOP_ID, rows: poisoned(SETTLE) }),
      });
      const statement = await receiveSettlements(under.deps, { ...request, rawBody: json({ rows: poisoned(ACQUIRER) }) });
      await expectClean([bill, statement]);
    });
  });
}

// eslint-disable-next-line @typescript-eslint/require-await -- in the shape of a stream
async function* oneByOne(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}
