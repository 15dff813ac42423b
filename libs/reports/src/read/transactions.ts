import { PostingDaysTable } from '#periods';
import { write, type Projection } from '#projections';
import { TransactionsFold } from './transactions-fold.js';
import {
  chargedTable,
  collectedOrderTable,
  destinationEndTable,
  destinationTable,
  entryTable,
  feeTable,
  followerTable,
  followerVersionTable,
  moveTable,
  referenceTable,
  transactionTable,
  versionTable,
} from './transactions.tables.js';

const closed = new PostingDaysTable('closed_in_transactions');

/**
 * What every transaction is, under which numbers it is known, what belongs to it, and what each event books on a day; all of it
 * with the position at which it became known. What is said of a transaction is joined to what was booked when it is asked for:
 * whatever becomes known later moves what was booked before.
 */
export const transactions: Projection = {
  name: 'transactions',
  version: 3,
  handles: 'all',
  tables: [
    entryTable,
    moveTable,
    feeTable,
    transactionTable,
    versionTable,
    referenceTable,
    followerTable,
    followerVersionTable,
    chargedTable,
    collectedOrderTable,
    destinationTable,
    destinationEndTable,
    closed.table,
  ],
  apply: async (events, tx) => {
    const postingDays = await closed.load(tx);
    const fold = new TransactionsFold(events, postingDays);
    await write(
      tx,
      entryTable.rows([...fold.entries.values()]),
      moveTable.rows(fold.moves),
      feeTable.rows([...fold.fees.values()]),
      transactionTable.rows(fold.transactions),
      versionTable.rows(fold.versions),
      referenceTable.rows([...fold.references.values()]),
      followerTable.rows(fold.followers),
      followerVersionTable.rows(fold.followerVersions),
      chargedTable.rows(fold.charged),
      collectedOrderTable.rows(fold.collectedOrders),
      destinationTable.rows(fold.destinations),
      destinationEndTable.rows(fold.ends),
      closed.rows(postingDays),
    );
  },
  violations: `
    select format('%s %s: the columns do not add up to what is outstanding', stream, business_date)
    from transaction_entries where gross + subsidies - refunds - settled_gross + adjustments <> outstanding
    union all
    select format('%s %s: event by event it is not what the stream has booked', stream, business_date)
    from (select stream, business_date, sum(gross) as gross, sum(outstanding) as outstanding, sum(settled_net) as net
      from transaction_entries group by 1, 2) booked
    full join (select stream, business_date, sum(gross) as gross, sum(outstanding) as outstanding, sum(settled_net) as net
      from transaction_moves group by 1, 2) moves using (stream, business_date)
    where (booked.gross, booked.outstanding, booked.net) is distinct from (moves.gross, moves.outstanding, moves.net)
    union all
    select format('%s %s: fees by kind are not the fees', coalesce(booked.stream, kinds.stream), coalesce(booked.day, kinds.day))
    from (select stream, business_date as day, sum(fees) as fees from transaction_entries group by 1, 2 having sum(fees) <> 0) booked
    full join (select stream, business_date as day, sum(amount) as fees from transaction_fees group by 1, 2 having sum(amount) <> 0) kinds
      using (stream, day)
    where booked.fees is distinct from kinds.fees`,
};
