/** A POS model, and the payment methods that it can take. */
export interface PosModel {
  readonly model: string;
  readonly methods: readonly string[];
}

const CARDS = ['card_stripe', 'card_chip', 'card_contactless'] as const;
const WALLETS = ['wechat', 'alipay', 'jdpay', 'unionpay_qr'] as const;

/** What common models can take, as their makers sell them. Whoever knows better describes a model anew. */
export const POS_MODELS: readonly PosModel[] = [
  { model: 'A920', methods: [...CARDS, ...WALLETS, 'ecny', 'douyin_voucher'] },
  { model: 'A930', methods: [...CARDS, ...WALLETS, 'ecny', 'douyin_voucher'] },
  { model: 'N5', methods: [...CARDS, ...WALLETS, 'ecny', 'douyin_voucher'] },
  { model: 'P2', methods: [...CARDS, ...WALLETS, 'ecny', 'douyin_voucher'] },
  { model: 'P2 Pro', methods: [...CARDS, ...WALLETS, 'ecny', 'douyin_voucher'] },
  { model: 'S90', methods: ['card_stripe', 'card_chip', 'card_contactless'] },
  { model: 'Vx520', methods: ['card_stripe', 'card_chip'] },
  { model: 'QR-Box', methods: [...WALLETS] },
  { model: 'V2', methods: [...WALLETS, 'ecny', 'douyin_voucher'] },
];
