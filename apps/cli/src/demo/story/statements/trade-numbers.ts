import { dateText } from '../moments.js';

interface Named {
  readonly tale: string;
  readonly atMs: number;
  /** Twelve digits that nothing else of the story has. */
  readonly rrn: string;
}

type Numbered = (named: Named) => string;

/** As long as the channel's own numbers are. */
const TRADES: Readonly<Record<string, Numbered>> = {
  wechat: ({ tale, rrn }) => `4200${tale}${rrn}000`,
  alipay: ({ tale, atMs, rrn }) => `${dateText(atMs).replaceAll('-', '')}22${tale.slice(4)}1${rrn}`,
};
const REFUNDS: Readonly<Record<string, Numbered>> = {
  wechat: ({ tale, rrn }) => `5030${tale}${rrn}000`,
};
const usual: Numbered = ({ tale, rrn }) => `${tale}${rrn}`;

/** Number of a payment with its channel; 21 digits with acquirers. */
export const tradeNoOf = (channel: string, named: Named): string => (TRADES[channel] ?? usual)(named);

/** Number of a refund with its channel. Alipay gives none of its own: there it is the number of the request. */
export const refundNoOf = (channel: string, named: Named): string => (REFUNDS[channel] ?? usual)(named);
