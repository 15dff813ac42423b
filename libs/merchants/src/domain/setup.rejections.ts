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
  TERMINAL_RETIRED: { kind: 'conflict', says: 'The terminal is retired; nothing of it changes any more.' },
  TERMINAL_STATUS_ILLEGAL: { kind: 'conflict', says: 'The terminal is in that state already.' },
  STATUS_OVERLAPS: { kind: 'conflict', says: 'The terminal has a state from that moment or later already.' },
  METHODS_OVERLAP: { kind: 'conflict', says: 'The terminal has methods from that moment or later already.' },
  POS_MODEL_UNKNOWN: { kind: 'unprocessable', says: 'No such POS model is described; describe what it can take first.' },
  METHOD_BEYOND_MODEL: { kind: 'unprocessable', says: 'A terminal of that model can not take that method; see details.' },
  LIVE_ROOM_UNKNOWN: { kind: 'not_found', says: 'No such live room.' },
  LIVE_ROOM_MOVE_OVERLAPS: { kind: 'conflict', says: 'The live room moves at that moment or later already.' },
  DEFAULT_OVERLAPS: { kind: 'conflict', says: 'A default interface is set from that moment or later already.' },
  INTERFACE_UNKNOWN: { kind: 'not_found', says: 'The merchant has no such payment interface.' },
  INTERFACE_DIFFERS: { kind: 'conflict', says: 'This payment interface is open already, with other particulars.' },
  INTERFACE_OVERLAPS: {
    kind: 'conflict',
    says: 'Another payment interface has this channel and merchant number for some of that time; see details.',
  },
  INTERFACE_CLOSED: { kind: 'conflict', says: 'This payment interface is closed already, for another reason.' },
  INTERFACE_NOT_VALID: { kind: 'unprocessable', says: 'The payment interface is not valid at that moment.' },
  INTERFACE_NOT_BOUND: { kind: 'unprocessable', says: 'The shop is not bound to that payment interface at that moment.' },
  INTERFACE_HAS_HOLDS: {
    kind: 'conflict',
    says: 'Authorizations of this payment interface still hold money; complete or void them first.',
  },
  SHOP_INTERFACE_OVERLAPS: {
    kind: 'conflict',
    says: 'The shop is bound to this payment interface for some of that time already.',
  },
  PERIOD_EMPTY: { kind: 'invalid', says: 'The end must be later than the beginning.' },
  ACCOUNT_UNKNOWN: { kind: 'not_found', says: 'The merchant has bound no such account.' },
  ACCOUNT_BOUND_OTHERWISE: {
    kind: 'conflict',
    says: 'This account is bound already, to another merchant or store or with other keys.',
  },
  BINDING_STEP_ILLEGAL: { kind: 'conflict', says: 'The binding can not take that step from where it stands; see details.' },
  OVERLAP_ENDED: { kind: 'invalid', says: 'The end of the overlap is over already.' },
  SECRET_IN_USE: { kind: 'conflict', says: 'This secret still verifies and can not be destroyed.' },
  PLACEMENT_OVERLAPS: { kind: 'conflict', says: 'The terminal has a placement from that moment or later already.' },
} as const satisfies RejectionRegistry;

export const reject = rejecter(SETUP_REJECTIONS);
