import type { AgeingAxis, ReportAxis } from '#reports';

/** How reports are broken down unless it is said. */
export const REPORTED_BY: readonly ReportAxis[] = ['side', 'channel', 'method'];
export const AGED_BY: readonly AgeingAxis[] = ['channel', 'account'];
