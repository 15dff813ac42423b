import { localDate } from '#kernel';
import { told, type Cells } from '../reading/cells.js';
import { fault, type Content } from '../reading/format.js';
import { splitQuoted } from '../reading/splitting.js';
import { rowUnlessWrong, tableFormat } from '../reading/table.js';
import { ACQUIRER_KINDS, feeAndNet, kindOf } from './fees.js';

/** Daily statement of 收银宝 (通联), 34 columns, 元. Holder's name and id (columns 25, 26) are not read. */
export const allinpayCashier = tableFormat({
  name: 'allinpay-cashier',
  required: ['商户号', '终端号', '交易时间', '交易类型', '交易金额', '手续费', '交易日期', '交易单号', '订单号', '结算金额'],
  moments: ['交易日期'],
  framing: 'records',
  payer: '卡号',
  split: (text) => splitQuoted(text, ','),
  begin: () => ({ head: () => ({ format: 'allinpay-cashier', channel: 'allinpay' }), row: rowOf }),
});

function rowOf(cells: Cells): Content {
  const kind = kindOf(ACQUIRER_KINDS, cells.raw('交易类型'));
  if (kind === undefined) return fault('ROW_KIND_UNKNOWN', '交易类型 is none that is known');
  const number = cells.number('交易单号');
  const direction = kind === 'payment' ? 'in' : 'out';
  const amount = Math.abs(cells.yuan('交易金额'));
  const occurredAt = cells.moment('交易日期', '交易时间');
  const row = {
    channel: 'allinpay',
    book: 'trades',
    account: cells.account('商户号'),
    key: `${kind}.${number}`,
    kind,
    amount,
    direction,
    ...feeAndNet({ direction, amount, fee: cells.yuanIfAny('手续费') ?? 0, net: cells.yuanIfAny('结算金额') }),
    occurredAt,
    billDate: localDate(occurredAt),
    refs: told({
      channelTradeNo: kind === 'payment' ? number : cells.numberIfAny('原交易单'),
      channelRefundNo: kind === 'payment' ? undefined : number,
      ...(kind === 'payment'
        ? { merchantOrderNo: cells.chosenIfAny('订单号') }
        : { merchantRefundNo: cells.chosenIfAny('订单号') }),
      terminalNo: cells.chosenIfAny('终端号'),
      batchNo: cells.chosenIfAny('交易批次号'),
      traceNo: cells.chosenIfAny('凭证号'),
      rrn: cells.chosenIfAny('参考号'),
    }),
    ...told({ method: cells.words('产品类型'), cardType: cells.words('卡类别'), purpose: cells.words('交易类型') }),
  } as const;
  return rowUnlessWrong(cells, () => ({ row }));
}
