import type { RowOf } from '../../api/client';

export type Transaction = RowOf<'/v1/transactions'>;
export type Kind = Transaction['kind'];

export const KIND_CODES = ['order', 'payment', 'mini-app', 'voucher'] as const satisfies readonly Kind[];

/** As the slip has it: a payment without the merchant number that it begins with, which the whole list shares. */
export const shortOf = (kind: Kind, id: string): string => (kind === 'payment' ? id.slice(id.indexOf('.') + 1) : id);

/** Where a transaction has its own page. */
export const addressOf = (kind: Kind, id: string): string => `/orders/${kind}/${encodeURIComponent(id)}`;
