import { plusMs } from '#kernel';
import { replayNotice } from '../replay.js';
import {
  ACCOUNTS,
  PAID_NOTICES,
  REFUND_NOTICES,
  ChannelsUnderTest,
  NOW,
  TERMINAL,
  signedNotice,
  type SignedNotice,
} from '../testing.js';
import { receiveAcquirerNotice, type AcquirerAnswer } from './receive-notice.js';

const NOW_S = Date.parse(NOW) / 1000;

const SEALED = { subject: expect.stringMatching(/^sub_/) as string, box: expect.any(String) as string };

describe.each(['shouqianba', 'lakala', 'allinpay'] as const)('notices of %s', (acquirer) => {
  let channels: ChannelsUnderTest;
  beforeEach(async () => {
    channels = await ChannelsUnderTest.open();
  });

  const { success } = { shouqianba: { success: 'success' }, lakala: { success: 'SUCCESS' }, allinpay: { success: 'success' } }[
    acquirer
  ];
  const send = (notice: SignedNotice): Promise<AcquirerAnswer> =>
    receiveAcquirerNotice(channels.deps, acquirer, { ...notice, now: NOW });
  const tell = (fields: object): Promise<AcquirerAnswer> =>
    send(signedNotice(acquirer, { ...PAID_NOTICES[acquirer], ...fields }, NOW_S));
  const facts = async (): Promise<unknown[]> =>
    (await channels.events()).map(({ type, data }) => ({ type, ...(data as { fact: object }).fact }));
  const standing = async (): Promise<unknown> => ((await channels.events()).at(-1)?.data as { standing: unknown }).standing;
  const parkedFor = async (): Promise<unknown> => {
    const { notices } = await channels.inbox.list({ status: 'parked', limit: 9 });
    return notices.map(({ settled }) => settled && 'reason' in settled && [settled.reason, settled.detail]);
  };

  it('become a payment under the number that the acquirer gave it', async () => {
    expect(await tell({})).toEqual({ status: 200, body: success });
    const merchantNo = acquirer === 'shouqianba' ? ACCOUNTS.shouqianba : TERMINAL.merchantNo;
    const number = {
      shouqianba: PAID_NOTICES.shouqianba.sn,
      lakala: PAID_NOTICES.lakala.trade_no,
      allinpay: PAID_NOTICES.allinpay.trxid,
    }[acquirer];
    const method = { shouqianba: 'wechat', lakala: 'alipay', allinpay: 'card' }[acquirer];
    expect(await facts()).toMatchObject([
      {
        type: 'PaymentPurchased',
        key: `purchase:${acquirer}.${number}`,
        paymentId: `pay_${merchantNo}.${acquirer}.${number}`,
        occurredAt: '2026-09-21T02:13:20.000Z',
        booking: {
          businessDate: '2026-09-21',
          of: { merchant: 'm1', store: 's1', side: 'offline', channel: acquirer, method },
        },
        merchantNo,
        batchNo: '-',
        traceNo: '-',
        amount: 12_990,
        channel: acquirer,
        method,
        ...{
          shouqianba: { channelTradeNo: PAID_NOTICES.shouqianba.trade_no, terminalNo: ACCOUNTS.shouqianba },
          lakala: { channelTradeNo: PAID_NOTICES.lakala.acc_trade_no, terminalNo: '-' },
          allinpay: { rrn: '260921000101', card: SEALED, cardType: 'debit', terminalNo: TERMINAL.terminalNo },
        }[acquirer],
      },
    ]);
    expect(await standing()).toMatchObject({ status: 'captured', captured: 12_990, exceptions: [] });
  });

  it('that come again are a success and add nothing', async () => {
    await tell({});
    expect(await tell({})).toEqual({ status: 200, body: success });
    expect(await tell({ told_again_with: 'another field' })).toEqual({ status: 200, body: success });
    expect(await facts()).toHaveLength(1);
  });

  it('of a refund before its payment wait on suspense, and are explained by it', async () => {
    await tell(REFUND_NOTICES[acquirer]);
    expect(await standing()).toMatchObject({ refunded: 1_000, exceptions: ['REFUND_WITHOUT_CAPTURE'] });
    await tell({});
    expect(await standing()).toMatchObject({ status: 'partly_refunded', captured: 12_990, refunded: 1_000, exceptions: [] });
    expect(new Set((await channels.events()).map(({ stream }) => stream)).size).toBe(1);
  });

  it('that say two amounts of one payment are flagged', async () => {
    await tell({});
    await tell({ [acquirer === 'allinpay' ? 'trxamt' : 'total_amount']: '12991' });
    expect(await standing()).toMatchObject({ exceptions: ['FACTS_CONTRADICT'] });
  });

  it('that say it failed and that it was paid are flagged, and it is paid', async () => {
    await tell(
      { shouqianba: { order_status: 'PAY_CANCELED' }, lakala: { trade_state: 'FAIL' }, allinpay: { trxstatus: '3008' } }[
        acquirer
      ],
    );
    expect(await standing()).toMatchObject({ status: 'declined', captured: 0, exceptions: [] });
    await tell({});
    expect(await standing()).toMatchObject({ status: 'captured', captured: 12_990, exceptions: ['FACTS_CONTRADICT'] });
  });

  it('of what is in progress are kept and ignored', async () => {
    const open = { shouqianba: { order_status: 'CREATED' }, lakala: { trade_state: 'DEAL' }, allinpay: { trxstatus: '2008' } };
    expect(await tell(open[acquirer])).toEqual({ status: 200, body: success });
    await channels.inbox.flush();
    expect((await channels.inbox.list({ limit: 9 })).notices).toMatchObject([
      { settled: { outcome: 'ignored', reason: 'IN_PROGRESS' } },
    ]);
    expect(await facts()).toEqual([]);
  });

  it('of a void take the payment back without a flag, whichever comes first', async () => {
    const voided = {
      shouqianba: { order_status: 'CANCELED', finish_time: '1789960400000' },
      lakala: { trade_no: '2026092166210000000003', origin_trade_no: PAID_NOTICES.lakala.trade_no, trade_main_type: 'CANCEL' },
      allinpay: { trxid: '112094120001088401', srctrxid: PAID_NOTICES.allinpay.trxid, trxcode: 'VSP002', termno: '' },
    };
    await tell(voided[acquirer]);
    expect(await standing()).toMatchObject({ exceptions: ['VOID_WITHOUT_ORIGINAL'] });
    await tell({});
    expect(await standing()).toMatchObject({ status: 'voided', captured: 0, exceptions: [] });
  });

  it('whose status is in no table are parked, and say which', async () => {
    await tell(
      { shouqianba: { order_status: 'NEW_WORD' }, lakala: { trade_state: 'NEW_WORD' }, allinpay: { trxcode: 'VSP999' } }[
        acquirer
      ],
    );
    expect(await parkedFor()).toEqual([
      ['STATUS_UNKNOWN', { shouqianba: 'NEW_WORD', lakala: 'PREORDER/NEW_WORD', allinpay: 'VSP999' }[acquirer]],
    ]);
  });

  it('with a fraction of a fen, without a number or a time, are parked by the names of the fields', async () => {
    const names = {
      shouqianba: ['total_amount', 'sn', 'finish_time'],
      lakala: ['total_amount', 'trade_no', 'trade_time'],
      allinpay: ['trxamt', 'trxid', 'paytime'],
    };
    const [amount = '', number = '', time = ''] = names[acquirer];
    expect(await tell({ [amount]: '129.90', [number]: '../1', [time]: '' })).toEqual({ status: 200, body: success });
    const [[reason, detail]] = (await parkedFor()) as [[string, string]];
    expect([reason, detail.split(', ').sort()]).toEqual(['FIELDS_INVALID', [...names[acquirer]].sort()]);
  });

  it('that nobody or another signed are refused, kept nowhere', async () => {
    const genuine = signedNotice(acquirer, PAID_NOTICES[acquirer], NOW_S);
    const changed = Buffer.from(genuine.rawBody.toString().replace('12990', '99999'));
    for (const notice of [
      { ...genuine, rawBody: changed },
      { headers: {}, rawBody: changed },
      { headers: { authorization: 'Bearer x' }, rawBody: changed },
      { ...genuine, rawBody: Buffer.from([0xff]) },
    ])
      expect(await send(notice)).toEqual({ status: 401, body: 'fail' });
    expect((await channels.inbox.list({ limit: 9 })).notices).toEqual([]);
  });

  it('wait outside while the ledger is away, and lose nothing', async () => {
    channels.goAway();
    expect(await tell({})).toEqual({ status: 503, body: 'fail' });
    channels.comeBack();
    expect(await tell({})).toEqual({ status: 200, body: success });
    expect(await facts()).toHaveLength(1);
  });

  it('are read again as they were read when they are replayed', async () => {
    await tell(
      {
        shouqianba: { finish_time: '1989956800000' },
        lakala: { trade_time: '20360921101320' },
        allinpay: { paytime: '20360921101320' },
      }[acquirer],
    );
    const [notice] = (await channels.inbox.list({ status: 'parked', limit: 1 })).notices;
    expect(await parkedFor()).toMatchObject([['CLOCK_FAR_OFF', expect.any(String)]]);
    const later = plusMs(NOW, 20 * 365 * 86_400_000);
    expect(await replayNotice(channels.deps, notice?.id ?? '', later)).toMatchObject({ status: 'applied' });
  });

  it('hold no card number when they are kept', async () => {
    await tell({ payer_remark: '卡号4111111111111111', track2: '4111111111111111=26122011234567890000' });
    const [kept] = (await channels.inbox.list({ limit: 1 })).notices;
    const text = JSON.stringify((await channels.inbox.show(kept?.id ?? ''))?.raw.toString());
    expect(text).not.toMatch(/4111111111111111|2612201/);
    expect(await facts()).toHaveLength(1);
  });
});
