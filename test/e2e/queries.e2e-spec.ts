import type { Reply } from './support/reply.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { openShop, signedByTerminal, transaction } from './support/shop.js';

const SALES = 25;
const codeOf = ({ body }: Reply): unknown => (body as { code?: unknown }).code;

interface Listed {
  readonly position: string;
  readonly data: readonly { readonly paymentId: string; readonly position: string }[];
  readonly next?: string;
}

interface FedEvent {
  readonly position: string;
  readonly stream: string;
  readonly revision: number;
}

describe('queries', () => {
  let ledger: RunningLedger;
  let last = '';
  beforeAll(async () => {
    ledger = await runLedger();
    await openShop(ledger.admin);
    const lines = Array.from({ length: SALES }, () => JSON.stringify(transaction({}))).join('\n');
    const headers = { ...signedByTerminal(lines), 'content-type': 'application/x-ndjson' };
    const { text } = await ledger.nobody.send('POST', '/v1/channels/pos/transactions', lines, headers);
    last = text
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { position: string }).position)
      .sort()
      .at(-1) as string;
  });
  afterAll(() => ledger.end());

  const page = async (path: string): Promise<Listed> => {
    const { status, body, text } = await ledger.admin.get(path);
    if (status !== 200) throw new Error(text);
    return body as Listed;
  };

  it('go page by page, each row once, newest first', async () => {
    const seen: string[] = [];
    const positions: string[] = [];
    let pages = 0;
    for (let next: string | undefined = ''; next !== undefined; pages += 1) {
      const answer: Listed = await page(`/v1/payments?limit=10&minPosition=${last}${next === '' ? '' : `&cursor=${next}`}`);
      seen.push(...answer.data.map(({ paymentId }) => paymentId));
      positions.push(...answer.data.map(({ position }) => position));
      next = answer.next;
    }
    expect([pages, seen.length, new Set(seen).size]).toEqual([3, SALES, SALES]);
    // Lines of a batch are taken side by side: the log says which came first, not their numbers.
    expect(positions).toEqual([...positions].sort().reverse());
  });

  it('go page by page through balances and through what happened to one thing', async () => {
    const all = async (path: string): Promise<Listed['data']> => {
      const data = [];
      for (let next: string | undefined = ''; next !== undefined;) {
        const answer: Listed = await page(`${path}${next === '' ? '' : `&cursor=${next}`}`);
        expect(answer.data.length).toBeLessThanOrEqual(1);
        data.push(...answer.data);
        next = answer.next;
      }
      return data;
    };
    const { data: balances } = await page(`/v1/balances?minPosition=${last}`);
    expect(balances.length).toBeGreaterThan(1);
    expect(await all('/v1/balances?limit=1')).toEqual(balances);
    const [payment] = (await page('/v1/payments?limit=1')).data;
    const refund = { amount: 1, reason: 'too sweet' };
    const path = `/v1/payments/${payment?.paymentId ?? ''}`;
    for (const key of ['r-1', 'r-2']) await ledger.admin.post(`${path}/refunds`, refund, { 'idempotency-key': key });
    const { data: events } = await page(`${path}/events`);
    expect(events).toHaveLength(3);
    expect(await all(`${path}/events?limit=1`)).toEqual(events);
  });

  it('follow what changed since a position', async () => {
    const first = await page(`/v1/payments?updatedAfter=0000000000000000&limit=5&minPosition=${last}`);
    const positions = first.data.map(({ position }) => position);
    expect(positions).toEqual([...positions].sort());
    const rest = await page(`/v1/payments?updatedAfter=${positions.at(-1) ?? ''}&limit=500`);
    expect(rest.data).toHaveLength(SALES - 5);
    expect(rest.next).toBeUndefined();
  });

  it('say the position that they reflect, at least the one that was asked for', async () => {
    for (const path of [
      '/v1/payments?',
      '/v1/orders?',
      '/v1/settlements?',
      '/v1/balances?',
      '/v1/trial-balance?',
      '/v1/reports/daily?from=2026-09-21&to=2026-09-21&',
    ]) {
      const answer = await page(`${path}minPosition=${last}`);
      expect(answer.position >= last).toBe(true);
    }
  });

  it('wait for a position that comes', async () => {
    const next = String(BigInt(last) + 1n).padStart(last.length, '0');
    const waiting = page(`/v1/payments?minPosition=${next}&limit=1`);
    for (let sale = 0; sale < 2; sale += 1) {
      const body = JSON.stringify(transaction({}));
      await ledger.nobody.send('POST', '/v1/channels/pos/transactions', body, signedByTerminal(body));
    }
    expect((await waiting).position >= next).toBe(true);
  });

  it('wait no longer than they must for a position that does not come', async () => {
    const reply = await ledger.admin.send('GET', '/v1/payments?minPosition=0000000099999999');
    expect([reply.status, codeOf(reply), reply.headers.get('retry-after')]).toEqual([503, 'PROJECTION_BEHIND', '1']);
  });

  it('filter', async () => {
    expect((await page('/v1/payments?status=voided')).data).toEqual([]);
    expect(
      (await page('/v1/payments?status=captured&store=west-lake&terminalNo=A0000001&limit=500')).data.length,
    ).toBeGreaterThanOrEqual(SALES);
    expect((await page('/v1/payments?exception=any')).data).toEqual([]);
    expect((await page('/v1/payments?store=-')).data).toEqual([]);
  });

  it('answer 304 never, 404 for what is not there, and their id for the log', async () => {
    const reply = await ledger.admin.get('/v1/payments/pay_1.2.3.4.5', { 'x-request-id': 'my-request-0001' });
    expect([reply.status, codeOf(reply), reply.headers.get('x-request-id')]).toEqual([404, 'NOT_FOUND', 'my-request-0001']);
    expect(reply.body).toMatchObject({ request: 'my-request-0001' });
    const other = await ledger.admin.get('/v1/payments', { 'x-request-id': '<script>' });
    expect(other.headers.get('x-request-id')).toMatch(/^req_/);
  });

  describe('of the event feed', () => {
    it('give every event once, in order, without a gap', async () => {
      const events: FedEvent[] = [];
      for (let after = ''; ;) {
        const { body } = await ledger.admin.get(`/v1/events?limit=7${after === '' ? '' : `&after=${after}`}`);
        const { data, position, caughtUp } = body as { data: FedEvent[]; position: string; caughtUp: boolean };
        events.push(...data);
        after = position;
        if (caughtUp) break;
      }
      const positions = events.map(({ position }) => position);
      expect(positions).toEqual([...new Set(positions)].sort());
      for (const ofStream of Map.groupBy(events, ({ stream }) => stream).values())
        expect(ofStream.map(({ revision }) => revision)).toEqual(ofStream.map((_event, index) => index));
      if (ledger.log.positions === 'dense') expect(positions.map(Number)).toEqual(positions.map((_, index) => index + 1));
    });

    it('go on as server-sent events from where the reader was', async () => {
      const gone = new AbortController();
      const response = await fetch(`${ledger.url}/v1/events/stream`, {
        headers: { authorization: `Bearer ${ledger.admin.key ?? ''}`, 'last-event-id': last },
        signal: gone.signal,
      });
      expect(response.headers.get('content-type')).toBe('text/event-stream');
      const body = JSON.stringify(transaction({}));
      const { body: told } = await ledger.nobody.send('POST', '/v1/channels/pos/transactions', body, signedByTerminal(body));
      const { position } = told as { position: string };
      let text = '';
      const decoder = new TextDecoder();
      for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
        text += decoder.decode(piece, { stream: true });
        if (text.includes(`id: ${position}\n`) && text.endsWith('\n\n')) break;
      }
      gone.abort();
      const ids = [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => id);
      const { body: page } = await ledger.admin.get(`/v1/events?limit=${String(ids.length)}&after=${last}`);
      expect(ids).toEqual((page as { data: FedEvent[] }).data.map((event) => event.position));
      expect(text).toContain('event: PaymentPurchased\ndata: {"position"');
    });
  });
});
