import { CommandHandling, EventCodec, MemoryEventLog, deterministicId } from '#event-log';
import { ProjectionRunner, soleOwner } from '#projections';
import { readDatabase, type ReadDatabase } from '#projections/testing';
import { DISPUTE_EVENTS, disputeFeature } from '../disputes.feature.js';
import { disputeIdOf } from '../domain/dispute.terms.js';
import type { DisputeFact } from '../domain/dispute.messages.js';
import { CASE, day, tale } from '../testing.js';
import { DisputeQueries, disputeDetails, type DisputesAsked } from './disputes.js';

const CODEC = EventCodec.of(DISPUTE_EVENTS);

describe('disputes as they stand', () => {
  let database: ReadDatabase;
  let runner: ProjectionRunner;
  let queries: DisputeQueries;

  const idOf = (caseNo: string): string => disputeIdOf(CASE.channel, CASE.merchantNo, caseNo);

  beforeAll(async () => {
    database = await readDatabase();
    const log = new MemoryEventLog();
    const handling = new CommandHandling(log, CODEC);
    runner = new ProjectionRunner({ ...database, log, codec: CODEC, projections: [disputeDetails], ownership: soleOwner });
    runner.start();
    for (const [caseNo, words] of [
      ['a', 'chargeback 100.00; debit 100.00; lost 100.00'],
      ['b', 'retrieval 50.00'],
      ['c', '+2d chargeback 70.00'],
      ['d', 'debit 30.00'],
      ['e', 'retrieval 20.00; evidence#e1'],
    ] as const) {
      for (const [index, fact] of tale(words).entries()) {
        const commandId = deterministicId(caseNo, String(index));
        const of = { disputeId: idOf(caseNo), ...(fact.type === 'DisputeOpened' && { caseNo, paymentId: `pay_${caseNo}` }) };
        const command = { type: 'RecordDisputeFact', fact: { ...fact, ...of } as DisputeFact } as const;
        await handling.handle(disputeFeature, command, { commandId, correlationId: commandId, actor: 'test' });
      }
    }
    await database.positions.waitFor('disputes', await log.head());
    queries = new DisputeQueries(database.reader);
  });
  afterAll(async () => {
    await runner.stop();
    await database.drop();
  });

  const casesOf = async (asked: Partial<DisputesAsked>): Promise<string[]> =>
    (await queries.list({ limit: 9, ...asked })).data.map(({ caseNo }) => caseNo);

  it('say what was taken, what of it is lost, and by when they are to be answered', async () => {
    const { data } = await queries.byId(idOf('a'));
    expect(data).toMatchObject({
      status: 'lost',
      amount: 10_000,
      charged: 10_000,
      lost: 10_000,
      stage: 'chargeback',
      revision: 2,
    });
    expect(data?.dueAt).toBe(day(7));
    expect((await queries.byId(idOf('e'))).data).toMatchObject({ evidence: ['e1'], dueAt: day(7) });
    expect((await queries.byId('dsp_none')).data).toBeUndefined();
  });

  it.each<[Partial<DisputesAsked>, string[]]>([
    [{}, ['e', 'd', 'c', 'b', 'a']],
    [{ status: 'lost' }, ['a']],
    [{ merchant: 'm1', store: 's1', merchantNo: CASE.merchantNo }, ['e', 'd', 'c', 'b', 'a']],
    [{ merchant: 'm2' }, []],
    [{ paymentId: 'pay_c' }, ['c']],
    [{ exception: 'any' }, ['d']],
    [{ exception: 'DISPUTE_WITHOUT_OPENING' }, ['d']],
    [{ dueBefore: day(8) }, ['b']],
    [{ dueBefore: day(10) }, ['c', 'b']],
  ])('are listed by %j', async (asked, cases) => {
    expect(await casesOf(asked)).toEqual(cases);
  });
});
