import { deterministicId, type CommandContext, type ExpectedRevision, type Outcome, type Position } from '#event-log';
import { canonicalJson, isRejection, localDate, type Instant, type Rejection } from '#kernel';
import type { Dispatch, Reader } from '#projections';
import { termsOf, type MatchingTerms } from '../engine/terms.data.js';
import type { CaseId, MatchCommand, Verdict } from '../domain/match.messages.js';
import { RunQueries, type AccountOf, type Days, type OpenItem, type StandingCase } from '../read/run-queries.js';
import { judgeStretch, type ExpectedFee, type IsPaidInto, type Loading, type Stretch } from './loading.js';
import { stretchesOf } from './stretches.js';

export interface RunnerOptions {
  readonly reader: Reader;
  readonly dispatch: Dispatch<MatchCommand>;
  readonly expectedFee: ExpectedFee;
  /** Read at the start of each run: what was changed counts at once. */
  readonly terms: () => Promise<readonly MatchingTerms[] | Rejection>;
  /** Bank account that a payout went to by what was set up; undefined: nobody said. */
  readonly destinationOf: (payout: OpenItem) => Promise<string | undefined>;
  /** Items judged at once, at most; but a day is never cut. */
  readonly atOnce?: number;
}

export interface RunAsked {
  readonly of: AccountOf;
  readonly now: Instant;
  /** Only cases of these days. */
  readonly days?: Partial<Days>;
  /** The read model must have seen this. */
  readonly minPosition?: Position | undefined;
  readonly context: Pick<CommandContext, 'correlationId' | 'actor'>;
}

/** What a run made of an account. Counts are of cases. */
export interface RunResult {
  readonly outcomes: Readonly<Record<Verdict['outcome'], number>>;
  /** Cases that stand otherwise than before. */
  readonly changed: number;
  /** Cases that somebody else changed meanwhile: the next run looks at them again. */
  readonly overtaken: number;
  readonly position: Position;
}

const AT_ONCE = 250_000;
const COMMANDS_AT_ONCE = 500;
const FIRST_DAY = '0001-01-01';
const LAST_DAY = '9999-01-01';

/** What is known of the cases of verdicts, in the snapshot that they were judged on. */
interface Judged {
  readonly verdicts: readonly Verdict[];
  readonly standing: ReadonlyMap<CaseId, StandingCase>;
}

/** Judges accounts and records what comes of it. */
export class Reconciler {
  constructor(private readonly options: RunnerOptions) {}

  /**
   * One account. What is recorded follows from what stands, and each case is only changed as it stood then: a run that broke off goes
   * on with the next, and of two at once one finds nothing left to do. @throws ProjectionBehind
   */
  async run(asked: RunAsked): Promise<RunResult | Rejection> {
    const terms = await this.options.terms();
    if (isRejection(terms)) return terms;
    const { context, days = {}, minPosition, now, of } = asked;
    const { reader } = this.options;
    let position = await new RunQueries(reader).position(minPosition);
    const loading: Loading = {
      of,
      terms: termsOf(of.channel, terms),
      today: localDate(now),
      isPaidInto: await this.payingInto(of),
      expectedFee: this.options.expectedFee,
    };
    const within: Days = { from: days.from ?? FIRST_DAY, to: days.to ?? LAST_DAY };
    const stretches = await this.stretches(of, within);
    const result = { matched: 0, proposed: 0, suspended: 0, difference: 0, changed: 0, overtaken: 0 };
    const taken = new Set<string>();
    for (const stretch of stretches) {
      const { verdicts, standing } = await this.judged(loading, stretch, taken);
      for (const { items } of verdicts) for (const { id } of items) taken.add(id);
      const wanted = verdicts.filter(({ day }) => day >= within.from && day <= within.to);
      for (const { outcome } of wanted) result[outcome] += 1;
      const recorded = await this.record(
        wanted.filter((verdict) => isNews(verdict, standing.get(verdict.caseId))),
        standing,
        context,
      );
      result.changed += recorded.changed;
      result.overtaken += recorded.overtaken;
      if (recorded.position > position) position = recorded.position;
    }
    const { changed, overtaken, ...outcomes } = result;
    return { outcomes, changed, overtaken, position };
  }

