import { rejecter, type RejectionRegistry } from '#kernel';

export const SETUP_REJECTIONS = {
  MERCHANT_UNKNOWN: { kind: 'not_found', says: 'No such merchant.' },
  MERCHANT_DIFFERS: { kind: 'conflict', says: 'This merchant is registered already, with other particulars.' },
  STORE_UNKNOWN: { kind: 'unprocessable', says: 'The merchant has no such store.' },
  STORE_DIFFERS: { kind: 'conflict', says: 'This store is open already, under another name.' },
  APP_BOUND_OTHERWISE: {
    kind: 'conflict',
    says: 'This Douyin app is bound already, to another merchant or with another secret.',
  },
  SHOP_BOUND_OTHERWISE: { kind: 'conflict', says: 'This Douyin shop is bound already, to another merchant, app or store.' },
  APP_UNKNOWN: { kind: 'unprocessable', says: 'The merchant has bound no such Douyin app.' },
  SHOP_UNKNOWN: { kind: 'unprocessable', says: 'The merchant has bound no such Douyin shop.' },
  LIVE_ROOM_ASSIGNED_OTHERWISE: { kind: 'conflict', says: 'This live room is assigned already, to another shop.' },
  MERCHANT_NO_TAKEN: { kind: 'conflict', says: 'This merchant number belongs to another merchant.' },
  TERMINAL_ENROLLED_OTHERWISE: {
    kind: 'conflict',
    says: 'This terminal is enrolled already, with other particulars or another key.',
  },
  TERMINAL_UNKNOWN: { kind: 'not_found', says: 'No such terminal.' },
  PLACEMENT_OVERLAPS: { kind: 'conflict', says: 'The terminal has a placement from that moment or later already.' },
} as const satisfies RejectionRegistry;

export const reject = rejecter(SETUP_REJECTIONS);
