import { rejecter, type RejectionRegistry } from '#kernel';

export const FEE_REJECTIONS = {
  PERIOD_ENDS_BEFORE_IT_BEGINS: { kind: 'unprocessable', says: 'It would end before it begins.' },
  FEE_CAP_BELOW_FLOOR: { kind: 'unprocessable', says: 'A fee can not have a cap below its floor.' },
  FEE_TIER_EMPTY: { kind: 'unprocessable', says: 'A tier must reach above the amount it begins at.' },
  FEE_TIERS_OVERLAP: {
    kind: 'unprocessable',
    says: 'Two lines of one product and kind of card are for the same amounts.',
  },
  FEE_SCHEDULE_DIFFERS: { kind: 'conflict', says: 'This fee schedule is agreed already, with other particulars.' },
  FEE_SCHEDULES_OVERLAP: { kind: 'conflict', says: 'Another fee schedule of this channel is in force in that time.' },
  FEE_SCHEDULE_UNKNOWN: { kind: 'not_found', says: 'The channel has no such fee schedule.' },
  DESTINATION_OF_OTHER_MERCHANT: { kind: 'conflict', says: 'This merchant number belongs to another merchant.' },
  DESTINATION_DIFFERS: { kind: 'conflict', says: 'This settlement destination is set already, with other particulars.' },
  DESTINATIONS_OVERLAP: { kind: 'conflict', says: 'Another settlement destination is in force in that time.' },
  DESTINATION_UNKNOWN: { kind: 'not_found', says: 'The merchant number has no such settlement destination.' },
  CALENDAR_DAY_OF_OTHER_YEAR: { kind: 'unprocessable', says: 'Each day must lie in the year that is published.' },
  CALENDAR_DAY_CONTRADICTS: {
    kind: 'unprocessable',
    says: 'A day of work must be a Saturday or Sunday and no holiday, and each day is named once.',
  },
  CALENDAR_YEAR_MISSING: {
    kind: 'unprocessable',
    says: 'The holiday calendar does not hold that year yet: publish it first. Nothing is guessed.',
  },
  TERMS_VERSION_DIFFERS: { kind: 'conflict', says: 'This version of the terms is registered already, with other particulars.' },
  TERMS_EFFECTIVE_TWICE: { kind: 'conflict', says: 'Another version of this document takes effect at that same moment.' },
  TERMS_VERSION_UNKNOWN: { kind: 'not_found', says: 'No such version of these terms is registered.' },
} as const satisfies RejectionRegistry;

export const reject = rejecter(FEE_REJECTIONS);
