import { collectionFeature } from '#collections';
import { paymentMoved, requestPayment } from '#collections/testing';
import { disputeFeature, disputeIdOf, type DisputeFact } from '#disputes';
import { tale } from '#disputes/testing';
import { CommandHandling, deterministicId, type CommandFeature } from '#event-log';
import { instant, type DomainEvent } from '#kernel';
import { differingTables, replay, sourceOf, type ReplayResult, type Scope } from '#projections';
import { bringUp, readDatabase, type ReadDatabase } from '#projections/testing';
import { matchFeature, type Item, type Verdict } from '#reconciliation';
import { exceptionFeature } from '#worklist';
import { PROJECTIONS, ledgerCodec } from '../../apps/projector/src/features.js';
import { orderScope } from '../../apps/projector/src/replay-order-scope.js';
import { merchantScope } from '../../apps/projector/src/replay-scopes.js';
import { randomHistory, type History } from './random-history.js';

const CODEC = ledgerCodec();
const CASE_ID = 'ab'.repeat(16);
const EDITS = [
  ['match_cases', 'worth = worth + 1', `case_id = '${CASE_ID}'`],
  ['match_history', 'worth = worth + 1', `case_id = '${CASE_ID}'`],
  ['match_items', `case_id = 'x'`, `case_id = '${CASE_ID}'`],
  ['disputes', 'amount = amount + 1', `case_no = 'of-the-order'`],
  ['worklist', `holder = 'bob'`, `holder = 'ann'`],
  ['worklist_past', `holder = 'bob'`, `holder = 'ann' and until is null`],
  ['worklist_comments', `comment = ''`, `commented_by = 'ann'`],
] as const;
const NOW = instant(Date.parse('2026-10-20T12:00:00+08:00'));
const ITEM = `select side, id, book, channel, account, merchant, kind, direction, amount::int, status, day::text, occurred_at as "occurredAt", refs
  from read.match_items where stream = $1 limit 1`;
const OPEN = `select exception_id as "exceptionId", stream, code, day from read.worklist where stream = $1 and stands limit 1`;

