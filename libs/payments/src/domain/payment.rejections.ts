import { rejecter, type RejectionRegistry } from '#kernel';

export const PAYMENT_REJECTIONS = {
  PAYMENT_NOT_FOUND: { kind: 'not_found', says: 'No such payment.' },
  AMOUNT_NOT_POSITIVE: { kind: 'invalid', says: 'An instruction needs an amount above zero.' },
  INSTRUCTION_ID_REUSED: { kind: 'unprocessable', says: 'This instruction id stands for another instruction already.' },
  INSTRUCTION_NOT_FOUND: { kind: 'not_found', says: 'The payment has no such instruction.' },
  INSTRUCTION_CARRIED_OUT: { kind: 'conflict', says: 'The instruction was carried out and can not be withdrawn.' },
  INSTRUCTION_OUTSTANDING: { kind: 'conflict', says: 'Another instruction waits for its answer; withdraw it first.' },
  PAYMENT_OUTCOME_UNKNOWN: { kind: 'conflict', says: 'The outcome of a transaction is unknown; inquire or reverse it first.' },
  NOTHING_TO_CAPTURE: { kind: 'conflict', says: 'No hold stands that could be captured.' },
  CAPTURE_EXCEEDS_AUTHORIZATION: { kind: 'unprocessable', says: 'More than 115 % of the authorised amount would be captured.' },
  AUTHORIZATION_EXPIRED: { kind: 'conflict', says: 'The authorization has expired.' },
  AUTHORIZATION_NOT_EXPIRED: { kind: 'conflict', says: 'The authorization still holds.' },
  NOTHING_TO_REFUND: { kind: 'conflict', says: 'Nothing was captured, or all of it was given back.' },
  REFUND_EXCEEDS_CAPTURED: { kind: 'unprocessable', says: 'More would be given back than was captured.' },
  NOTHING_TO_VOID: { kind: 'conflict', says: 'No hold stands that could be released.' },
} as const satisfies RejectionRegistry;

export const reject = rejecter(PAYMENT_REJECTIONS);
