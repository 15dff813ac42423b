import type { EventCodec, EventLog, Position } from '#event-log';
import type { Chart, Pages } from '#exports';
import {
  GeneralLedgerQuery,
  JournalOfLog,
  MomentQueries,
  TrialBalanceQuery,
  type LedgerAccount,
  type LedgerPeriod,
} from '#ledger';
import { freshEnough, type Reader } from '#projections';
import type { KnownQuery } from '../http/queries.js';
import { Problem } from '../http/problem.js';
import { knownPosition } from '../ledger/times.js';
import {
  JOURNAL_COLUMNS,
  LEDGER_COLUMNS,
  TRIAL_COLUMNS,
  beforeRow,
  closingRow,
  headingOf,
  journalRows,
  lineRow,
  openingRow,
  type JournalRow,
  type LedgerRow,
  type TrialRow,
} from './book-rows.js';
import { askedOf, onePage, type Asked, type Source } from './export-formats.js';
import type { GeneralLedgerExport, JournalExport, StatementExport, TrialBalanceExport } from './exports.requests.js';

/** Rows that are handed on together; accounts have a few each. */
const PAGE = 1_000;

/** Exports of the book. It keeps its history, so all of them are as of a position: the one asked for, else the newest. */
export class BookExports {
  private readonly journals: JournalOfLog;

  constructor(
    log: EventLog,
    codec: EventCodec,
    private readonly chart: Chart,
  ) {
    this.journals = new JournalOfLog(log, codec);
  }

  /** @throws AccountsUnmapped */
  async trialBalance(reader: Reader, asked: Asked<TrialBalanceExport>): Promise<Source<TrialRow>> {
    const known = await positionOf(reader, asked);
    const { data } = await new TrialBalanceQuery(reader).ask({ times: { effective: asked.effective, known } });
    this.chart.assertHolds(data.rows.map(({ account }) => account));
    const rows = data.rows.map((row): TrialRow => ({ ...this.chart.placeOf(row.account), ...row }));
    return { ...bookOf('trial-balance', known, asked), columns: TRIAL_COLUMNS, pages: () => onePage(rows) };
  }

  /** @throws AccountsUnmapped */
  async generalLedger(reader: Reader, asked: Asked<GeneralLedgerExport>): Promise<Source<LedgerRow>> {
    return this.ledger('general-ledger', reader, asked);
  }

  /** One account. @throws Problem where nothing is booked on it up to the end of the period, AccountsUnmapped */
  async statement(reader: Reader, asked: Asked<StatementExport>): Promise<Source<LedgerRow>> {
    return this.ledger('statement', reader, asked);
  }

  async journal(reader: Reader, asked: Asked<JournalExport>): Promise<Source<JournalRow>> {
    const known = await positionOf(reader, asked);
    const { from, to } = asked;
    const { data: accounts } = await new GeneralLedgerQuery(reader).accounts({ known, from, to });
    const entries = (): ReturnType<JournalOfLog['entries']> => this.journals.entries({ known, from, to });
    const before = accounts.filter(({ opening }) => opening !== 0).map(beforeRow);
    async function* pages(): AsyncGenerator<readonly JournalRow[]> {
      if (before.length > 0) yield before;
      for await (const batch of entries()) yield batch.flatMap(journalRows);
    }
    return {
      ...bookOf('journal', known, asked),
      columns: JOURNAL_COLUMNS,
      pages,
      journal: (made) => ({ made, accounts, from, lastDay: to ?? lastDayOf(accounts), pages: entries() }),
    };
  }

  private async ledger(
    what: string,
    reader: Reader,
    asked: Asked<GeneralLedgerExport> & { readonly account?: string },
  ): Promise<Source<LedgerRow>> {
    const period = { ...asked, known: await positionOf(reader, asked) };
    const query = new GeneralLedgerQuery(reader);
    const { data: accounts } = await query.accounts(period);
    if (period.account !== undefined && accounts.length === 0) throw Problem.of('NOT_FOUND');
    this.chart.assertHolds(accounts.map(({ account }) => account));
    const rowsOf = (account: LedgerAccount): Pages<LedgerRow> => this.accountRows(query, account, period);
    async function* pages(): AsyncGenerator<readonly LedgerRow[]> {
      for (const account of accounts) yield* rowsOf(account);
    }
    return { ...bookOf(what, period.known, asked), columns: LEDGER_COLUMNS, pages: () => together(pages()) };
  }

  private async *accountRows(
    query: GeneralLedgerQuery,
    account: LedgerAccount,
    period: LedgerPeriod,
  ): AsyncGenerator<readonly LedgerRow[]> {
    const heading = headingOf(account, this.chart.placeOf(account.account));
    let balance = account.opening;
    yield [openingRow(heading, account)];
    for await (const lines of account.lines > 0 ? query.lines(account.accountId, period) : []) {
      yield lines.map((line) => lineRow(heading, line, (balance += line.amount)));
    }
    yield [closingRow(heading, account)];
  }
}

/** What an export of the book knows; waits (bounded) until the read model is there. */
const positionOf = async (reader: Reader, asked: KnownQuery): Promise<Position> => {
  const known = await knownPosition(new MomentQueries(reader), asked);
  const standing = await new GeneralLedgerQuery(reader).standing(freshEnough({ known }, asked));
  return known ?? standing;
};

const bookOf = (
  what: string,
  position: Position,
  asked: object,
): Pick<Source<object>, 'what' | 'position' | 'asOf' | 'query'> => ({
  what,
  position,
  asOf: 'position',
  query: askedOf(asked),
});

const lastDayOf = (accounts: readonly LedgerAccount[]): string | undefined =>
  accounts
    .map(({ lastDay }) => lastDay)
    .sort()
    .at(-1);

/** Small pages in larger ones. */
async function* together<Row>(pages: Pages<Row>): AsyncGenerator<readonly Row[]> {
  let rows: Row[] = [];
  for await (const more of pages) {
    rows = rows.concat(more);
    if (rows.length < PAGE) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}
