import { ChannelsUnderTest, NOW, TERMINAL } from '../testing.js';
import { receivePosBatch, type LineResult } from './receive-batch.js';
import { signTerminalBody } from './terminal-signature.js';

const purchase = (trace: number, more: object = {}): string =>
  JSON.stringify({
    kind: 'purchase',
    merchant_no: TERMINAL.merchantNo,
    terminal_no: TERMINAL.terminalNo,
    batch_no: 7,
    trace_no: trace,
    occurred_at: '2026-09-21T10:00:00+08:00',
    amount: 100,
    method: 'card',
    response_code: '00',
    ...more,
  });

async function* chunked(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += size) {
    await Promise.resolve();
    yield bytes.subarray(from, from + size);
  }
}

async function collected(results: AsyncIterable<readonly LineResult[]>): Promise<LineResult[]> {
  const all: LineResult[] = [];
  for await (const group of results) all.push(...group);
  return all;
}

describe('a batch of transactions', () => {
  let channels: ChannelsUnderTest;
  beforeEach(async () => {
    channels = await ChannelsUnderTest.open();
  });

  const send = async (text: string, size = 1000): Promise<LineResult[]> => {
    const answer = await receivePosBatch(channels.deps, {
      headers: {},
      body: chunked(text, size),
      now: NOW,
      ingestActor: 'key:k1',
    });
    if (!('results' in answer)) throw new Error(answer.refusal.code);
    return collected(answer.results);
  };

  it.each([1, 7, 1000, 100_000])('answers one result a line, in order, in chunks of %d bytes', async (size) => {
    const lines = [
      purchase(1),
      '{broken',
      purchase(1),
      purchase(2, { amount: -1 }),
      '',
      purchase(3, { terminal_no: 'POS00009' }),
      purchase(4),
    ];
    const results = await send(`${lines.join('\r\n')}\n`, size);
    expect(results.map(({ line, status, code }) => [line, status, code])).toEqual([
      [1, 'applied', undefined],
      [2, 'refused', 'JSON_MALFORMED'],
      [3, 'duplicate', undefined],
      [4, 'refused', 'REQUEST_INVALID'],
      [6, 'parked', 'UNKNOWN_TERMINAL'],
      [7, 'applied', undefined],
    ]);
    expect(results[3]?.errors).toEqual([{ field: 'amount', says: expect.any(String) as string }]);
    expect(results[0]?.payment_id).toBe(`pay_${TERMINAL.merchantNo}.${TERMINAL.terminalNo}.000007.000001.20260921`);
  });

  it('takes thousands, those of one payment in their order', async () => {
    const lines = Array.from({ length: 3000 }, (_, index) => purchase(index % 1500));
    const results = await send(lines.join('\n'));
    expect(results.map(({ line }) => line)).toEqual(lines.map((_, index) => index + 1));
    expect(results.slice(0, 1500).every(({ status }) => status === 'applied')).toBe(true);
    expect(results.slice(1500).every(({ status }) => status === 'duplicate')).toBe(true);
  });

  it('refuses a line that is too long and goes on behind it', async () => {
    const results = await send([purchase(1), purchase(2, { x: 'y'.repeat(70_000) }), purchase(3)].join('\n'));
    expect(results.map(({ status, code }) => code ?? status)).toEqual(['applied', 'LINE_TOO_LONG', 'applied']);
  });

  it('tells line by line what an outage left undone', async () => {
    channels.goAway();
    const results = await send([purchase(1), purchase(2)].join('\n'));
    expect(results).toMatchObject([
      { status: 'refused', code: 'OUTAGE' },
      { status: 'refused', code: 'OUTAGE' },
    ]);
  });

  it('answers each line as soon as it is done, while the store still talks', async () => {
    let talkOn: () => void = () => undefined;
    const pause = new Promise<void>((resolve) => (talkOn = resolve));
    const body = (async function* () {
      yield Buffer.from(`${purchase(1)}\n`);
      await pause;
      yield Buffer.from(purchase(2));
    })();
    const answer = await receivePosBatch(channels.deps, { headers: {}, body, now: NOW, ingestActor: 'key:k1' });
    if (!('results' in answer)) throw new Error('refused');
    const results = answer.results[Symbol.asyncIterator]();
    expect((await results.next()).value).toMatchObject([{ line: 1, status: 'applied' }]);
    talkOn();
    expect((await results.next()).value).toMatchObject([{ line: 2, status: 'applied' }]);
    expect((await results.next()).done).toBe(true);
  });

  it('reads no further than a window ahead of the answers', async () => {
    let read = 0;
    const body = (async function* () {
      for (let trace = 1; trace <= 5000; trace += 1) {
        read = trace;
        await Promise.resolve();
        yield Buffer.from(`${purchase(trace)}\n`);
      }
    })();
    const answer = await receivePosBatch(channels.deps, { headers: {}, body, now: NOW, ingestActor: 'key:k1' });
    if (!('results' in answer)) throw new Error('refused');
    const results = answer.results[Symbol.asyncIterator]();
    await results.next();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(read).toBeLessThan(600);
    await results.return?.();
  });

  it('signed by its terminal is verified as a whole before a line is read', async () => {
    const text = [purchase(1), purchase(2), purchase(3, { terminal_no: 'POS00002' })].join('\n');
    const timestamp = String(Date.parse(NOW) / 1000);
    const headers = {
      'x-terminal': `${TERMINAL.merchantNo}/${TERMINAL.terminalNo}`,
      'x-timestamp': timestamp,
      'x-signature': signTerminalBody(TERMINAL.key, timestamp, Buffer.from(text)).toString('hex'),
    };
    const good = await receivePosBatch(channels.deps, { headers, body: chunked(text, 50), now: NOW });
    if (!('results' in good)) throw new Error('refused');
    const statuses = (await collected(good.results)).map(({ status, code }) => code ?? status);
    expect(statuses).toEqual(['applied', 'applied', 'TERMINAL_MISMATCH']);
    const bad = await receivePosBatch(channels.deps, { headers, body: chunked(`${text}\n`, 50), now: NOW });
    expect(bad).toMatchObject({ status: 401, refusal: { code: 'SIGNATURE_INVALID' } });
    const nobody = await receivePosBatch(channels.deps, { headers: {}, body: chunked(text, 50), now: NOW });
    expect(nobody).toMatchObject({ status: 401 });
  });
});
