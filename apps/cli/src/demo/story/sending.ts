import type { Cast, DemoTerminal } from './cast.js';
import type { ToldPayment } from './payment-lives.js';
import { cut, disturbed, inOrder } from './delivery.js';
import { pushBody, type PushItem } from './douyin-messages.js';
import { DAY_MS, clock } from './moments.js';
import { posLine, type PosLine } from './pos-lines.js';
import { Random } from './random.js';
import type { Step } from './step.js';

type PaymentAt = ToldPayment & { readonly terminal: DemoTerminal };

/**
 * Douyin sends one message or a few; in the rush it sends them by the dozen, and not always in their order. Its servers do not all
 * learn of a new secret at once.
 */
export function pushes(messages: readonly PushItem[], random: Random): Step[] {
  const isRush = ({ deliveredAt }: PushItem): boolean => deliveredAt >= clock('20:10') && deliveredAt < clock('22:00');
  return cut(messages, (first) => (isRush(first) ? random.between(20, 50) : random.between(1, 9))).map((items) => {
    const spelt = (random.chance(200) ? random.shuffled(items) : items).map((item) => ({
      ...item,
      spelling: { tagAsNumber: random.chance(100), dataAsObject: random.chance(50), idInCamelCase: random.chance(50) },
    }));
    const signedBy = random.chance(300) ? 'next secret' : 'secret';
    return { type: 'push', at: startOf(items), body: pushBody(spelt), messages: items.length, signedBy };
  });
}

export function reportsByTerminal(cast: Cast, payments: readonly PaymentAt[]): ReadonlyMap<DemoTerminal, readonly PosLine[]> {
  const [, , , , unlucky] = cast.terminals;
  return new Map(
    cast.terminals.map((terminal) => {
      const own = payments.filter((payment) => payment.terminal === terminal).flatMap(({ lines }) => lines);
      const sent = disturbed([...own, batchTotal(terminal, own)], new Random(cast.tale, 'delivery', terminal.terminalNo));
      return [terminal, terminal === unlucky ? inOrder(sent.map(heldBack)) : sent];
    }),
  );
}

const BACK_ONLINE = clock('17:00');

/** Its line was down from two to five. */
const heldBack = (line: PosLine): PosLine =>
  line.deliveredAt >= clock('14:00') && line.deliveredAt < BACK_ONLINE ? { ...line, deliveredAt: BACK_ONLINE } : line;

/** Settles the day's batch (0500): what the terminal believes it took. */
function batchTotal(terminal: DemoTerminal, lines: readonly PosLine[]): PosLine {
  const approved = lines
    .filter(({ deliveredAt }) => deliveredAt < clock('24:00'))
    .map(({ fields }) => fields)
    .filter(({ kind, response_code: code }) => (code === '00' || code === '10') && (kind === 'purchase' || kind === 'capture'));
  const total = approved.reduce((sum, { amount }) => sum + Number(amount), 0);
  const slip = { terminal, batchNo: '000001', traceNo: '999999', atMs: clock('22:50') };
  return posLine('batch_total', slip, { debit_total: total, debit_count: approved.length, credit_total: 0, credit_count: 0 });
}

/** A terminal reports as it goes, a handful at a time; what an outage held back goes out at once. */
export function reports(
  all: ReadonlyMap<DemoTerminal, readonly PosLine[]>,
  when: (line: PosLine) => boolean,
  random: Random,
): Step[] {
  return [...all].flatMap(([terminal, lines]) => {
    const due = lines.filter(when);
    const backlog = due.filter(({ deliveredAt }) => deliveredAt === BACK_ONLINE).length;
    const size = ({ deliveredAt }: PosLine): number => (deliveredAt === BACK_ONLINE ? backlog : random.between(1, 12));
    return cut(due, size).map((part): Step => ({
      type: 'transactions',
      at: startOf(part),
      terminal,
      lines: part.map(({ fields }) => fields),
    }));
  });
}

const startOf = ([first]: readonly { readonly deliveredAt: number }[]): number => first?.deliveredAt ?? 0;

const ROWS_PER_REQUEST = 100;

interface Statements {
  readonly acquirers: readonly StatementRow[];
  readonly bills: readonly StatementRow[];
  readonly items: readonly StatementRow[];
  readonly disputes: readonly StatementRow[];
}

/** Day by day as the files come. */
export const statements = ({ acquirers, bills, items, disputes }: Statements): Step[] => [
  ...byDay(acquirers).map((file): Step => ({ type: 'statement', ...file })),
  ...byDay(bills).map((bill): Step => ({ type: 'settle_bill', ...bill })),
  ...byDay(items).map((day): Step => ({ type: 'account_items', ...day })),
  ...byDay(disputes).map((day): Step => ({ type: 'disputes', ...day })),
];

interface StatementRow {
  readonly settledAt: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

function byDay(rows: readonly StatementRow[]): { readonly at: number; readonly rows: StatementRow['fields'][] }[] {
  const days = Map.groupBy(rows, ({ settledAt }) => Math.floor((settledAt - clock('00:00')) / DAY_MS));
  return [...days].flatMap(([day, ofDay]) =>
    cut(ofDay, () => ROWS_PER_REQUEST).map((part) => ({ at: clock('10:00', day), rows: part.map(({ fields }) => fields) })),
  );
}