describe('an order that a terminal collected, with a case, a dispute and hands on an exception', () => {
  let database: ReadDatabase;
  let history: History;
  let order: string;
  let merchant: string;
  let count = 0;

  const upToDate = async (): Promise<void> => {
    for (const projection of PROJECTIONS)
      await bringUp({ ...database, log: history.log, codec: CODEC }, projection, { batchSize: 500 });
  };
  const oneOf = async <T extends object>(sql: string, ...params: readonly unknown[]): Promise<T> => {
    const [row] = (await database.pool.query<T>(sql, [...params])).rows;
    if (!row) throw new Error(`nothing by ${sql}`);
    return row;
  };
  const said = async <S, C, E extends DomainEvent>(feature: CommandFeature<S, C, E>, command: C): Promise<void> => {
    count += 1;
    const commandId = deterministicId('test', String(count));
    const outcome = await new CommandHandling(history.log, CODEC).handle(feature, command, {
      commandId,
      correlationId: commandId,
      actor: 'test',
    });
    if (!outcome.ok) throw new Error(JSON.stringify(outcome));
  };
  const replayed = (scope: Scope): Promise<ReplayResult> => {
    const context = { source: sourceOf(history.log, 100), codec: CODEC, scratch: database.pool, serving: database.pool };
    return replay(context, { projections: PROJECTIONS, scope });
  };
  const differing = ({ models }: ReplayResult): string[] =>
    models.flatMap((model) => differingTables(model).map(({ table }) => table));

  beforeAll(async () => {
    database = await readDatabase();
    history = await randomHistory(4, { things: 80 });
    await upToDate();
    const found = await oneOf<{ id: string; merchant: string }>(
      `select order_id as id, merchant from read.orders where paid > 0 and exists (
         select from read.worklist where stream = 'order-douyin.' || order_id and stands) limit 1`,
    );
    [order, merchant] = [found.id, found.merchant];
    const { id: paymentId } = await oneOf<{ id: string }>(
      `select payment_id as id from read.payments where captured > 0 limit 1`,
    );
    await said(collectionFeature, { ...requestPayment('req_1'), orderId: order });
    await said(collectionFeature, paymentMoved({ requestId: 'req_1', paymentId, status: 'captured', orderId: order }));

    const item = await oneOf<Item>(ITEM, `payment.${paymentId}`);
    const { book, channel, account, day } = item;
    const difference = { class: 'shortage', leg: 'statement', amount: -5, cause: 'UNEXPLAINED', explained: false } as const;
    const verdict: Verdict = {
      ...{ caseId: CASE_ID, merchant: item.merchant, book, channel, account, day, items: [item], rule: null },
      ...{ outcome: 'difference', differences: [{ ...difference, proposal: null }], contradictions: [], absorbs: [] },
    };
    await said(matchFeature, { type: 'JudgeMatch', verdict });

    const { exceptionId, ...about } = await oneOf<{ exceptionId: string; stream: string; code: string; day: string }>(
      OPEN,
      `order-douyin.${order}`,
    );
    const hand = { exceptionId, about, occurrence: 1, stands: true, by: 'ann', now: NOW };
    await said(exceptionFeature, { ...hand, type: 'ClaimException', force: false });
    await said(exceptionFeature, { ...hand, type: 'CommentOnException', commentId: 'c1', text: '问过门店' });

    const disputeId = disputeIdOf('unionpay', '898100012340001', 'of-the-order');
    for (const fact of tale('chargeback 10.00; debit 10.00'))
      await said(disputeFeature, {
        type: 'RecordDisputeFact',
        fact: {
          ...fact,
          disputeId,
          ...(fact.type === 'DisputeOpened' && { caseNo: 'of-the-order', paymentId }),
        } as DisputeFact,
      });
    await upToDate();
  });
  afterAll(() => database.drop());

  it('is replayed with all of that', async () => {
    const result = await replayed(orderScope(order));
    expect(differing(result)).toEqual([]);
    const rows = Object.assign({}, ...result.models.map((model) => model.rows)) as Record<string, number>;
    const one = { orders: 1, payments: 1, disputes: 1, match_cases: 1, match_history: 1, worklist_comments: 1 };
    expect(rows).toMatchObject({ order_collections: 1, collected_orders: 3, worklist_handed_orders: 1 });
    expect(rows).toMatchObject(one);
    for (const table of ['worklist', 'worklist_past', 'match_items', 'terminal_transactions'])
      expect({ table, rows: rows[table] }).toEqual({ table, rows: expect.any(Number) as number });
    expect(rows['worklist']).toBeGreaterThan(0);
    expect(rows['match_items']).toBeGreaterThan(1);
  });

  it('says by name what is left out, and why', async () => {
    const ofOrder = (await replayed(orderScope(order))).leftOut;
    expect(ofOrder).toContainEqual({
      model: 'daily_report',
      table: 'report_days',
      because: 'its rows sum up more than the part',
    });
    expect(ofOrder).toContainEqual({
      model: 'access_log',
      table: 'access_log',
      because: 'its rows do not say of which order they are',
    });
    const result = await replayed(merchantScope(merchant));
    expect(differing(result)).toEqual([]);
    const shown = new Set(result.models.flatMap(({ rows }) => Object.keys(rows)));
    const names = PROJECTIONS.flatMap(({ tables }) => tables.map(({ name }) => name));
    expect([...shown, ...result.leftOut.map(({ table }) => table)].sort()).toEqual(names.sort());
    expect([...shown]).toEqual(
      expect.arrayContaining(['worklist', 'worklist_comments', 'match_cases', 'match_history', 'disputes']),
    );
  });

  it('differs in each row of it that was edited, and in no other', async () => {
    for (const [table, set, where] of EDITS) {
      const { name } = await oneOf<{ name: string }>(
        `select format('%I.%I', schemaname, tablename) as name from pg_tables where tablename = $1 and schemaname like 'read\\_%'`,
        table,
      );
      const { rowCount } = await database.pool.query(`update ${name} set ${set} where ${where}`);
      expect({ table, rowCount }).toEqual({ table, rowCount: 1 });
    }
    const found = await replayed(orderScope(order));
    expect(differing(found).sort()).toEqual(EDITS.map(([table]) => table).sort());
    const counts = found.models.flatMap((model) => differingTables(model).map((table) => table.counts));
    expect(counts).toEqual(EDITS.map(() => ({ changed: 1, missing: 0, extra: 0 })));
  });
});
