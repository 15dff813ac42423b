import { fault, type Claim, type Content, type Format, type Line, type Preview } from '../reading/format.js';
import type { DouyinFact } from '../row.js';
import { claimAll } from '../reading/table.js';
import { douyinHead } from './douyin-columns.js';

interface JsonRowsOf {
  readonly format: string;
  readonly of: DouyinFact['of'];
  readonly channel: string;
  /** Member that makes an object a row: the platform's number of it. */
  readonly id: string;
  /** Members that rows have as well. */
  readonly beside: readonly string[];
}

const KINDS: readonly JsonRowsOf[] = [
  {
    format: 'douyin-settle-json',
    of: 'settle-row',
    channel: 'douyin',
    id: 'request_no',
    beside: ['settle_amount', 'trade_type'],
  },
  {
    format: 'douyin-account-json',
    of: 'account-item',
    channel: 'douyin',
    id: 'account_trade_no',
    beside: ['account_amount', 'fund_flow'],
  },
  {
    format: 'douyin-life-ledger-json',
    of: 'life-ledger-row',
    channel: 'douyin-life',
    id: 'ledger_id',
    beside: ['verify_id', 'amount'],
  },
];

/**
 * Answers of the platform's API as somebody saved them: one, many of them one after the other or in a list, their rows alone, a row a
 * line. Whatever wraps the rows says nothing of them.
 */
export const douyinJson: readonly Format[] = KINDS.map((kind) => (preview) => claimOf(kind, preview));

function claimOf(kind: JsonRowsOf, preview: Preview): Claim | undefined {
  const start = preview.lines.map(({ bytes }) => bytes.toString('latin1')).join('\n');
  if (!/^\s*[[{]/.test(start)) return undefined;
  const names = [kind.id, ...kind.beside];
  if (!names.every((name) => start.includes(`"${name}"`))) return undefined;
  const head = { ...douyinHead(kind.format, preview), channel: kind.channel };
  return claimAll(() => ({
    framing: { rows: [kind.id] },
    survey: () => undefined,
    head: () => head,
    read: (line) => contentOf(kind, line),
    end: () => [],
  }));
}

/** What the row says, its door reads. */
const contentOf = ({ of }: JsonRowsOf, { text }: Line): Content =>
  isJson(text) ? { fact: { of, json: text } } : fault('ROW_INVALID', 'no JSON');

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
