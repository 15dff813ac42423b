import type { BodyOf } from '../../../api/client';
import { defineWords } from '../../../i18n/language';
import type { Account, Checked, Shop, Terms } from '../answers';

type InterfaceBody = BodyOf<'/v1/merchants/{id}/payment-interfaces'>;
type FeesBody = BodyOf<'/v1/merchants/{id}/fee-schedules'>;
type StatusBody = BodyOf<'/v1/merchants/{id}/terminals/{merchantNo}/{terminalNo}/status'>;
type PullBody = BodyOf<'/v1/merchants/{id}/douyin-shops/{shopId}/pull'>;
type LineBody = FeesBody['lines'][number];

export type Method = InterfaceBody['methods'][number];

/** Each dictionary has a word for every code that the API takes: its keys are what a form offers. */
export const PAYMENT_METHODS = defineWords<Method>(
  {
    card: '银行卡',
    card_stripe: '刷卡（磁条）',
    card_chip: '插卡（芯片）',
    card_contactless: '挥卡（闪付）',
    wechat: '微信',
    alipay: '支付宝',
    jdpay: '京东支付',
    douyin_pay: '抖音支付',
    unionpay_qr: '银联二维码',
    ecny: '数字人民币',
    douyin_voucher: '抖音团购券',
  },
  {
    card: 'Bank card',
    card_stripe: 'Card, swiped',
    card_chip: 'Card, chip',
    card_contactless: 'Card, contactless',
    wechat: 'WeChat Pay',
    alipay: 'Alipay',
    jdpay: 'JD Pay',
    douyin_pay: 'Douyin Pay',
    unionpay_qr: 'UnionPay QR',
    ecny: 'e-CNY',
    douyin_voucher: 'Douyin voucher',
  },
);

export const PAYMENT_CHANNELS = defineWords<InterfaceBody['channel']>(
  {
    wechat: '微信支付',
    alipay: '支付宝',
    jdpay: '京东支付',
    'douyin-pay': '抖音支付',
    unionpay: '银联',
    ecny: '数字人民币',
    shouqianba: '收钱吧',
    lakala: '拉卡拉',
    allinpay: '通联支付',
    chinaums: '银联商务',
  },
  {
    wechat: 'WeChat Pay',
    alipay: 'Alipay',
    jdpay: 'JD Pay',
    'douyin-pay': 'Douyin Pay',
    unionpay: 'UnionPay',
    ecny: 'e-CNY',
    shouqianba: 'Shouqianba',
    lakala: 'Lakala',
    allinpay: 'Allinpay',
    chinaums: 'ChinaUMS',
  },
);

/** Besides payment channels, who takes fees and pays out. */
export const DOUYIN_CHANNELS = defineWords<'douyin' | 'douyin-life' | 'douyin-miniapp'>(
  { douyin: '抖音电商', 'douyin-life': '抖音来客', 'douyin-miniapp': '抖音小程序' },
  { douyin: 'Douyin shop', 'douyin-life': 'Douyin local life', 'douyin-miniapp': 'Douyin mini-app' },
);

export const ACCOUNT_KINDS = defineWords<Account['kind']>(
  {
    'douyin-life': '抖音来客',
    'mini-app': '抖音小程序',
    shouqianba: '收钱吧',
    lakala: '拉卡拉',
    allinpay: '通联支付',
    wechat: '微信支付',
    alipay: '支付宝',
    jdpay: '京东支付',
    'douyin-pay': '抖音支付',
  },
  {
    'douyin-life': 'Douyin local life',
    'mini-app': 'Douyin mini-app',
    shouqianba: 'Shouqianba',
    lakala: 'Lakala',
    allinpay: 'Allinpay',
    wechat: 'WeChat Pay',
    alipay: 'Alipay',
    jdpay: 'JD Pay',
    'douyin-pay': 'Douyin Pay',
  },
);

type Plain = BodyOf<'/v1/merchants/{id}/channel-accounts'>['kind'];

/** Those that are bound with a secret or with public keys; the other two have forms of their own. */
export const PLAIN_ACCOUNT_KINDS: Readonly<Record<Plain, true>> = {
  shouqianba: true,
  lakala: true,
  allinpay: true,
  wechat: true,
  alipay: true,
  jdpay: true,
  'douyin-pay': true,
};

export const BINDING_STATES = defineWords<Shop['state']>(
  {
    registered: '已登记',
    certified: '企业认证',
    payment_account_bound: '绑定收款账户',
    interface_tested: '接口联调',
    live: '已上线',
    suspended: '已暂停',
  },
  {
    registered: 'Registered',
    certified: 'Certified',
    payment_account_bound: 'Payment account bound',
    interface_tested: 'Interface tested',
    live: 'Live',
    suspended: 'Suspended',
  },
);

export const BINDING_STEPS: Readonly<Record<BodyOf<'/v1/merchants/{id}/douyin-shops/{shopId}/steps'>['to'], true>> = {
  certified: true,
  payment_account_bound: true,
  interface_tested: true,
  live: true,
  suspended: true,
};

export const TERMINAL_STATUSES = defineWords<StatusBody['status']>(
  { active: '启用', suspended: '停用', retired: '报废' },
  { active: 'Active', suspended: 'Suspended', retired: 'Retired' },
);

export const REFUND_POLICIES = defineWords<FeesBody['refundReturnsFee']>(
  { full: '全额退款才退手续费', proportional: '按退款比例退手续费', none: '退款不退手续费' },
  {
    full: 'Only a full refund returns the fee',
    proportional: 'In proportion to the refund',
    none: 'No refund returns the fee',
  },
);

export const CARD_TYPES = defineWords<NonNullable<LineBody['cardType']>>(
  { '*': '不限', debit: '借记卡', credit: '贷记卡', quasi_credit: '准贷记卡', prepaid: '预付卡' },
  { '*': 'Any', debit: 'Debit', credit: 'Credit', quasi_credit: 'Quasi-credit', prepaid: 'Prepaid' },
);

export const TERMS_KINDS = defineWords<Terms['kind']>(
  { terms: '服务协议', fee_standard: '收费标准' },
  { terms: 'Terms of service', fee_standard: 'Fee standard' },
);

export const TERMS_STATUSES = defineWords<Terms['status']>(
  { in_force: '生效中', announced: '即将生效', superseded: '已被替代' },
  { in_force: 'In force', announced: 'Announced', superseded: 'Superseded' },
);

export const PULL_STATES = defineWords<PullBody['state']>({ on: '开启', off: '关闭' }, { on: 'On', off: 'Off' });

export const PULL_BILLS = defineWords<NonNullable<PullBody['bills']>>(
  { api: '账单也由接口拉取', files: '账单另以文件导入' },
  { api: 'Bills by the interface, too', files: 'Bills come as files' },
);

export const CHECKED_KINDS = defineWords<Checked['kind']>(
  {
    'douyin-app': '抖音应用',
    'douyin-shop': '抖店',
    'live-room': '直播间',
    'channel-account': '渠道账户',
    'payment-interface': '支付接口',
    terminal: '终端',
    terms: '协议',
  },
  {
    'douyin-app': 'Douyin app',
    'douyin-shop': 'Douyin shop',
    'live-room': 'Live room',
    'channel-account': 'Channel account',
    'payment-interface': 'Payment interface',
    terminal: 'Terminal',
    terms: 'Terms',
  },
);

export const PROBES = defineWords<NonNullable<Checked['probe']>['outcome']>(
  { verified: '验签自检通过', refused: '验签自检被拒', failed: '验签自检失败' },
  { verified: 'Signature probe passed', refused: 'Signature probe refused', failed: 'Signature probe failed' },
);
