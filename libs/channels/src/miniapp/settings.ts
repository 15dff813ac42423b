/** How callbacks of mini-apps are answered. */
export interface MiniAppSettings {
  /** A request for a refund before it is made: taken in, or refused (then the platform asks again). */
  readonly refundRequests: 'accept' | 'refuse';
  /** Page of the mini-app that shows a refund to its buyer. */
  readonly refundPage: string;
  /** How far the signed time of a callback may be from ours; 0: however far. */
  readonly windowMs: number;
}

/** A request that is not answered with data leaves the refund stuck, so it is taken in; whether money goes back is decided elsewhere. */
export const MINI_APP_SETTINGS: MiniAppSettings = {
  refundRequests: 'accept',
  refundPage: 'pages/refund/index',
  windowMs: 300_000,
};
