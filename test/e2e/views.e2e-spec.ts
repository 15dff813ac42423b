import { randomUUID } from 'node:crypto';
import { VIEWS_MAX } from '../../apps/server/src/views/postgres-views.js';
import type { Caller } from './support/caller.js';
import type { Reply } from './support/reply.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';

interface View {
  readonly id: string;
  readonly name: string;
  readonly address: string;
}

const PAID = '/orders?status=paid&side=online';

const save = (caller: Caller, { id, name, address }: View): Promise<Reply> =>
  caller.send('PUT', `/v1/views/${id}`, JSON.stringify({ name, address }), { 'content-type': 'application/json' });
const namesOf = async (caller: Caller): Promise<string[]> =>
  (await caller.data<View[]>('/v1/views')).map(({ name, address }) => `${name} ${address}`);
const codeOf = ({ status, body }: Reply): unknown[] => [status, (body as { code?: string }).code];

describe('saved views', () => {
  let ledger: RunningLedger;
  let reader: Caller;
  let other: Caller;
  beforeAll(async () => {
    ledger = await runLedger();
    [reader, other] = await Promise.all([ledger.as('reader'), ledger.as('reader')]);
  });
  afterAll(() => ledger.end());

  it('are kept for their owner alone, until they are deleted', async () => {
    const id = randomUUID();
    expect((await save(reader, { id, name: '已付款', address: PAID })).status).toBe(200);
    expect((await save(reader, { id, name: 'Paid online', address: PAID })).body).toMatchObject({ id, name: 'Paid online' });
    expect(await namesOf(reader)).toEqual([`Paid online ${PAID}`]);
    expect(await namesOf(other)).toEqual([]);
    expect((await other.delete(`/v1/views/${id}`)).status).toBe(404);
    // The same id is another view in other hands.
    await save(other, { id, name: 'Mine', address: '/orders' });
    expect((await reader.delete(`/v1/views/${id}`)).status).toBe(204);
    expect([await namesOf(reader), await namesOf(other)]).toEqual([[], ['Mine /orders']]);
  });

  it('have names of their own on each page', async () => {
    const saved = async (name: string, address: string): Promise<unknown[]> =>
      codeOf(await save(reader, { id: randomUUID(), name, address }));
    expect(await saved('Mine', '/orders?kind=order')).toEqual([200, undefined]);
    expect(await saved(' Mine ', '/orders?kind=payment')).toEqual([409, 'VIEW_NAME_TAKEN']);
    expect(await saved('Mine', '/exceptions?kind=payment')).toEqual([200, undefined]);
  });

  it.each([
    'https://elsewhere.example/orders',
    '//elsewhere.example',
    '/\\elsewhere.example',
    '/orders#x',
    '/orders/../system',
    'javascript:alert(1)',
    '/orders?q="><script>',
    `/orders?id=${'x'.repeat(1_001)}`,
    '',
  ])('take no address but that of a page of the console: %s', async (address) => {
    expect(codeOf(await save(reader, { id: randomUUID(), name: 'x', address }))).toEqual([400, 'REQUEST_INVALID']);
  });

  it('hold no card number', async () => {
    const view = { id: randomUUID(), name: 'x', address: '/orders?id=4111111111111111' };
    expect(codeOf(await save(reader, view))).toEqual([422, 'CARD_NUMBER_IN_TEXT']);
    expect(codeOf(await save(reader, { ...view, name: '4111 1111 1111 1111', address: PAID }))).toEqual([
      422,
      'CARD_NUMBER_IN_TEXT',
    ]);
  });

  it('are so many for each, however many are saved at once', async () => {
    const hoarder = await ledger.as('ops');
    const replies = await Promise.all(
      Array.from({ length: VIEWS_MAX + 10 }, (_, at) => save(hoarder, { id: randomUUID(), name: String(at), address: PAID })),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(VIEWS_MAX);
    expect(replies.filter((reply) => codeOf(reply)[1] === 'VIEWS_FULL')).toHaveLength(10);
    expect(await namesOf(hoarder)).toHaveLength(VIEWS_MAX);
  });
});
