import type { MiniAppPaid } from './mini-payment.messages.js';

/** `way` of ecpay, `pay_channel` of the trade system → how the buyer paid. */
const METHODS: Readonly<Record<number, string>> = { 1: 'wechat', 2: 'alipay', 10: 'douyin_pay' };

/** `other` where the platform has a new way, `unknown` where it did not say. */
export const methodOf = ({ way }: MiniAppPaid): string => (way === undefined ? 'unknown' : (METHODS[way] ?? 'other'));
