import { instant, plusMs, type Instant } from '#kernel';
import type { GatewayName } from './domain/bills.data.js';
import { pauseMs } from './schedule.js';

interface Standing {
  readonly failures: number;
  readonly until: Instant;
}

/** Leaves a gateway alone that is away: for longer after each failure, until it answers again. */
export class Breaker {
  private readonly gateways = new Map<GatewayName, Standing>();

  /** Until when nothing is asked of it; undefined where it may be. */
  openUntil(gateway: GatewayName, now: Instant): Instant | undefined {
    const until = this.gateways.get(gateway)?.until ?? instant(0);
    return until > now ? until : undefined;
  }

  failed(gateway: GatewayName, now: Instant, random: number): Instant {
    const failures = this.gateways.get(gateway)?.failures ?? 0;
    const until = plusMs(now, pauseMs('away', failures, random));
    this.gateways.set(gateway, { failures: failures + 1, until });
    return until;
  }

  answered(gateway: GatewayName): void {
    this.gateways.delete(gateway);
  }
}
