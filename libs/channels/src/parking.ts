/** Why a notice waits for a person. Codes of rejections of the ledger stand beside these. */
export const PARK_REASONS = {
  UNKNOWN_SHOP: 'The Douyin shop is not bound to a merchant here.',
  SHOP_OF_OTHER_APP: 'The shop is bound to another app than the one that signed.',
  UNKNOWN_ACCOUNT: 'The account with the outside party is not bound to a merchant here.',
  UNKNOWN_TERMINAL: 'The terminal is not enrolled here.',
  UNKNOWN_MERCHANT: 'The merchant number is assigned to no merchant here.',
  MERCHANT_OF_OTHER_ACCOUNT: 'The merchant number is of another merchant than the account that signed.',
  STATUS_UNKNOWN: 'The status or kind is in no table of that sender; whether money moved is not known here.',
  KIND_NOT_TAKEN: 'A pre-authorization is told by its terminal, with numbers that this notice does not carry.',
  MESSAGE_UNREADABLE: 'The message is not of the form that this channel speaks.',
  FIELDS_INVALID: 'Fields are missing or malformed; detail names them.',
  CLOCK_FAR_OFF: 'The message happened before 2016 or more than a day from now: its clock is wrong.',
  TAG_AND_DATA_DISAGREE: 'The message says one thing by its tag and another by its fields.',
  ROW_DOES_NOT_ADD_UP: 'The amounts of the row contradict each other.',
  FAULT: 'Recording it failed on our side; it was reported.',
} as const;

export type ParkReason = keyof typeof PARK_REASONS;
