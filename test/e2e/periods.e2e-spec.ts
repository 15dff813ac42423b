import { plusDays, localDate, instant } from '#kernel';
import { monthOf } from '#periods';
import { readBeancount, readHledger } from '#exports/testing';
import type { Caller } from './support/caller.js';
import { eventually } from './support/eventually.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { MERCHANT, TERMINAL, naming, openShop, tell, transaction } from './support/shop.js';

interface Month {
  readonly month: string;
  readonly state: string;
  readonly seal: string | null;
  readonly proposal: {
    readonly kind: string;
    readonly digest: string;
    readonly shown: Readonly<Record<string, unknown>>;
  } | null;
  readonly closed: { readonly proposedBy: string; readonly approvedBy: string; readonly closedThrough: string } | null;
  readonly isAsSealed: boolean | null;
}

interface Late {
  readonly stream: string;
  readonly type: string;
  readonly trueDate: string;
  readonly bookedDay: string;
  readonly lines: readonly { readonly account: string; readonly amount: number }[];
}

const PATH = `/v1/merchants/${MERCHANT}/periods`;
const SEPTEMBER = '2026-09';
const FIRST_OPEN = '2026-10-01';
const REASON = { reason: 'all is matched' };
const CLEARING = `assets:clearing:unionpay:${TERMINAL.merchantNo}`;
/** Its last day is not over, whatever the hour. */
const NEXT_MONTH = monthOf(plusDays(localDate(instant(Date.now())), 31));

const positionOf = (body: unknown): string => (body as { position: string }).position;

