import { localDate, type Instant } from '#kernel';
import { INCOMING, columnsOf, type ColumnMapping } from '../mapping.js';
import type { StatementHead, StatementRow, StatementRowKind, TrailerFinding } from '../row.js';
import { keyPart, told, type Cells } from '../reading/cells.js';
import { Columns, columnName } from '../reading/columns.js';
import { fault, type Content, type Format, type Line } from '../reading/format.js';
import { Refused } from '../reading/refused.js';
import { splitQuoted } from '../reading/splitting.js';
import { rowUnlessWrong, tableReading, type TableFormat, type TableReading } from '../reading/table.js';
import { RunningBalance } from '../reading/totals.js';
import { feeAndNet } from './fees.js';

/** Lines above a header that are looked at. */
const ABOVE = 60;

/** A statement read by the columns that a mapping names. */
export const mapped =
  (mapping: ColumnMapping): Format =>
  (preview) => {
    const table = tableOf(mapping);
    const headers = preview.lines.slice(0, ABOVE).map((line) => ({ line, columns: new Columns(table.split(line.text)) }));
    const index = headers.findIndex(({ columns }) => columns.missing(mapping.recognise).length === 0);
    const header = headers[index];
    if (!header) return undefined;
    const { line, columns } = header;
    return {
      share: 1,
      weight: mapping.recognise.length,
      begin: () => {
        const unknown = columns.missing(columnsOf(mapping));
        if (unknown.length > 0)
          throw new Refused(
            'MAPPING_COLUMN_UNKNOWN',
            `The mapping ${mapping.name} names columns that the file does not have: ${unknown.join(', ')}`,
          );
        return tableReading(table, { preview, columns, above: [], headerLine: line.number });
      },
    };
  };

function tableOf(mapping: ColumnMapping): TableFormat {
  const { name, recognise, time, separator = ',', absent = [] } = mapping;
  const payer = mapping.columns?.payer;
  const none = new Set(['', ...absent]);
  return {
    name,
    required: recognise,
    moments: time,
    framing: 'records',
    absent: { test: (value: string) => none.has(value) },
    split: (text) => splitQuoted(text, separator),
    ...(payer !== undefined && { payer: columnName(payer) }),
    begin: () => new Mapped(mapping),
  };
}

class Mapped implements TableReading {
  private readonly balance = new RunningBalance('balanceAfter');
  private readonly columns: NonNullable<ColumnMapping['columns']>;

  constructor(private readonly mapping: ColumnMapping) {
    const columns = Object.entries(mapping.columns ?? {}).map(([field, column]) => [field, columnName(column)]);
    this.columns = Object.fromEntries(columns) as typeof this.columns;
  }

  head(): StatementHead {
    const { name, channel, account } = this.mapping;
    return { format: name, channel, ...('fixed' in account && { account: account.fixed }) };
  }

  row(cells: Cells, { number }: Line): Content {
    const moved = this.movedOf(cells);
    if (moved === undefined) return fault('ROW_KIND_UNKNOWN', 'the mapping has no kind for what the row says it is');
    const row = this.rowOf(cells, moved);
    if (cells.wrong.length > 0 || row.balanceAfter === undefined) this.balance.interrupt();
    else this.balance.row(number, row.direction === 'in' ? row.amount : -row.amount, row.balanceAfter);
    return rowUnlessWrong(cells, () => ({ row }));
  }

  end = (): readonly TrailerFinding[] => this.balance.findings();

