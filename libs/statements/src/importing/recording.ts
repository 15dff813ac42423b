import { deterministicId, type CommandContext, type Outcome } from '#event-log';
import { Outage, assertNever, invariant, parseInstant, type Instant, type Sealed } from '#kernel';
import { holderOf, type Telling } from '#privacy';
import type { QuarantinedLine, StatementId } from '../domain/statement.messages.js';
import type { StatementRowTold } from '../domain/statement-row.messages.js';
import type { DouyinFact, ReadLine, RowRead } from '../row.js';
import { isNameable, statementRowFeature } from '../statements.feature.js';
import type { ImportDeps, DouyinRowResult } from './deps.js';
import type { Owners } from './owners.js';

export interface Recording {
  readonly id: StatementId;
  readonly exportedAt: Instant | undefined;
  readonly shop: string | undefined;
  readonly owners: Owners;
  readonly context: Pick<CommandContext, 'correlationId' | 'actor'>;
}

type LineResult = 'recorded' | 'known' | QuarantinedLine;
type OfLine = Pick<ReadLine, 'line' | 'digest'>;
type RowLine = OfLine & RowRead;
type FactLine = OfLine & { readonly fact: DouyinFact };

/** Records a batch: its rows beside each other, so that the log commits them together. One result a line, in any order. */
export async function recordBatch(deps: ImportDeps, recording: Recording, batch: readonly ReadLine[]): Promise<LineResult[]> {
  const faults = batch
    .filter((line) => 'fault' in line)
    .map(({ line, digest, fault: { code, says } }) => ({ line, digest, code, says: deps.masked(says) }));
  const lines = batch.filter((line) => 'row' in line);
  const payers = await sealedPayers(deps, lines);
  const rows = lines.map((line) => recordRow(deps, recording, { ...line, sealed: payers.get(line.line) }));
  const facts = batch.filter((line) => 'fact' in line);
  const kinds = ['settle-row', 'account-item', 'life-ledger-row'] as const;
  const taken = kinds.map((kind) => takeFacts(deps, recording, { kind, lines: facts.filter(({ fact }) => fact.of === kind) }));
  const results = await Promise.all([...rows, ...taken]);
  return [...faults, ...results.flat()];
}

async function recordRow(
  { handling }: ImportDeps,
  { id, exportedAt, owners, context }: Recording,
  { line, digest, row, sealed }: RowLine & { readonly sealed: Sealed | undefined },
): Promise<LineResult> {
  if (!isNameable(row))
    return { line, digest, code: 'ROW_INVALID', says: 'what names the row has characters that no name has' };
  const merchant = await owners.of(row);
  invariant(merchant !== undefined, 'a file with an account that nobody has bound was refused');
  const toldAt = exportedAt ?? endOfDay(row.billDate);
  const told: StatementRowTold = { row, ...(sealed && { payer: sealed }), digest, file: id, toldAt, merchant };
  const commandId = deterministicId('statement-row', id, String(line));
  const outcome = await handling.handle(
    statementRowFeature,
    { type: 'RecordStatementRow', told },
    { ...context, commandId, opensStream: true },
  );
  return written(outcome).events.includes('StatementRowRecorded') ? 'recorded' : 'known';
}

/** By line. A number that can be a card's is masked before it is sealed; a masked card is one within its merchant number. */
async function sealedPayers({ persons, masked }: ImportDeps, lines: readonly RowLine[]): Promise<ReadonlyMap<number, Sealed>> {
  const told = lines.flatMap(({ line, row, payer }): (Telling & { readonly line: number })[] => {
    if (payer === undefined) return [];
    const text = masked(payer);
    return [{ line, person: holderOf(text, row.account), field: 'payer', text }];
  });
  const sealed = told.length === 0 ? [] : await persons.seal(told);
  return new Map(told.flatMap(({ line }, index) => (sealed[index] ? [[line, sealed[index]] as const] : [])));
}

/** Midnight in Asia/Shanghai. */
function endOfDay(date: string): Instant {
  const end = parseInstant(`${date}T16:00:00Z`);
  invariant(end !== undefined, 'readers give days of the calendar');
  return end;
}

async function takeFacts(
  { takeDouyinRows }: ImportDeps,
  { shop, context }: Recording,
  { kind, lines }: { readonly kind: DouyinFact['of']; readonly lines: readonly FactLine[] },
): Promise<LineResult[]> {
  if (lines.length === 0) return [];
  invariant(shop !== undefined, 'a console export without a shop was refused');
  const rows = lines.map(({ fact }) => fact.json);
  const results = await takeDouyinRows(kind, { account: shop, actor: context.actor, rows });
  return lines.map((of, index) => resultOf(of, results[index]));
}

function resultOf({ line, digest }: OfLine, result: DouyinRowResult | undefined): LineResult {
  invariant(result !== undefined, 'each row has a result');
  switch (result.status) {
    case 'recorded':
    case 'known':
      return result.status;
    case 'quarantined':
      return { line, digest, code: result.code ?? 'ROW_INVALID', says: result.says ?? '' };
    default:
      return assertNever(result.status, 'result of a row');
  }
}

type Written = Extract<Outcome, { readonly ok: true }>;

/** Facts are never refused: what is left is a contended stream. */
export function written(outcome: Outcome): Written {
  if (!outcome.ok) throw new Outage(outcome.rejection.says);
  return outcome;
}
