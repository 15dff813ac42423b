import { localDate } from '#kernel';
import { told, type Cells } from '../reading/cells.js';
import { Columns } from '../reading/columns.js';
import { claimAll, rowUnlessWrong, tableReading, type TableFormat } from '../reading/table.js';
import { fault, type Content, type Format } from '../reading/format.js';
import { Refused } from '../reading/refused.js';
import { ACQUIRER_KINDS, feeAndNet, kindOf } from './fees.js';

/** The columns in their order: the file has no header. */
const COLUMNS =
  '通联订单号|订单类型|交易金额|平台抽佣金额|交易时间|商户订单号|原商户订单号|原通联订单号|支付模式|扩展参数|结算金额|预留1|预留2|预留3|渠道金额|渠道流水号|渠道手续费|渠道交易类型|卡号|卡类别|渠道商户号|门店名称|终端号|'.split(
    '|',
  );

/** Number, type, two amounts, a moment. */
const ROW = /^[^|]*\|[^|]*\|\d+\|\d*\|\d{14}\|(?:[^|]*\|){16,}/;
const HEADER = '通联订单号|订单类型|';

const TABLE: TableFormat = {
  name: 'allinpay-cloud',
  required: COLUMNS.slice(0, 5),
  moments: ['交易时间'],
  framing: 'lines',
  split: (text) => text.split('|'),
  begin: ({ preview: { name } }) => {
    const account = /^\d{4}-\d\d-\d\d_([A-Za-z0-9-]+)_/.exec(name)?.[1];
    if (account === undefined)
      throw new Refused(
        'STATEMENT_ACCOUNT_UNKNOWN',
        'The file is named yyyy-mm-dd_<application>_checkFile.txt, or nothing says whose it is.',
      );
    return { head: () => ({ format: 'allinpay-cloud', channel: 'allinpay', account }), row: (cells) => rowOf(cells, account) };
  },
};

/** `…_checkFile.txt` of 云商通 (通联): 分, `|` behind each value, no header. The card number is not read. */
export const allinpayCloud: Format = (preview) => {
  const [first, second] = preview.lines;
  const hasHeader = first?.text.startsWith(HEADER) ?? false;
  const row = hasHeader ? second : first;
  if (!row || !ROW.test(row.text)) return undefined;
  const columns = new Columns(hasHeader && first ? first.text.split('|') : COLUMNS);
  return claimAll(() => tableReading(TABLE, { preview, columns, above: [], headerLine: hasHeader ? 1 : 0 }));
};

/** 订单类型 in words. UNVERIFIED: the file may have codes, which then stay unread until they are added to the kinds. */
function rowOf(cells: Cells, account: string): Content {
  const kind = kindOf(ACQUIRER_KINDS, cells.raw('订单类型'));
  if (kind === undefined) return fault('ROW_KIND_UNKNOWN', '订单类型 is none that is known');
  const number = cells.number('通联订单号');
  const direction = kind === 'payment' ? 'in' : 'out';
  const amount = Math.abs(cells.fen('交易金额'));
  const occurredAt = cells.moment('交易时间');
  const own = cells.chosenIfAny('商户订单号');
  const row = {
    channel: 'allinpay',
    book: 'trades',
    account,
    key: `${kind}.${number}`,
    kind,
    amount,
    direction,
    ...feeAndNet({ direction, amount, fee: cells.fenIfAny('渠道手续费') ?? 0, net: cells.fenIfAny('结算金额') }),
    occurredAt,
    billDate: localDate(occurredAt),
    refs: told(
      kind === 'payment'
        ? { channelTradeNo: number, merchantOrderNo: own, terminalNo: cells.chosenIfAny('终端号') }
        : {
            channelTradeNo: cells.numberIfAny('原通联订单号'),
            channelRefundNo: number,
            merchantOrderNo: cells.chosenIfAny('原商户订单号'),
            merchantRefundNo: own,
            terminalNo: cells.chosenIfAny('终端号'),
          },
    ),
    ...told({ method: cells.words('支付模式'), cardType: cells.words('卡类别'), purpose: cells.words('订单类型') }),
  } as const;
  return rowUnlessWrong(cells, () => ({ row }));
}
