import { Fault, instant, plusMs, type Instant } from '#kernel';
import { isOutage } from '#postgres';
import { GatewayRefusal } from '../douyin/openapi/gateway-answer.js';
import type { GatewayShop } from '../douyin/openapi/gateway-client.js';
import { REAL_TIME, type Time } from '../douyin/openapi/time.js';
import { BILL_KINDS, PULL_PAUSES, PULL_TERMS, type PullKind } from './pull-data.js';
import type { PullDeps } from './pull-deps.js';
import type { PullSetting } from './pull-setting.js';
import type { PullCursor, PullFailure } from './pull-store.js';
import { takeWindow } from './pull-turn.js';
import { nextWindow } from './pull-window.js';

export interface PullerOptions {
  readonly time?: Time;
  /** Hears of turns that failed because we are wrong, and of places that can not be reached. */
  readonly onFailure?: (error: unknown) => void;
}

const LOOK_EVERY_MS = 1_000;
/** A shop that is switched off, and bills that files tell, are looked at again. */
const OFF_FOR_MS = 30_000;

const isWanted = (kind: PullKind, setting: PullSetting | undefined): boolean =>
  setting?.state === 'on' && (setting.bills === 'api' || !BILL_KINDS.includes(kind));

/** Pulls shops that are set to be pulled, and works off back-fills. A place moves only when all before it is durable. */
export class Puller {
  private readonly time: Time;
  private readonly onFailure: (error: unknown) => void;

  constructor(
    private readonly deps: PullDeps,
    { time = REAL_TIME, onFailure = () => undefined }: PullerOptions = {},
  ) {
    this.time = time;
    this.onFailure = onFailure;
  }

  /** Until the signal aborts. To be run by one owner; a second one would only do the same work again. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const moved = await this.round(signal).catch((error: unknown) => {
        this.onFailure(error);
        return 0;
      });
      if (moved === 0) await this.time.sleep(LOOK_EVERY_MS, signal);
    }
  }

  /** One turn of everything that is due; answers how many places moved. Shops go beside each other. @throws Outage of the places */
  async round(signal: AbortSignal): Promise<number> {
    const due = await this.deps.store.due(this.now());
    const shops = [...Map.groupBy(due, ({ shopId }) => shopId).values()];
    const moved = await Promise.all(shops.map((cursors) => this.ofShop(cursors, signal)));
    return moved.reduce((total, each) => total + each, 0);
  }

  private async ofShop(cursors: readonly PullCursor[], signal: AbortSignal): Promise<number> {
    let moved = 0;
    for (const cursor of cursors) if (!signal.aborted && (await this.turn(cursor, signal))) moved += 1;
    return moved;
  }

  private async turn(cursor: PullCursor, signal: AbortSignal): Promise<boolean> {
    try {
      return await this.tryTurn(cursor, signal);
    } catch (error) {
      if (signal.aborted) return false;
      const [failure, pauseMs] = this.failureOf(error, cursor);
      if (failure.code === 'FAULT') this.onFailure(error);
      await this.deps.store.failed(cursor, failure, plusMs(failure.at, pauseMs));
      return false;
    }
  }

  private async tryTurn(cursor: PullCursor, signal: AbortSignal): Promise<boolean> {
    const { store } = this.deps;
    const { shopId, kind, job } = cursor;
    const now = this.now();
    if (job === 'live' && !isWanted(kind, await this.deps.settingOf(shopId))) {
      await store.rest(cursor, plusMs(now, OFF_FOR_MS));
      return false;
    }
    const window = nextWindow(cursor, now);
    const { everyMs } = PULL_TERMS[kind];
    if (!window) {
      await store.rest(cursor, plusMs(now, everyMs));
      return false;
    }
    const client = this.deps.gateway.clientOf(await this.shop(shopId), signal);
    const items = await takeWindow(this.deps, { cursor, window, client, now });
    const { to, leftOutTo, isCaughtUp } = window;
    const nextTryAt = isCaughtUp ? plusMs(now, everyMs) : now;
    const step = { to, items, at: this.now(), nextTryAt, ...(leftOutTo !== undefined && { leftOutTo }) };
    return store.advance(cursor, step);
  }

  private async shop(shopId: string): Promise<GatewayShop> {
    const { merchants } = this.deps;
    const shop = await merchants.douyinShop(shopId);
    const app = shop && (await merchants.douyinApp(shop.appKey));
    const [appSecret] = app?.secrets ?? [];
    if (!app || appSecret === undefined) throw new Fault(`shop ${shopId} is pulled and has no app`);
    return { shopId, appKey: app.appKey, appSecret };
  }

  /** What is told, and how long to wait: longer after each outage, and long after a refusal. */
  private failureOf(error: unknown, { failures }: PullCursor): [PullFailure, number] {
    const { firstMs, longestMs, refusedMs } = PULL_PAUSES;
    const at = this.now();
    if (error instanceof GatewayRefusal) return [{ code: 'REFUSED', says: error.message, at }, refusedMs];
    const isAway = isOutage(error);
    const says = isAway && error instanceof Error ? error.message : 'It failed on our side; it was reported.';
    const pauseMs = isAway ? Math.min(firstMs * 2 ** Math.min(failures, 20), longestMs) : longestMs;
    return [{ code: isAway ? 'OUTAGE' : 'FAULT', says, at }, pauseMs * (0.5 + this.time.random() / 2)];
  }

  private now(): Instant {
    return instant(this.time.nowMs());
  }
}
