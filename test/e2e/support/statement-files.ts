/** Files as the consoles of channels let a merchant download them. */

export const WECHAT_MERCHANT = '1900000109';

const WECHAT_HEADER =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';

export interface WechatLine {
  readonly tradeNo: string;
  readonly text: string;
}

/** A payment of 129.90 yuan on 2026-09-20. */
export function wechatPayment({
  no,
  merchantNo = WECHAT_MERCHANT,
  fee = '0.78000',
}: {
  readonly no: string;
  readonly merchantNo?: string;
  readonly fee?: string;
}): WechatLine {
  const tradeNo = `42000000002026092000${no.padStart(8, '0')}`;
  const cells = [
    '2026-09-20 10:11:12',
    'wx8888888888888888',
    merchantNo,
    '0',
    'T001',
    tradeNo,
    `A${no}`,
    'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
    'MICROPAY',
    'SUCCESS',
    'CMB_DEBIT',
    'CNY',
    '129.90',
    '0.00',
    '0',
    '0',
    '0.00',
    '0.00',
    '',
    '',
    '苹果, 红富士',
    '',
    fee,
    '0.60%',
    '129.90',
    '0.00',
    '',
  ];
  return { tradeNo, text: cells.map((cell) => `\`${cell}`).join(',') };
}

const times = (count: number, fen: number): string =>
  `${String(Math.trunc((count * fen) / 100))}.${String((count * fen) % 100).padStart(2, '0')}`;

/** The trade bill of a day, with totals that are right where all lines are. */
export const wechatBill = (lines: readonly WechatLine[]): string => {
  const count = lines.length;
  const paid = times(count, 12_990);
  const totals = [String(count), paid, '0.00', '0.00', `${times(count, 78)}000`, paid, '0.00'];
  return [
    `\ufeff${WECHAT_HEADER}`,
    ...lines.map(({ text }) => text),
    '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额',
    totals.map((cell) => `\`${cell}`).join(','),
    '',
  ].join('\r\n');
};

export const alipayLine = ({
  tradeNo,
  orderNo,
  service,
}: {
  readonly tradeNo: string;
  readonly orderNo: string;
  readonly service: string;
}): string =>
  `${tradeNo},${orderNo},交易,苹果,2026-09-20 10:00:00,2026-09-20 10:00:05,S1,店,op,T1,*张三,100.00,100.00,0.00,0.00,0.00,0.00,0.00,,0.00,0.00,,-${service},0.00,`
    .split(',')
    .map((cell) => `${cell}\t`)
    .join(',');

/** 业务明细 of one day; `exportedAt` in Asia/Shanghai. */
export const alipayBill = (lines: readonly string[], exportedAt: string): string =>
  [
    '#支付宝业务明细查询',
    '#账号：[2088000000000001]',
    '#起始日期：[2026年09月20日 00:00:00]   终止日期：[2026年09月21日 00:00:00]',
    '#-----------------------------------------业务明细列表----------------------------------------',
    '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注',
    ...lines,
    '#-----------------------------------------业务明细列表结束------------------------------------',
    `#导出时间：[${exportedAt.replace(/(\d+)-(\d+)-(\d+)/, '$1年$2月$3日')}]`,
    '',
  ].join('\r\n');

const DOUYIN_HEADER =
  '动账时间,动账流水号,动账方向,动账金额,动账账户,动账场景,计费类型,子订单号,订单号,售后编号,下单时间,商品ID,商品名称,达人ID,达人名称,订单类型,订单实付应结,运费实付,实际平台补贴_运费,实际平台补贴,其他平台补贴,以旧换新抵扣,政府补贴平台垫资,实际达人补贴,实际抖音支付补贴,实际抖音月付营销补贴,银行补贴,订单退款,平台服务费,佣金,服务商佣金,渠道分成,招商服务费,站外推广费,其他分成,是否免佣,免佣金额,商户主体名称,备注';

/** 货款结算 of the Douyin console: settlements of 91.71 yuan, which add up where `paid` is as it stands here. */
export const douyinSettleExport = (settlements: readonly { readonly flowNo: string; readonly paid?: string }[]): string =>
  [
    `\ufeff${DOUYIN_HEADER}`,
    ...settlements.map(({ flowNo, paid = '129.90' }) => {
      const cells: Readonly<Record<string, string>> = {
        动账时间: '2026-09-20 10:00:00',
        动账流水号: `'${flowNo}`,
        动账方向: '入账',
        动账金额: '91.71',
        动账账户: '聚合账户',
        动账场景: '货款结算',
        子订单号: "'6920000000000000002",
        订单号: "'6920000000000000001",
        商品名称: '苹果',
        订单实付应结: paid,
        运费实付: '0.00',
        实际平台补贴: '8.00',
        订单退款: '-30.00',
        平台服务费: '-5.40',
        佣金: '-10.79',
      };
      return DOUYIN_HEADER.split(',')
        .map((name) => cells[name] ?? '-')
        .join(',');
    }),
    '',
  ].join('\r\n');

/** Fund flow of WeChat Pay: a sale of 129.90 yuan and its fee. */
export const wechatFunds = (day: string): string =>
  [
    '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号',
    `\`${day} 10:11:13,\`4200000000202609200000000001,\`1001,\`交易,\`交易,\`收入,\`129.90,\`1129.90,\`system,\`缺省,\`A1`,
    `\`${day} 10:11:13,\`4200000000202609200000000001,\`1002,\`交易,\`扣除交易手续费,\`支出,\`0.78,\`1129.12,\`system,\`缺省,\`A1`,
    '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额',
    '`2.0,`1.0,`129.90,`1.0,`0.78',
    '',
  ].join('\n');

/** Daily statement of 通联 收银宝: one sale of 225 yuan. */
export const allinpayBill = (merchantNo: string, day: string): string =>
  [
    '商户号,门店名称,终端号,交易时间,交易类型,交易批次号,凭证号,参考号,卡号,卡类别,发卡行机构代码,发卡行名称,交易金额,手续费,交易日期,交易单号,订单号,商户备注,对接应用号,原始金额,结算金额,产品类型,分期贴息,交易完成时间,持卡人姓名,持卡人身份证,分期数,优惠金额,实付金额,原交易单,渠道交易类型,出金方账户名称,门店编号,交易完成日期',
    `${merchantNo},某店,10000001,10:11:12,消费,000001,000123,260920123456,622202******0123,借记卡,102,工商银行,225.00,1.35,${day},112609200001,A1,,001,225.00,223.65,银行卡,0.00,10:11:13,,,0,0.00,225.00,,,,S1,${day}`,
    '',
  ].join('\n');
