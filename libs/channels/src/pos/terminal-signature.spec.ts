import type { Answer } from '../refusals.js';
import { ChannelsUnderTest, NOW, TERMINAL } from '../testing.js';
import { receivePosTransaction } from './receive-transaction.js';
import type { PosResult } from './take-transaction.js';
import { signTerminalBody } from './terminal-signature.js';

const purchase = {
  kind: 'purchase',
  merchant_no: TERMINAL.merchantNo,
  terminal_no: TERMINAL.terminalNo,
  batch_no: 7,
  trace_no: 102,
  occurred_at: '2026-09-21T10:00:00+08:00',
  amount: 1234,
  method: 'card',
  response_code: '00',
};

describe('a POS transaction signed by its terminal', () => {
  let channels: ChannelsUnderTest;
  beforeEach(async () => {
    channels = await ChannelsUnderTest.open();
  });

  const signed = (message: object, change: Record<string, string | undefined> = {}): Promise<Answer<PosResult>> => {
    const rawBody = Buffer.from(JSON.stringify(message));
    const timestamp = String(Date.parse(NOW) / 1000);
    const headers = {
      'x-terminal': `${TERMINAL.merchantNo}/${TERMINAL.terminalNo}`,
      'x-timestamp': timestamp,
      'x-signature': signTerminalBody(TERMINAL.key, timestamp, rawBody).toString('hex'),
      ...change,
    };
    return receivePosTransaction(channels.deps, { headers, rawBody, now: NOW });
  };

  it('is recorded in its name', async () => {
    expect(await signed(purchase)).toMatchObject({ status: 200, body: { status: 'applied' } });
    const [event] = await channels.events();
    expect(event?.metadata.actor).toBe(`terminal:${TERMINAL.merchantNo}/${TERMINAL.terminalNo}`);
  });

  it.each(['reversal', 'purchase_void'])('undoes by %s what this terminal took, nobody else’s', async (kind) => {
    await signed(purchase);
    const original = { kind: 'purchase', batch_no: 7, trace_no: 102, date: '2026-09-21' };
    const undoing = { ...purchase, kind, trace_no: 103, original };
    const others = { ...original, terminal_no: 'POS00002' };
    expect(await signed({ ...undoing, original: others })).toMatchObject({
      status: 403,
      refusal: { code: 'TERMINAL_MISMATCH' },
    });
    expect((await channels.inbox.list({ limit: 9 })).notices).toHaveLength(1);
    expect(await signed(undoing)).toMatchObject({ status: 200, body: { status: 'applied' } });
  });

  it.each([
    ['of another body', { 'x-signature': signTerminalBody(TERMINAL.key, '0', Buffer.from('x')).toString('hex') }],
    ['that is no hex', { 'x-signature': 'z'.repeat(64) }],
    ['that is missing', { 'x-signature': undefined }],
    ['without a time', { 'x-timestamp': undefined }],
    ['of a terminal that nobody enrolled', { 'x-terminal': `${TERMINAL.merchantNo}/POS00009` }],
    ['of a terminal that is a path', { 'x-terminal': '../../x/y' }],
  ])('with a signature %s is 401', async (_what, change) => {
    expect(await signed(purchase, change)).toMatchObject({ status: 401, refusal: { code: 'SIGNATURE_INVALID' } });
    expect((await channels.inbox.list({ limit: 9 })).notices).toEqual([]);
  });

  it('but too long ago is 401', async () => {
    const rawBody = Buffer.from(JSON.stringify(purchase));
    for (const [offset, status] of [
      [-301, 401],
      [-299, 200],
      [299, 200],
      [301, 401],
    ] as const) {
      const timestamp = String(Date.parse(NOW) / 1000 + offset);
      const signature = signTerminalBody(TERMINAL.key, timestamp, rawBody).toString('hex');
      expect(await signed(purchase, { 'x-timestamp': timestamp, 'x-signature': signature })).toMatchObject({ status });
    }
  });

  it('may speak for itself only', async () => {
    expect(await signed({ ...purchase, terminal_no: 'POS00002' })).toMatchObject({
      status: 403,
      refusal: { code: 'TERMINAL_MISMATCH' },
    });
  });

  it('or by nobody is 401', async () => {
    const rawBody = Buffer.from(JSON.stringify(purchase));
    expect(await receivePosTransaction(channels.deps, { headers: {}, rawBody, now: NOW })).toMatchObject({ status: 401 });
  });
});