describe('periods', () => {
  let ledger: RunningLedger;
  let anna: Caller;
  let ben: Caller;
  let at = '';
  const older = transaction({ amount: 10, occurred_at: '2026-08-15T10:00:00+08:00' });
  const sale = transaction({ amount: 12_990 });
  const undone = transaction({ amount: 5_000 });

  beforeAll(async () => {
    ledger = await runLedger();
    await openShop(ledger.admin);
    [anna, ben] = await Promise.all([ledger.as('ops'), ledger.as('ops')]);
    for (const each of [older, sale, undone]) await record(each);
  });
  afterAll(() => ledger.end());

  const record = async (fields: Readonly<Record<string, unknown>>): Promise<void> => {
    const { status, body, text } = await tell(ledger.nobody, fields);
    if (status !== 200) throw new Error(text);
    at = positionOf(body);
  };
  const months = (): Promise<Month[]> => anna.data(`/v1/periods?merchant=${MERCHANT}&minPosition=${at}`);
  const month = (name = SEPTEMBER): Promise<Month> => anna.data(`${PATH}/${name}?minPosition=${at}`);
  const digest = async (): Promise<string> => (await month()).proposal?.digest ?? 'none';
  const lateFacts = (query = ''): Promise<Late[]> =>
    anna.data(`/v1/reports/late-facts?merchant=${MERCHANT}&minPosition=${at}${query}`);
  /** Answers status and code; events instead of the code where all is well. */
  const act = async (who: Caller, path: string, body: object, headers = {}): Promise<[number, unknown]> => {
    const reply = await who.post(`${PATH}/${path}`, body, headers);
    if (reply.status !== 200) return [reply.status, (reply.body as { code: string }).code];
    at = positionOf(reply.body);
    return [200, (reply.body as { events: string[] }).events];
  };
  const exported = async (path: string): Promise<unknown> => {
    const { status, body, text } = await ledger.admin.get(`/v1/exports/${path}`);
    if (status !== 200) throw new Error(text);
    return (body as { data: unknown }).data;
  };
  /** Everything that says something of September as a period. */
  const statements = async (): Promise<unknown[]> => {
    const fresh = `minPosition=${at}`;
    return Promise.all([
      anna.data(`/v1/trial-balance?merchant=${MERCHANT}&effective=2026-09-30&${fresh}`),
      anna.data(`/v1/trial-balance?effective=2026-09-30&${fresh}`),
      anna.data(`/v1/reports/daily?from=2026-09-01&to=2026-09-30&by=businessDate,store,channel,method&${fresh}`),
      ledger.admin.data(`/v1/balances/${CLEARING}?effective=2026-09-30&${fresh}`),
      exported(`general-ledger?to=2026-09-30&${fresh}`),
      exported(`statement?account=${CLEARING}&to=2026-09-30&${fresh}`),
      exported(`journal?to=2026-09-30&${fresh}`),
    ]);
  };

  it('are open where something is booked', async () => {
    const open = { state: 'open', seal: null, proposal: null, closed: null };
    expect(await months()).toMatchObject([
      { month: SEPTEMBER, ...open },
      { month: '2026-08', ...open },
    ]);
    expect((await anna.get(`${PATH}/2026-07`)).status).toBe(404);
  });

  it('are refused where they can not be closed, reopened or approved', async () => {
    expect(await act(anna, `${NEXT_MONTH}/close`, REASON)).toEqual([409, 'PERIOD_NOT_OVER']);
    expect(await act(anna, `${SEPTEMBER}/reopen`, REASON)).toEqual([409, 'PERIOD_NOT_CLOSED']);
    expect(await act(anna, `${SEPTEMBER}/approve`, { digest: 'a'.repeat(64) })).toEqual([409, 'PERIOD_NOT_PROPOSED']);
    expect(await act(anna, `${SEPTEMBER}/close`, {})).toEqual([400, 'REQUEST_INVALID']);
    expect(await act(anna, '2026-13/close', REASON)).toEqual([400, 'REQUEST_INVALID']);
    expect(await act(anna, `${SEPTEMBER}/approve`, { digest: 'a' })).toEqual([400, 'REQUEST_INVALID']);
    const unknown = await anna.post(`/v1/merchants/nobody/periods/${SEPTEMBER}/close`, REASON);
    expect([unknown.status, unknown.body]).toMatchObject([404, { code: 'MERCHANT_UNKNOWN' }]);
    expect(await month()).toMatchObject({ state: 'open', proposal: null });
  });

  it('are proposed with what is to be looked at', async () => {
    expect(await act(anna, `${SEPTEMBER}/close`, REASON)).toEqual([200, ['PeriodCloseProposed']]);
    const proposed = await month();
    expect(proposed).toMatchObject({
      state: 'proposed',
      proposal: {
        kind: 'close',
        ...REASON,
        shown: {
          through: '2026-09-30',
          trialBalance: { debit: 18_000, credit: 18_000 },
          unsettled: 18_000,
          inTransit: 0,
          suspense: 0,
          openExceptions: { count: 0, worth: 0 },
        },
      },
    });
    const trial = await anna.data<{ digest: string }>(`/v1/trial-balance?merchant=${MERCHANT}&effective=2026-09-30`);
    expect(proposed.proposal?.shown['trialBalance']).toMatchObject({ digest: trial.digest });
    expect(await act(anna, `${SEPTEMBER}/close`, REASON)).toEqual([200, []]);
    expect(await act(ben, `${SEPTEMBER}/close`, REASON)).toEqual([409, 'PERIOD_PROPOSED_ALREADY']);
  });

  it('are closed by another person, who names what he looked at', async () => {
    const shown = await digest();
    expect(await act(anna, `${SEPTEMBER}/approve`, { digest: shown })).toEqual([403, 'OWN_PROPOSAL']);
    expect(await act(ben, `${SEPTEMBER}/approve`, { digest: 'a'.repeat(64) })).toEqual([409, 'PROPOSAL_CHANGED']);
    expect(await act(ben, `${SEPTEMBER}/reject`, { reason: 'a statement is missing' })).toEqual([200, ['PeriodCloseRejected']]);
    expect(await act(ben, `${SEPTEMBER}/approve`, { digest: shown })).toEqual([409, 'PERIOD_NOT_PROPOSED']);
    expect(await month()).toMatchObject({ state: 'open', rejected: { kind: 'close', reason: 'a statement is missing' } });
    expect(await act(anna, `${SEPTEMBER}/close`, REASON)).toEqual([200, ['PeriodCloseProposed']]);
    const body = { digest: await digest() };
    for (let tries = 0; tries < 2; tries += 1)
      expect(await act(ben, `${SEPTEMBER}/approve`, body, { 'idempotency-key': 'a1' })).toEqual([200, ['PeriodClosed']]);
    const closed = await month();
    expect(closed).toMatchObject({
      state: 'closed',
      proposal: null,
      isAsSealed: true,
      closed: { closedThrough: '2026-09-30' },
    });
    expect(await month('2026-08')).toMatchObject({ state: 'closed', seal: null, closed: closed.closed });
    expect(closed.closed?.approvedBy).not.toBe(closed.closed?.proposedBy);
    expect(await act(anna, `${SEPTEMBER}/close`, REASON)).toEqual([409, 'PERIOD_CLOSED_ALREADY']);
    expect(await act(anna, '2026-08/close', REASON)).toEqual([409, 'PERIOD_CLOSED_ALREADY']);
    expect(await act(anna, '2026-11/close', REASON)).toEqual([409, 'PERIOD_OUT_OF_ORDER']);
    expect(await act(anna, '2026-08/reopen', REASON)).toEqual([409, 'PERIOD_NOT_LAST']);
  });

  it('never change again: what comes late is booked on the first open day, with its true date', async () => {
    const [before, { seal }] = [await statements(), await month()];
    await record(transaction({ occurred_at: '2026-09-30T22:59:59+08:00', amount: 700 }));
    await record(transaction({ kind: 'reversal', amount: undefined, original: { kind: 'purchase', ...naming(undone) } }));
    await record(transaction({ occurred_at: '2026-09-30T23:00:00+08:00', amount: 40 }));
    expect(await statements()).toEqual(before);
    expect(await month()).toMatchObject({ state: 'closed', seal, isAsSealed: true });
    const late = await lateFacts();
    expect(late).toMatchObject([
      { type: 'PaymentPurchased', trueDate: '2026-09-30', bookedDay: FIRST_OPEN },
      { type: 'PaymentReversed', trueDate: '2026-09-21', bookedDay: FIRST_OPEN },
    ]);
    expect(late.map(({ lines }) => lines.find(({ account }) => account === CLEARING)?.amount)).toEqual([700, -5_000]);
    const october = await anna.data(`/v1/reports/daily?from=2026-10-01&to=2026-10-31&minPosition=${at}`);
    expect(october).toMatchObject([{ gross: 700 + 40 - 5_000 }]);
    const lines = await ledger.admin.data<object[]>(`/v1/balances/${CLEARING}/lines?limit=3&minPosition=${at}`);
    expect(lines).toMatchObject([
      { amount: 40, businessDate: FIRST_OPEN, trueDate: null },
      { amount: -5_000, businessDate: FIRST_OPEN, trueDate: '2026-09-21' },
      { amount: 700, businessDate: FIRST_OPEN, trueDate: '2026-09-30' },
    ]);
  });

  it('tell late facts page by page, by the days on which they are booked', async () => {
    const all = await lateFacts();
    const { body } = await anna.get('/v1/reports/late-facts?limit=1');
    const { data, next } = body as { data: Late[]; next: string };
    const rest = await anna.get(`/v1/reports/late-facts?limit=1&cursor=${next}`);
    expect([...data, ...(rest.body as { data: Late[] }).data]).toEqual(all);
    expect(await lateFacts(`&from=${FIRST_OPEN}&to=${FIRST_OPEN}`)).toEqual(all);
    expect(await lateFacts('&to=2026-09-30')).toEqual([]);
    expect((await anna.get('/v1/reports/late-facts?from=2026-10-02&to=2026-10-01')).status).toBe(400);
    expect((await anna.get('/v1/reports/late-facts?cursor=WyJ4Il0')).status).toBe(400);
  });

  it('stand in exports with booked day and true date', async () => {
    const textOf = async (format: string): Promise<string> =>
      (await ledger.admin.get(`/v1/exports/journal?from=2026-10-01&format=${format}&minPosition=${at}`)).text;
    for (const { transactions } of [readHledger(await textOf('hledger')), readBeancount(await textOf('beancount'))]) {
      const late = transactions.filter(({ tags }) => tags.has('true-date'));
      expect(late.map(({ day, tags }) => [day, tags.get('true-date')])).toEqual([
        [FIRST_OPEN, '2026-09-30'],
        [FIRST_OPEN, '2026-09-21'],
      ]);
    }
    const [heading = '', ...rows] = (await textOf('csv')).split('\n');
    expect(heading).toContain('businessDate,trueDate');
    expect(rows.filter((row) => row.includes(`${FIRST_OPEN},2026-09-21`))).toHaveLength(2);
  });

  it('are the same rebuilt', async () => {
    const [before, sealed, late] = [await statements(), await month(), await lateFacts()];
    const names = ['balances', 'daily_report', 'periods'];
    for (const name of names) expect((await ledger.admin.send('POST', `/v1/projections/${name}/rebuild`)).status).toBe(202);
    type Rebuilt = { name: string; rebuild: { status: string; digest: string; replacedDigest: string } };
    for (const name of names) {
      const rebuild = await eventually(async () => {
        const found = (await ledger.admin.data<Rebuilt[]>('/v1/projections')).find((each) => each.name === name)?.rebuild;
        expect(found?.status).not.toBe('running');
        return found;
      });
      expect(rebuild).toMatchObject({ status: 'done', digest: rebuild?.replacedDigest });
    }
    expect([await statements(), await month(), await lateFacts()]).toEqual([before, sealed, late]);
  });

  it('are reopened from the last one on; what was booked late stays where it is', async () => {
    const [{ seal }, late] = [await month(), await lateFacts()];
    expect(await act(ben, `${SEPTEMBER}/reopen`, { reason: 'an invoice is missing' })).toEqual([200, ['PeriodReopenProposed']]);
    expect(await month()).toMatchObject({ state: 'closed', proposal: { kind: 'reopen', shown: { seal, lateEntries: 2 } } });
    expect(await act(ben, `${SEPTEMBER}/approve`, { digest: await digest() })).toEqual([403, 'OWN_PROPOSAL']);
    expect(await act(anna, `${SEPTEMBER}/approve`, { digest: await digest() })).toEqual([200, ['PeriodReopened']]);
    expect(await month()).toMatchObject({ state: 'reopened', seal: null, isAsSealed: null, reopened: { closedThrough: null } });
    await record(transaction({ amount: 300 }));
    expect(await lateFacts()).toEqual(late);
    const [line] = await ledger.admin.data<object[]>(`/v1/balances/${CLEARING}/lines?limit=1&minPosition=${at}`);
    expect(line).toMatchObject({ amount: 300, businessDate: '2026-09-21', trueDate: null });
    expect(await act(anna, `${SEPTEMBER}/close`, REASON)).toEqual([200, ['PeriodCloseProposed']]);
    expect(await act(ben, `${SEPTEMBER}/approve`, { digest: await digest() })).toEqual([200, ['PeriodClosed']]);
    const again = await month();
    expect(again).toMatchObject({ state: 'closed', isAsSealed: true });
    expect(again.seal).not.toBe(seal);
    expect((await months()).map(({ month: name, state }) => [name, state])).toEqual([
      ['2026-10', 'open'],
      [SEPTEMBER, 'closed'],
      ['2026-08', 'closed'],
    ]);
  });
});
