import { deterministicId, type CommandContext, type CommandHandling, type Outcome } from '#event-log';
import { rejecter, type Instant, type Rejection } from '#kernel';
import { SETUP_REJECTIONS, type MerchantDirectory } from '#merchants';
import { BACKFILL_KINDS, BILL_KINDS, PULL_KINDS, type PullKind } from './pull-data.js';
import {
  pullSettingDecider,
  pullSettingFeature,
  pullStream,
  rejectPull,
  type PullSetting,
  type SetPull,
} from './pull-setting.js';
import {
  isDone,
  type Backfill,
  type GapKind,
  type PullCursor,
  type PullFailure,
  type PullJob,
  type PullStore,
} from './pull-store.js';
import { earliestOf, latestOf } from './pull-window.js';

export interface PullStanding {
  readonly setting: PullSetting | undefined;
  /** Of the pulling that goes on for good. */
  readonly cursors: readonly PullCursor[];
  readonly gaps: ReadonlyMap<GapKind, number>;
}

/** A part of the time asked for that the platform does not answer for. */
export interface NotAskable {
  readonly kind: PullKind;
  readonly from: Instant;
  readonly to: Instant;
}

export interface BackfillStanding extends Backfill {
  readonly state: 'running' | 'done';
  /** Share of the time that is done, 0 to 1. */
  readonly share: number;
  readonly items: number;
  readonly notAskable: readonly NotAskable[];
  readonly failure: PullFailure | null;
}

export interface AskBackfill {
  readonly merchantId: string;
  readonly shopId: string;
  readonly from: Instant;
  readonly to?: Instant;
  readonly now: Instant;
}

const rejectSetup = rejecter(SETUP_REJECTIONS);

/** Says which shops are pulled, begins back-fills and tells how they go. Calls nobody itself. */
export class Pulls {
  constructor(
    private readonly handling: CommandHandling,
    private readonly merchants: MerchantDirectory,
    private readonly store: PullStore,
  ) {}

  /** Refused with SHOP_UNKNOWN, PULL_NEVER_ON, PULL_ON_OTHERWISE. A repetition also mends what a crash broke off. @throws Outage */
  async set(command: SetPull, context: CommandContext): Promise<Outcome> {
    const { shopId, merchantId } = command;
    if (!(await this.isOf(merchantId, shopId))) return { ok: false, rejection: rejectSetup('SHOP_UNKNOWN') };
    const outcome = await this.handling.handle(pullSettingFeature, command, context);
    const setting = outcome.ok ? await this.settingOf(shopId) : undefined;
    if (setting?.state === 'on') {
      const { from: begins } = setting;
      await this.store.place(PULL_KINDS.map((kind) => ({ shopId, job: 'live' as const, kind, begins, ends: null })));
    }
    return outcome;
  }

  async settingOf(shopId: string): Promise<PullSetting | undefined> {
    return (await this.handling.load(pullStream(shopId), pullSettingDecider)).state;
  }

  /** Undefined where the merchant has no such shop. */
  async standing(merchantId: string, shopId: string): Promise<PullStanding | undefined> {
    if (!(await this.isOf(merchantId, shopId))) return undefined;
    const [setting, cursors, gaps] = await Promise.all([
      this.settingOf(shopId),
      this.store.cursors(shopId),
      this.store.gaps(shopId),
    ]);
    return { setting, cursors: cursors.filter(({ job }) => job === 'live'), gaps };
  }

  /**
   * Begins, or answers the one that is running over the same time. Refused with SHOP_UNKNOWN, BACKFILL_TIME_INVALID,
   * BACKFILL_RUNNING. @throws Outage
   */
  async backfill({ merchantId, shopId, from, to, now }: AskBackfill): Promise<BackfillStanding | Rejection> {
    if (!(await this.isOf(merchantId, shopId))) return rejectSetup('SHOP_UNKNOWN');
    const until = to ?? now;
    if (from >= until || until > now) return rejectPull('BACKFILL_TIME_INVALID');
    const running = (await this.allBackfills(shopId)).find(({ state }) => state === 'running');
    if (running) return running.from === from && (to ?? running.to) === running.to ? running : rejectPull('BACKFILL_RUNNING');
    const bills = (await this.settingOf(shopId))?.bills ?? 'api';
    const kinds = BACKFILL_KINDS.filter((kind) => bills === 'api' || !BILL_KINDS.includes(kind));
    const id: PullJob = `bkf_${deterministicId('backfill', shopId, from, until)}`;
    // Its places first: one without them would count as done.
    await this.store.place(kinds.map((kind) => placed({ shopId, job: id, kind }, { from, to: until, now })));
    await this.store.addBackfill({ id, shopId, merchantId, from, to: until, askedAt: now });
    const begun = (await this.allBackfills(shopId)).find((each) => each.id === id);
    return begun ?? rejectPull('BACKFILL_RUNNING');
  }

  /** The newest first; undefined where the merchant has no such shop. */
  async backfills(merchantId: string, shopId: string): Promise<readonly BackfillStanding[] | undefined> {
    return (await this.isOf(merchantId, shopId)) ? this.allBackfills(shopId) : undefined;
  }

  private async allBackfills(shopId: string): Promise<BackfillStanding[]> {
    const [backfills, cursors] = await Promise.all([this.store.backfills(shopId), this.store.cursors(shopId)]);
    return backfills.map((backfill) =>
      standingOf(
        backfill,
        cursors.filter(({ job }) => job === backfill.id),
      ),
    );
  }

  private async isOf(merchantId: string, shopId: string): Promise<boolean> {
    return (await this.merchants.douyinShop(shopId))?.merchantId === merchantId;
  }
}

/** What can not be asked for any more, or not yet, is left out of its time. */
function placed(
  key: Pick<PullCursor, 'shopId' | 'job' | 'kind'>,
  { from, to, now }: { readonly from: Instant; readonly to: Instant; readonly now: Instant },
): Parameters<PullStore['place']>[0][number] {
  const earliest = earliestOf(key.kind, now);
  const latest = latestOf(key.kind, now);
  const begins = from > earliest ? from : earliest;
  const ends = to < latest ? to : latest;
  return { ...key, begins, ends: ends > begins ? ends : begins };
}

function standingOf(backfill: Backfill, cursors: readonly PullCursor[]): BackfillStanding {
  const ms = (at: Instant): number => Date.parse(at);
  const total = cursors.reduce((sum, { begins, ends }) => sum + ms(ends ?? begins) - ms(begins), 0);
  const done = cursors.reduce((sum, { begins, doneTo }) => sum + ms(doneTo) - ms(begins), 0);
  return {
    ...backfill,
    state: cursors.every(isDone) ? 'done' : 'running',
    share: total === 0 ? 1 : Math.min(1, done / total),
    items: cursors.reduce((sum, { items }) => sum + items, 0),
    notAskable: cursors.flatMap((cursor) => notAskable(backfill, cursor)),
    failure: cursors.find(({ failure }) => failure !== null)?.failure ?? null,
  };
}

function notAskable({ from, to }: Backfill, { kind, begins, ends, leftOutTo }: PullCursor): NotAskable[] {
  const start = leftOutTo !== null && leftOutTo > begins ? leftOutTo : begins;
  const end = ends ?? begins;
  return [
    ...(start > from ? [{ kind, from, to: start < to ? start : to }] : []),
    ...(end < to && end >= from ? [{ kind, from: end, to }] : []),
  ].filter((part) => part.from < part.to);
}
