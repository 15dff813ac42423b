import { defineWords } from './language';

/** Words of the ledger's read models: values of side, channel, method, kind, role, severity. */
export const SIDES = defineWords({ online: '线上', offline: '线下' }, { online: 'Online', offline: 'Offline' });

export const CHANNELS = defineWords(
  {
    douyin: '抖音电商',
    'douyin-life': '抖音来客',
    'douyin-miniapp': '抖音小程序',
    unionpay: '银联',
    wechat: '微信支付',
    alipay: '支付宝',
    jdpay: '京东支付',
    ecny: '数字人民币',
    lakala: '拉卡拉',
    allinpay: '通联支付',
    shouqianba: '收钱吧',
    chinaums: '银联商务',
    leshua: '乐刷',
    bank: '银行',
    pos: '收银机',
  },
  {
    douyin: 'Douyin shop',
    'douyin-life': 'Douyin local life',
    'douyin-miniapp': 'Douyin mini-app',
    unionpay: 'UnionPay',
    wechat: 'WeChat Pay',
    alipay: 'Alipay',
    jdpay: 'JD Pay',
    ecny: 'e-CNY',
    lakala: 'Lakala',
    allinpay: 'Allinpay',
    shouqianba: 'Shouqianba',
    chinaums: 'ChinaUMS',
    leshua: 'Leshua',
    bank: 'Bank',
    pos: 'POS',
  },
);

export const METHODS = defineWords(
  {
    card: '银行卡',
    wechat: '微信',
    alipay: '支付宝',
    unionpay_qr: '银联二维码',
    jdpay: '京东支付',
    douyin_pay: '抖音支付',
    ecny: '数字人民币',
    cash: '现金',
    cod: '货到付款',
    voucher: '团购券',
    unknown: '未说明',
  },
  {
    card: 'Bank card',
    wechat: 'WeChat',
    alipay: 'Alipay',
    unionpay_qr: 'UnionPay QR',
    jdpay: 'JD Pay',
    douyin_pay: 'Douyin Pay',
    ecny: 'e-CNY',
    cash: 'Cash',
    cod: 'Cash on delivery',
    voucher: 'Voucher',
    unknown: 'Not told',
  },
);

export const KINDS = defineWords(
  {
    order: '订单',
    payment: '收款',
    'mini-app': '小程序支付',
    mini_app: '小程序支付',
    voucher: '团购券',
    reference: '退款参考',
    settlement: '结算',
    collection: '代收',
    statement: '账单',
    statement_row: '账单行',
    statement_bill: '对账单',
    match: '对账',
    dispute: '争议',
    life_movement: '来客账户变动',
    terminal: '终端',
    operator: '操作员',
    store: '门店',
    notice: '消息',
  },
  {
    order: 'Order',
    payment: 'Payment',
    'mini-app': 'Mini-app payment',
    mini_app: 'Mini-app payment',
    voucher: 'Voucher',
    reference: 'Refund by reference',
    settlement: 'Settlement',
    collection: 'Collection',
    statement: 'Statement',
    statement_row: 'Statement row',
    statement_bill: 'Bill',
    match: 'Reconciliation',
    dispute: 'Dispute',
    life_movement: 'Local life movement',
    terminal: 'Terminal',
    operator: 'Operator',
    store: 'Store',
    notice: 'Notice',
  },
);

export const ROLES = defineWords(
  { ingest: '接入', reader: '只读', ops: '运营', auditor: '审计', admin: '管理员' },
  { ingest: 'Ingest', reader: 'Reader', ops: 'Operations', auditor: 'Auditor', admin: 'Administrator' },
);

export const SEVERITY_NAMES = defineWords(
  { high: '高', medium: '中', low: '低' },
  { high: 'High', medium: 'Medium', low: 'Low' },
);
