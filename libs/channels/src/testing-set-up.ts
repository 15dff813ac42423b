import type { Instant } from '#kernel';
import type { SetupCommand } from '#merchants';

export const NOW = '2026-09-21T12:00:00.000Z' as Instant;
export const APP = { appKey: '7000000000000000001', appSecret: '3b1c0d2e-0000-4000-8000-9a8b7c6d5e4f' } as const;
export const SHOP_ID = '4463798';
export const TERMINAL = {
  merchantNo: '898100012340001',
  terminalNo: 'POS00001',
  key: 'terminal-key-of-at-least-32-characters',
} as const;

const OPENED = '2026-01-01T00:00:00.000Z' as Instant;
export const SET_UP: readonly SetupCommand[] = [
  { type: 'RegisterMerchant', merchantId: 'm1', name: '茶铺', cutOff: '23:00' },
  { type: 'OpenStore', merchantId: 'm1', storeId: 's1', name: '一店' },
  { type: 'Enrol', merchantId: 'm1', storeId: 's1', acquirer: 'unionpay', model: 'A920', from: OPENED, ...TERMINAL },
  { type: 'BindShop', merchantId: 'm1', shopId: SHOP_ID, storeId: 's1', ...APP },
];
