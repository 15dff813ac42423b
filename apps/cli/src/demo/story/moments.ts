/** Singles' Day. In the past on every machine whose clock is right, so that nothing in the story lies in the future. */
export const TRADING_DAY_MS = Date.parse('2025-11-11T00:00:00+08:00');

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
const SHANGHAI_MS = 8 * HOUR_MS;

/** `20:10` on a day of the story; day 0 is the trading day. */
export function clock(time: string, day = 0): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return TRADING_DAY_MS + day * DAY_MS + hours * HOUR_MS + minutes * MINUTE_MS;
}

export const unixSeconds = (ms: number): number => Math.floor(ms / SECOND_MS);

/** `2025-11-11T20:10:00+08:00` */
export const isoShanghai = (ms: number): string => `${new Date(ms + SHANGHAI_MS).toISOString().slice(0, 19)}+08:00`;

/** `2025-11-11 20:10:00`, as Douyin's bills write it. */
export const billTime = (ms: number): string => isoShanghai(ms).slice(0, 19).replace('T', ' ');

/** `2025-11-11` */
export const dateText = (ms: number): string => isoShanghai(ms).slice(0, 10);

/** `20251111201000`, as acquirers write it. */
export const compactTime = (ms: number): string => billTime(ms).replaceAll(/\D/g, '');
