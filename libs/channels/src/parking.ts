/** Why a notice waits for a person. Codes of rejections of the ledger stand beside these. */
export const PARK_REASONS = {
  UNKNOWN_SHOP: 'The Douyin shop is not bound to a merchant here.',
  SHOP_OF_OTHER_APP: 'The shop is bound to another app than the one that signed.',
  UNKNOWN_TERMINAL: 'The terminal is not enrolled here.',
  UNKNOWN_MERCHANT: 'The merchant number is assigned to no merchant here.',
  MESSAGE_UNREADABLE: 'The message is not the JSON that this channel speaks.',
  FIELDS_INVALID: 'Fields are missing or malformed; detail names them.',
  CLOCK_FAR_OFF: 'The message happened before 2016 or more than a day from now: its clock is wrong.',
  TAG_AND_DATA_DISAGREE: 'The message says one thing by its tag and another by its fields.',
  ROW_DOES_NOT_ADD_UP: 'The amounts of the row contradict each other.',
  FAULT: 'Recording it failed on our side; it was reported.',
} as const;

export type ParkReason = keyof typeof PARK_REASONS;
