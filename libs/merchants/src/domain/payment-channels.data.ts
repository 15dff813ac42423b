/** Who a merchant can be paid through, as payments name them. */
export interface PaymentChannel {
  readonly channel: string;
  readonly name: string;
}

export const PAYMENT_CHANNELS: readonly PaymentChannel[] = [
  { channel: 'wechat', name: '微信支付' },
  { channel: 'alipay', name: '支付宝' },
  { channel: 'jdpay', name: '京东支付' },
  { channel: 'douyin-pay', name: '抖音支付' },
  { channel: 'unionpay', name: '银联卡' },
  { channel: 'ecny', name: '数字人民币' },
  { channel: 'shouqianba', name: '收钱吧' },
  { channel: 'lakala', name: '拉卡拉' },
  { channel: 'allinpay', name: '通联' },
  { channel: 'chinaums', name: '银联商务' },
];

/** What a payment can be made with, as terminals and models name it. */
export const PAYMENT_METHODS: readonly string[] = [
  'card',
  'card_stripe',
  'card_chip',
  'card_contactless',
  'wechat',
  'alipay',
  'jdpay',
  'douyin_pay',
  'unionpay_qr',
  'ecny',
  'douyin_voucher',
];
