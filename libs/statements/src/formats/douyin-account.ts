import type { Cells } from '../reading/cells.js';
import type { Content, Line, Preview } from '../reading/format.js';
import { splitQuoted } from '../reading/splitting.js';
import { rowUnlessWrong, tableFormat, type TableReading } from '../reading/table.js';
import { RunningBalance } from '../reading/totals.js';
import { ABSENT_IN_DOUYIN, DOUYIN_ALIASES, douyinHead, movedOf, movementOf } from './douyin-columns.js';

/** `account_type` of the API by what the file is called: `动账明细 - 聚合账户.csv`. */
const ACCOUNTS: readonly (readonly [string, number])[] = [
  ['微信', 1],
  ['支付宝', 2],
  ['合众', 3],
  ['聚合', 4],
];

/** 动账明细 CSV, one file an account, in a zip: one movement a row, a running balance. 元, signed. */
export const douyinAccount = tableFormat({
  name: 'douyin-account',
  required: ['动账流水号', '订单号', '子订单号', '动账时间', '账户方向', '动账金额', '动账场景', '账户余额'],
  aliases: DOUYIN_ALIASES,
  moments: ['动账时间'],
  framing: 'records',
  absent: ABSENT_IN_DOUYIN,
  split: (text) => splitQuoted(text, ','),
  begin: ({ preview }) => new DouyinAccount(preview),
});

class DouyinAccount implements TableReading {
  private readonly balance = new RunningBalance('账户余额');
  private readonly accountType: number | undefined;

  constructor(private readonly preview: Preview) {
    this.accountType = ACCOUNTS.find(([word]) => preview.name.includes(word))?.[1];
  }

  head = () => douyinHead('douyin-account', this.preview);

  row(cells: Cells, { number }: Line): Content {
    const moved = movedOf(cells, '账户方向', ['收入', '支出']);
    const after = cells.yuan('账户余额');
    const row = {
      ...movementOf(cells, moved),
      ...(this.accountType !== undefined && { account_type: this.accountType }),
    };
    if (cells.wrong.length === 0) this.balance.row(number, moved, after);
    else this.balance.interrupt();
    return rowUnlessWrong(cells, () => ({ fact: { of: 'account-item', json: JSON.stringify(row) } }));
  }

  end = () => this.balance.findings();
}
