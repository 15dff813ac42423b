import fc from 'fast-check';
import { CommandHandling, EventCodec, MemoryEventLog, deterministicId } from '#event-log';
import { PAYMENT_EVENTS, paymentFeature, type PaymentFact } from '#payments';
import { tale } from '#payments/testing';
import { rebuild } from '#projections';
import { bringUp, readDatabase, servedDigest } from '#projections/testing';
import { VOUCHER_EVENTS, voucherFeature, type VoucherFact } from '#vouchers';
import { someVoucherFacts } from '#vouchers/testing';
import { EXCEPTION_RULES_EVENTS, exceptionRulesFeature, worklist } from '#worklist';

const CODEC = EventCodec.of(PAYMENT_EVENTS, VOUCHER_EVENTS, EXCEPTION_RULES_EVENTS);
const THINGS = 16;
const RULES = { voucher_cancels: 1, refund_rate_refunds: 1, quick_voids: 1 };

const payments = fc
  .tuple(
    fc.uuid(),
    fc.constantFrom('purchase 75.00; refund 25.00; refund 50.00', 'purchase 12.34; void purchase', 'refund 5.00'),
    fc.constantFrom(undefined, '07', '08'),
  )
  .map(([id, words, operatorNo]) =>
    tale(words).flatMap((fact): PaymentFact[] => {
      const own = { ...fact, paymentId: `pay_${id}` };
      return operatorNo === undefined ? [own] : [own, { ...own, operatorNo } as PaymentFact];
    }),
  );

/** Payments whose operator is told late, and orders of vouchers, one after the other; rules are set in the middle. */
async function history(seed: number): Promise<MemoryEventLog> {
  const log = new MemoryEventLog();
  const handling = new CommandHandling(log, CODEC);
  const contextOf = (name: string) => {
    const commandId = deterministicId('signals', String(seed), name);
    return { commandId, correlationId: commandId, actor: 'test' };
  };
  const paid = fc.sample(payments, { seed, numRuns: THINGS });
  const redeemed = fc.sample(someVoucherFacts, { seed, numRuns: THINGS });
  for (const [index, facts] of paid.entries()) {
    for (const [n, fact] of facts.entries())
      await handling.handle(paymentFeature, { type: 'RecordPaymentFact', fact }, contextOf(`p${String(index)}.${String(n)}`));
    for (const [n, fact] of (redeemed[index] ?? []).entries()) {
      const own = { ...fact, orderId: `v${String(index)}` } as VoucherFact;
      const context = contextOf(`v${String(index)}.${String(n)}`);
      await handling.handle(voucherFeature, { type: 'RecordVoucherFact', fact: own }, context);
    }
    if (index !== THINGS / 2) continue;
    const now = facts[0]?.occurredAt;
    if (now === undefined) throw new Error('no facts');
    const command = { type: 'SetExceptionRules', merchantId: 'm1', rules: RULES, by: 'test', now } as const;
    await handling.handle(exceptionRulesFeature, command, contextOf('rules'));
  }
  return log;
}

it('signals of operators and stores are the same in any batches, and rebuilt', async () => {
  const log = await history(1);
  const projection = worklist({ methodsOfModel: () => undefined });
  const digests = new Set<string>();
  for (const batchSize of [3, 10_000]) {
    const database = await readDatabase();
    const context = { pool: database.pool, log, codec: CODEC };
    await bringUp(context, projection, { batchSize });
    digests.add(await servedDigest(database.pool, projection));
    const { digest } = await rebuild(context, projection);
    digests.add(digest);
    const { rows } = await database.pool.query<{ schema: string }>(
      `select 'read_' || name || '_' || generation as schema from projections.generations where status = 'serving'`,
    );
    const { rows: kinds } = await database.pool.query<{ kind: string }>(
      `select distinct kind from ${rows[0]?.schema ?? ''}.worklist where stands and code like 'FRAUD%' order by kind`,
    );
    expect(kinds.map(({ kind }) => kind)).toEqual(['operator', 'store', 'terminal']);
    await database.drop();
  }
  expect(digests.size).toBe(1);
});