  private rowOf(cells: Cells, { kind, signed }: Moved): StatementRow {
    const { channel, book, account, key } = this.mapping;
    const occurredAt = this.momentOf(cells);
    const direction = kind === 'movement' ? (signed < 0 ? 'out' : 'in') : INCOMING.includes(kind) ? 'in' : 'out';
    const parts = key.map((name) => cells.chosenIfAny(columnName(name)) ?? cells.refuse(columnName(name), ''));
    return {
      channel,
      book,
      account: 'fixed' in account ? account.fixed : cells.account(columnName(account.column)),
      key: [prefixOf(kind), ...parts.map(keyPart)].join('.'),
      kind,
      amount: Math.abs(signed),
      direction,
      ...this.costsOf(cells, direction, signed),
      occurredAt,
      billDate: localDate(occurredAt),
      refs: this.refsOf(cells),
      ...told({
        status: this.wordsOf(cells, 'status'),
        method: this.wordsOf(cells, 'method'),
        cardType: this.wordsOf(cells, 'cardType'),
        purpose: this.wordsOf(cells, 'purpose'),
        balanceAfter: this.amountIfAny(cells, this.columns.balanceAfter),
      }),
    };
  }

  /** Kind and signed amount. Undefined where the row's own word for its kind is in no list. */
  private movedOf(cells: Cells): Moved | undefined {
    const { amount } = this.mapping;
    if ('column' in amount) {
      const word = cells.raw(columnName(amount.kind));
      const kind = Object.hasOwn(amount.kinds, word) ? amount.kinds[word] : undefined;
      return kind && { kind, signed: this.amountOf(cells, amount.column) };
    }
    const signed =
      'signed' in amount
        ? this.amountOf(cells, amount.signed)
        : (this.amountIfAny(cells, columnName(amount.credit)) ?? 0) - (this.amountIfAny(cells, columnName(amount.debit)) ?? 0);
    if (signed === 0) cells.refuse(columnName('signed' in amount ? amount.signed : amount.credit), 0);
    return { kind: signed < 0 ? amount.negative : amount.positive, signed };
  }

  private costsOf(cells: Cells, direction: 'in' | 'out', signed: number): Pick<StatementRow, 'fee' | 'net'> {
    const fee = this.amountIfAny(cells, this.columns.fee);
    const net = this.amountIfAny(cells, this.columns.net);
    if (fee !== undefined) return feeAndNet({ direction, amount: signed, fee, net });
    return net === undefined ? {} : { net: direction === 'in' ? Math.abs(net) : 0 - Math.abs(net) };
  }

  private refsOf(cells: Cells): StatementRow['refs'] {
    const { columns } = this;
    const number = (column: string | undefined): string | undefined =>
      column === undefined ? undefined : cells.chosenIfAny(column);
    return told({
      channelTradeNo: number(columns.channelTradeNo),
      channelRefundNo: number(columns.channelRefundNo),
      merchantOrderNo: number(columns.merchantOrderNo),
      merchantRefundNo: number(columns.merchantRefundNo),
      orderId: number(columns.orderId),
      subOrderId: number(columns.subOrderId),
      terminalNo: number(columns.terminalNo),
      batchNo: number(columns.batchNo),
      traceNo: number(columns.traceNo),
      rrn: number(columns.rrn),
    });
  }

  private wordsOf(cells: Cells, field: 'status' | 'method' | 'cardType' | 'purpose'): string | undefined {
    const column = this.columns[field];
    return column === undefined ? undefined : cells.words(column);
  }

  private momentOf(cells: Cells): Instant {
    const names = this.mapping.time.map(columnName);
    return names.length === 1 ? cells.momentOrDay(names[0] ?? '') : cells.moment(...names);
  }

  private amountOf(cells: Cells, name: string): number {
    const column = columnName(name);
    return this.amountIfAny(cells, column) ?? cells.refuse(column, 0);
  }

  private amountIfAny(cells: Cells, column: string | undefined): number | undefined {
    if (column === undefined || !cells.has(column)) return undefined;
    return this.mapping.unit === 'fen' ? cells.fen(column) : cells.groupedYuan(column);
  }
}

interface Moved {
  readonly kind: StatementRowKind;
  readonly signed: number;
}

/** Rows of trades are told apart by what they are; of an account each has a number of its own. */
const prefixOf = (kind: StatementRowKind): string =>
  kind === 'payment' || kind === 'refund' || kind === 'reversal' ? kind : 'flow';