  private async stretches(of: AccountOf, days: Days): Promise<Stretch[]> {
    const queries = new RunQueries(this.options.reader);
    const counts = await queries.countByDay(of, days);
    // Douyin settles order by order, and no file says for which days: what has a row is spoken for.
    const covered = of.channel === 'douyin' ? counts : await queries.covered(of);
    const { atOnce = AT_ONCE } = this.options;
    return stretchesOf({ counts, covered: covered.map(({ day }) => day), atOnce });
  }

  /** As it was set up; else, of a merchant with statements of one bank account, into that. */
  private async payingInto({ book, merchant }: AccountOf): Promise<IsPaidInto> {
    const banks = book === 'payouts' ? await new RunQueries(this.options.reader).banksOf(merchant) : [];
    return async (payout, bank) => {
      const destination = await this.options.destinationOf(payout);
      return destination === undefined ? banks.length === 1 : destination === bank;
    };
  }

  private judged(loading: Loading, stretch: Stretch, taken: ReadonlySet<string>): Promise<Judged> {
    return this.options.reader.snapshot(async (frozen) => {
      const queries = new RunQueries(frozen);
      const verdicts = await judgeStretch(queries, loading, stretch, taken);
      const caseIds = verdicts.flatMap(({ absorbs, caseId }) => [caseId, ...absorbs]);
      return { verdicts, standing: await queries.standing(caseIds) };
    });
  }

  /** Beside each other, so that the log commits them together; cases give their items away before others take them. */
  private async record(verdicts: readonly Verdict[], standing: Judged['standing'], context: RunAsked['context']) {
    const recorded = { changed: 0, overtaken: 0, position: '' };
    const note = (outcome: Outcome): boolean => {
      if (!outcome.ok) recorded.overtaken += 1;
      else {
        if (outcome.events.length > 0) recorded.changed += 1;
        if (outcome.position > recorded.position) recorded.position = outcome.position;
      }
      return outcome.ok;
    };
    for (let from = 0; from < verdicts.length; from += COMMANDS_AT_ONCE) {
      const some = verdicts.slice(from, from + COMMANDS_AT_ONCE);
      await Promise.all(some.map(async (verdict) => this.recordOne(verdict, { standing, context, note })));
    }
    return recorded;
  }

  private async recordOne(
    verdict: Verdict,
    { context, note, standing }: Pick<Judged, 'standing'> & Pick<RunAsked, 'context'> & { note: (outcome: Outcome) => boolean },
  ): Promise<void> {
    const send = (command: MatchCommand, caseId: CaseId): Promise<Outcome> => {
      const revision: ExpectedRevision = standing.get(caseId)?.revision ?? 'no_stream';
      const commandId = deterministicId('reconcile', caseId, String(revision), canonicalJson(command));
      const isNew = revision === 'no_stream';
      return this.options.dispatch(command, {
        ...context,
        commandId,
        expectedRevision: revision,
        ...(isNew && { opensStream: true }),
      });
    };
    const { absorbs, caseId } = verdict;
    const given = await Promise.all(
      absorbs.map((absorbed) => send({ type: 'AbsorbMatch', caseId: absorbed, into: caseId }, absorbed)),
    );
    if (given.map(note).every(Boolean)) note(await send({ type: 'JudgeMatch', verdict }, caseId));
  }
}

/** Whether a verdict says anything that its case does not say. */
function isNews(
  { absorbs, contradictions, day, differences, items, outcome, rule }: Verdict,
  known: StandingCase | undefined,
): boolean {
  if (!known || absorbs.length > 0 || known.status !== outcome) return true;
  const said = { contradictions, day, differences, items, rule };
  const { revision: _revision, status: _status, caseId: _caseId, ...before } = known;
  return canonicalJson(said) !== canonicalJson(before);
}
