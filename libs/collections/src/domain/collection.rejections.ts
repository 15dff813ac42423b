import { rejecter, type RejectionRegistry } from '#kernel';

export const COLLECTION_REJECTIONS = {
  ORDER_UNKNOWN: { kind: 'not_found', says: 'Douyin has told of no such order yet.' },
  TERMINAL_NOT_ACTIVE: { kind: 'conflict', says: 'The terminal is suspended or retired.' },
  INTERFACE_NEEDED: {
    kind: 'unprocessable',
    says: 'Name a payment interface: neither live room nor shop has a default at that moment.',
  },
  INTERFACE_OF_OTHER_NUMBER: {
    kind: 'unprocessable',
    says: 'The terminal is enrolled under another merchant number than the interface.',
  },
  METHOD_NOT_TAKEN: { kind: 'unprocessable', says: 'The terminal takes none of the methods of that payment interface.' },
  REQUEST_AMOUNT_NEEDED: { kind: 'invalid', says: 'Name the amount: the order does not tell what is to be paid.' },
  REQUEST_NOT_FOUND: { kind: 'not_found', says: 'No such payment request.' },
  REQUEST_ID_REUSED: { kind: 'unprocessable', says: 'This request id stands for another request already.' },
  REQUEST_AMOUNT_NOT_POSITIVE: { kind: 'invalid', says: 'A payment request needs an amount above zero.' },
  REQUEST_AMOUNT_ABOVE_DUE: { kind: 'unprocessable', says: 'More is asked for than the order has to pay.' },
  REQUEST_OPEN: {
    kind: 'conflict',
    says: 'The order is with a terminal already; cancel that request or wait for its outcome.',
  },
  ORDER_COLLECTED: { kind: 'conflict', says: 'The order was collected at a terminal already.' },
  ORDER_PAID_INSIDE: { kind: 'conflict', says: 'The order was paid inside Douyin.' },
  ORDER_CLOSED: { kind: 'conflict', says: 'The order is cancelled or refunded.' },
  REQUEST_OF_OTHER_TERMINAL: { kind: 'forbidden', says: 'The request was handed to another terminal.' },
  REQUEST_EXPIRED: { kind: 'conflict', says: 'The request has expired: no money may be taken on it.' },
  REQUEST_CANCELLED: { kind: 'conflict', says: 'The request was cancelled: no money may be taken on it.' },
  REQUEST_CONFIRMED: { kind: 'conflict', says: 'The terminal has taken the request on; only its outcome ends it.' },
  REQUEST_ENDED: { kind: 'conflict', says: 'The request has an outcome already.' },
  REQUEST_NOT_DUE: { kind: 'conflict', says: 'The request has time left.' },
} as const satisfies RejectionRegistry;

export const reject = rejecter(COLLECTION_REJECTIONS);
