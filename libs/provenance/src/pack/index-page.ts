import type {
  AccountSum,
  ApprovalBehind,
  ExplainedEvent,
  ExplainedItem,
  ExplainedMatch,
  ExplainedNumber,
  ExplainedTransaction,
  Explanation,
} from '../explanation.js';
import { axesOf, type Question } from '../question.js';

/** The page that people read: what was asked, the numbers, and each event in a line; English and Chinese. */
export function indexPage(explanation: Explanation, size: number): string {
  const { events, match, numbers, sums, transactions } = explanation;
  const numberRow = ({ agrees, amount, events: of, name, stands }: ExplainedNumber): string[] => {
    return [name, fen(amount), String(of.length), stands === null ? '–' : `${fen(stands)} ${agrees ? '=' : '≠'}`];
  };
  const sumRow = ({ account, amount, currency }: AccountSum): string[] => [account, currency, fen(amount)];
  return [
    ...heading(explanation, size),
    '## Numbers · 数字',
    '',
    ...table(['name · 名称', '分', 'events · 事件', 'read model · 读模型'], numbers.map(numberRow)),
    '## Accounts · 科目',
    '',
    ...table(['account · 科目', 'currency · 币种', '分, debit + · 借正贷负'], sums.map(sumRow)),
    ...(transactions ? transactionsPart(transactions) : []),
    ...(match ? matchPart(match) : []),
    '## Events · 事件',
    '',
    ...table(EVENT_HEADING, [...events].reverse().map(eventRow)),
  ].join('\n');
}

const transactionsPart = (transactions: readonly ExplainedTransaction[]): string[] => [
  '## Transactions · 交易',
  '',
  ...table(
    ['stream · 流', 'kind · 类型', 'id · 编号', '分 / count · 笔', 'events · 事件'],
    transactions.map(({ amount, events, id, kind, stream }) => [
      stream,
      kind ?? '–',
      id ?? '–',
      fen(amount),
      String(events.length),
    ]),
  ),
];

const EVENT_HEADING = [
  'index · 序号',
  'recorded · 记录时间',
  'event · 事件',
  'stream · 流',
  'role · 作用',
  '分',
  'who · 操作者',
  'why · 依据',
  'notice · 原始通知',
];

function heading({ carried, events, known, position, question }: Explanation, size: number): string[] {
  const older = `- Carried · 期初 (not proved by this pack · 本包未证明): ${fen(carried)}; the rest is on the next pages`;
  return [
    '# Evidence · 证据',
    '',
    `- Question · 问题: ${questionText(question)}`,
    `- Known · 截至: ${known ?? '–'}`,
    `- Position · 日志位置: ${position}`,
    `- Checkpoint · 检查点: ${String(size)} events · 条事件`,
    `- Events · 事件数: ${String(events.length)}`,
    ...(carried === 0 ? [] : [older]),
    '',
  ];
}

function matchPart({ decided, items, rule, status }: ExplainedMatch): string[] {
  const itemRow = ({ amount, day, direction, file, id, side, status: stands }: ExplainedItem): string[] => {
    return [side, id, `${direction} ${fen(amount)}`, day, stands, file ?? '–'];
  };
  return [
    '## Match · 对账',
    '',
    cell(`${status}, ${rule ?? '–'}${decided ? `, ${decided.by}: ${decided.reason}` : ''}`),
    '',
    ...table(['side · 方', 'item · 条目', '分', 'day · 日期', 'status · 状态', 'file · 文件 SHA-256'], items.map(itemRow)),
  ];
}

const eventRow = (event: ExplainedEvent): string[] => [
  event.index === null ? '–' : String(event.index),
  event.recordedAt,
  event.type,
  `${event.stream}@${String(event.revision)}`,
  event.role,
  fen(event.touched),
  event.actor,
  whyText(event),
  event.notice ? `${event.notice.id} ${event.notice.digest} (${event.noticeState ?? 'unknown'})` : '–',
];

function whyText({ approval, cause, commandId }: ExplainedEvent): string {
  const parts = [`command ${commandId}`];
  if (cause) parts.push(`answers · 响应 ${cause.id}${cause.position === null ? ' (not found · 未找到)' : ''}`);
  if (approval) parts.push(approvalText(approval));
  return parts.join('; ');
}

const approvalText = ({ approvedBy, id, kind, proposedBy, reason }: ApprovalBehind): string =>
  `${kind} ${id}: proposed · 提出 ${proposedBy}, approved · 批准 ${approvedBy.map(({ by }) => by).join(', ')}${
    reason === null ? '' : `, ${reason}`
  }`;

function questionText(question: Question): string {
  switch (question.of) {
    case 'account':
      return `account · 科目 ${question.account} ${question.currency}${
        question.effective === undefined ? '' : `, effective · 生效日 ${question.effective}`
      }`;
    case 'order':
      return `order · 订单 ${question.orderId}`;
    case 'payment':
      return `payment · 支付 ${question.paymentId}`;
    case 'match':
      return `match · 对账 ${question.caseId}`;
    case 'event':
      return `event · 事件 ${question.position}`;
    case 'notice':
      return `notice · 通知 ${question.digest}`;
    case 'report': {
      const { column, from, to } = question.cell;
      const under = axesOf(question.cell).map((axis) => `${axis}=${question.cell[axis] ?? ''}`);
      return `report · 报表 ${[column, `${from}…${to}`, ...under].join(', ')}`;
    }
  }
}

function table(names: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(names), `| ${names.map(() => '---').join(' | ')} |`, ...rows.map(line), ''];
}

/** What people wrote can not end a cell or begin anything. */
const cell = (text: string): string =>
  text.replace(/[\\|`<>[\]*_]/g, (found) => (found === '_' ? found : `\\${found}`)).replace(/\s+/g, ' ');

const fen = (amount: number): string => String(amount);
