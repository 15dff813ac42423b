import fc from 'fast-check';
import { after } from '#kernel/testing';
import { toldOf } from '../importing/testing.js';
import { statementRowDecider } from './statement-row.js';
import type { StatementRowTold } from './statement-row.messages.js';

const record = (...told: StatementRowTold[]) =>
  after(
    statementRowDecider,
    told.map((one) => ({ type: 'RecordStatementRow', told: one }) as const),
  );
const standingAfter = (...told: StatementRowTold[]) => record(...told).events.at(-1)?.data.standing;

const paid = toldOf({ status: 'SUCCESS' }, 'first', '2026-09-22T02:00:00.000Z');
const refunded = toldOf({ status: 'REFUND' }, 'second', '2026-09-29T02:00:00.000Z');

describe('a row of statements', () => {
  it('is recorded once, whatever files it comes in', () => {
    const { events } = record(paid, paid, { ...paid, file: refunded.file, digest: refunded.digest });
    expect(events.map(({ type }) => type)).toEqual(['StatementRowRecorded']);
    expect(events[0]?.data.standing).toMatchObject({ file: paid.file, exceptions: [] });
  });

  it.each([
    ['after', [paid, refunded]],
    ['before', [refunded, paid]],
  ])('stands as the later export tells it, which comes %s the earlier one; that they differ is flagged', (_when, told) => {
    expect(standingAfter(...told)).toMatchObject({
      row: { status: 'REFUND' },
      file: refunded.file,
      exceptions: ['STATEMENT_ROW_DIFFERS'],
    });
  });

  it('counts by when a content was told first: an older file with what is known moves it back', () => {
    const between = toldOf({ status: 'CLOSED' }, 'third', '2026-09-25T02:00:00.000Z');
    const earlier = { ...refunded, toldAt: paid.toldAt };
    const { events } = record(refunded, between, earlier);
    expect(events.map(({ type }) => type)).toEqual(['StatementRowRecorded', 'StatementRowRecorded', 'StatementRowToldEarlier']);
    expect(events.map(({ data }) => data.standing.row.status)).toEqual(['REFUND', 'REFUND', 'CLOSED']);
  });

  it('stands as the same content in any order of what was told, with any repetitions', () => {
    const told = fc
      .record({ status: fc.constantFrom('SUCCESS', 'REFUND', 'CLOSED'), day: fc.integer({ min: 1, max: 4 }) })
      .map(({ status, day }) => toldOf({ status }, `${status}${String(day)}`, `2026-09-2${String(day)}T02:00:00.000Z`));
    const mixed = fc
      .array(told, { minLength: 1, maxLength: 8 })
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 })));
    fc.assert(
      fc.property(mixed, ([list, shuffled]) => {
        const { row, toldAt, exceptions } = standingAfter(...list) ?? {};
        expect(standingAfter(...shuffled)).toMatchObject({ row, toldAt, exceptions });
      }),
    );
  });
});
