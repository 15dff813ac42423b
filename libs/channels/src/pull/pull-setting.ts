import type { CommandFeature, EventSchemas } from '#event-log';
import { rejecter, streamName, type Decider, type DomainEvent, type Instant, type RejectionRegistry } from '#kernel';

/** Where rows of a shop's bills come from: pulled, or out of files that are fetched or uploaded. Not both: one row may have another name in each. */
export const BILL_SOURCES = ['api', 'files'] as const;
export type BillSource = (typeof BILL_SOURCES)[number];

/** Whether a shop is pulled. Off until somebody says so: nothing calls out by itself. */
export interface PullSetting {
  readonly state: 'on' | 'off';
  /** Pulled is what moved from this moment on. */
  readonly from: Instant;
  readonly bills: BillSource;
}

export interface SetPull {
  readonly type: 'SetPull';
  readonly shopId: string;
  readonly merchantId: string;
  readonly state: 'on' | 'off';
  /** For `on`: as before unless said, the moment of the command where it never was on. */
  readonly from?: Instant;
  /** For `on`: as before unless said; rows of the API where it never was on. */
  readonly bills?: BillSource;
  readonly at: Instant;
}

export type PullSettingEvent = DomainEvent<
  'DouyinPullSet',
  { shopId: string; merchantId: string; state: 'on' | 'off'; from: Instant; bills?: 'files' }
>;

export const PULL_REJECTIONS = {
  PULL_NEVER_ON: { kind: 'conflict', says: 'This shop was never pulled: there is nothing to switch off.' },
  PULL_ON_OTHERWISE: {
    kind: 'conflict',
    says: 'This shop is pulled already, from another moment on. Switch it off first, or begin a back-fill.',
  },
  BACKFILL_RUNNING: { kind: 'conflict', says: 'A back-fill of this shop is running, over another time.' },
  BACKFILL_TIME_INVALID: { kind: 'unprocessable', says: 'A back-fill goes from a moment to a later one, not beyond now.' },
} as const satisfies RejectionRegistry;

export const rejectPull = rejecter(PULL_REJECTIONS);

export const pullSettingDecider: Decider<PullSetting | undefined, SetPull, PullSettingEvent> = {
  initial: undefined,
  decide({ shopId, merchantId, state, from, bills, at }, setting) {
    const set = (begins: Instant, source: BillSource): PullSettingEvent[] => [
      {
        type: 'DouyinPullSet',
        data: { shopId, merchantId, state, from: begins, ...(source === 'files' && { bills: source }) },
      },
    ];
    if (state === 'off') {
      if (!setting) return rejectPull('PULL_NEVER_ON');
      return setting.state === 'off' ? [] : set(setting.from, setting.bills);
    }
    const source: BillSource = bills ?? setting?.bills ?? 'api';
    if (setting?.state !== 'on') return set(from ?? setting?.from ?? at, source);
    if (from !== undefined && from !== setting.from) return rejectPull('PULL_ON_OTHERWISE');
    return source === setting.bills ? [] : set(setting.from, source);
  },
  evolve: (_, { data: { state, from, bills } }) => ({ state, from, bills: bills ?? 'api' }),
};

export const pullStream = (shopId: string): string => streamName('douyin-pull', shopId);

export const pullSettingFeature: CommandFeature<PullSetting | undefined, SetPull, PullSettingEvent> = {
  decider: pullSettingDecider,
  streamOf: ({ shopId }) => pullStream(shopId),
};

export const PULL_EVENTS = { DouyinPullSet: { version: 1 } } as const satisfies EventSchemas;
