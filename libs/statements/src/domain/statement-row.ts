import { canonicalJson, type Decider } from '#kernel';
import type {
  RecordStatementRow,
  StatementRowEvent,
  StatementRowStanding,
  StatementRowTold,
} from './statement-row.messages.js';

export interface StatementRowState {
  /** Each content once, as it was told first; the one that stands comes first. */
  readonly variants: readonly StatementRowTold[];
}

/**
 * The same row again adds nothing, whatever file it comes in. What stands is the content that was exported latest when it was told
 * first, then the greater text: never the one that came last.
 */
export const statementRowDecider: Decider<StatementRowState, RecordStatementRow, StatementRowEvent> = {
  initial: { variants: [] },
  decide({ told }, { variants }) {
    const known = variants.find((variant) => saidBy(variant) === saidBy(told));
    if (known && known.toldAt <= told.toldAt) return [];
    const { key, occurredAt } = told.row;
    const standing = standingOf(withVariant(variants, told));
    const type = known ? 'StatementRowToldEarlier' : 'StatementRowRecorded';
    return [{ type, data: { fact: { key, occurredAt, ...told }, standing } }];
  },
  evolve({ variants }, { data: { fact } }) {
    const { key: _key, occurredAt: _occurredAt, ...told } = fact;
    return { variants: withVariant(variants, told) };
  },
};

const saidBy = ({ row }: StatementRowTold): string => canonicalJson(row);

function withVariant(variants: readonly StatementRowTold[], told: StatementRowTold): StatementRowTold[] {
  const others = variants.filter((variant) => saidBy(variant) !== saidBy(told));
  return [...others, told].sort((a, b) =>
    a.toldAt === b.toldAt ? (saidBy(a) > saidBy(b) ? -1 : 1) : a.toldAt > b.toldAt ? -1 : 1,
  );
}

const standingOf = ([first, ...others]: readonly StatementRowTold[]): StatementRowStanding => ({
  ...(first as StatementRowTold),
  exceptions: others.length === 0 ? [] : ['STATEMENT_ROW_DIFFERS'],
});
