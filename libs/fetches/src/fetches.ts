import type { PullSetting } from '#channels';
import type { CommandContext, CommandHandling, Outcome } from '#event-log';
import { localDate, rejecter, type BusinessDate, type Instant, type Rejection } from '#kernel';
import { SETUP_REJECTIONS, type ChannelAccountKind, type MerchantDirectory } from '#merchants';
import { BILL_TERMS, type BillName, type GatewayName } from './domain/bills.data.js';
import { fetchSettingDecider, rejectFetch, type FetchSetting, type SetFetch } from './domain/fetch-setting.js';
import { fetchSettingFeature, fetchStream } from './fetches.feature.js';
import { earliest, lastOverdue, overdueAt } from './schedule.js';
import { isApiSource } from './sources/douyin.js';
import type { FetchStore, Schedule, WantedBill } from './store/fetch-store.js';

/** How the bill of a day stands for a person. `overdue`: due, and it should have been there. */
export interface BillStanding extends WantedBill {
  readonly isOverdue: boolean;
  readonly overdueAt: Instant;
}

export interface FetchesOfMerchant {
  readonly schedules: readonly Schedule[];
  /** The newest day first. */
  readonly bills: readonly BillStanding[];
}

export interface AskBill extends BillName {
  readonly now: Instant;
}

/** Accounts that bills are asked for by, but for Douyin, whose shops have bindings of their own. */
const ACCOUNT_KINDS: Readonly<Record<Exclude<GatewayName, 'douyin'>, ChannelAccountKind>> = {
  wechat: 'wechat',
  alipay: 'alipay',
  allinpay: 'allinpay',
  life: 'douyin-life',
};

const rejectSetup = rejecter(SETUP_REJECTIONS);

export interface FetchesParts {
  readonly handling: CommandHandling;
  readonly merchants: Pick<MerchantDirectory, 'channelAccount' | 'douyinShop'>;
  readonly store: FetchStore;
  readonly pullOf: (shopId: string) => Promise<PullSetting | undefined>;
}

/** Says which bills are fetched, asks for one again, and tells how they stand. Calls nobody itself. */
export class Fetches {
  constructor(private readonly parts: FetchesParts) {}

  /**
   * Refused with SHOP_UNKNOWN, ACCOUNT_UNKNOWN, FETCH_NEVER_ON, FETCH_DAY_NOT_OVER, FETCH_DAY_TOO_OLD, FETCH_SOURCE_IS_API. A
   * repetition also mends what a crash broke off. @throws Outage
   */
  async set(command: SetFetch, context: CommandContext): Promise<Outcome> {
    const { handling, store } = this.parts;
    const { bill, account, state, at } = command;
    const refusal = (await this.unknownTo(command)) ?? (state === 'on' ? await this.refusalOf(command, at) : undefined);
    if (refusal) return { ok: false, rejection: refusal };
    const outcome = await handling.handle(fetchSettingFeature, command, context);
    const setting = outcome.ok ? await this.settingOf(command) : undefined;
    if (setting) await store.schedule({ bill, account, ...setting });
    return outcome;
  }

  /** Wants a bill again, or one of a day before the first. Refused as `set`, and with FETCH_OFF. @throws Outage */
  async ask({ bill, account, day, now }: AskBill): Promise<BillStanding | Rejection> {
    const setting = await this.settingOf({ bill, account });
    if (!setting) return rejectFetch('FETCH_NEVER_ON');
    if (setting.state === 'off') return rejectFetch('FETCH_OFF');
    if (day >= localDate(now)) return rejectFetch('FETCH_DAY_NOT_OVER');
    if (day < earliest(bill, now)) return rejectFetch('FETCH_DAY_TOO_OLD');
    return standingOf(await this.parts.store.ask({ bill, account, ...setting }, day), now);
  }

  /** What is wanted of the days from `from` to `to`, both inclusive. */
  async ofMerchant(
    merchantId: string,
    { from, to, now }: { readonly from: BusinessDate; readonly to: BusinessDate; readonly now: Instant },
  ): Promise<FetchesOfMerchant> {
    const { store } = this.parts;
    const [schedules, bills] = await Promise.all([store.schedules(), store.bills({ merchantId, from, to })]);
    return {
      schedules: schedules.filter((schedule) => schedule.merchantId === merchantId),
      bills: bills.map((bill) => standingOf(bill, now)),
    };
  }

  private async settingOf(of: Omit<BillName, 'day'>): Promise<FetchSetting | undefined> {
    return (await this.parts.handling.load(fetchStream(of), fetchSettingDecider)).state;
  }

  private async unknownTo({ bill, account, merchantId }: SetFetch): Promise<Rejection | undefined> {
    const { merchants } = this.parts;
    const { gateway } = BILL_TERMS[bill];
    if (gateway === 'douyin') {
      return (await merchants.douyinShop(account))?.merchantId === merchantId ? undefined : rejectSetup('SHOP_UNKNOWN');
    }
    const bound = await merchants.channelAccount(ACCOUNT_KINDS[gateway], account);
    return bound?.merchantId === merchantId ? undefined : rejectSetup('ACCOUNT_UNKNOWN');
  }

  private async refusalOf({ bill, account, from, today }: SetFetch, now: Instant): Promise<Rejection | undefined> {
    if (from !== undefined && from > today) return rejectFetch('FETCH_DAY_NOT_OVER');
    if (from !== undefined && from < earliest(bill, now)) return rejectFetch('FETCH_DAY_TOO_OLD');
    const isPulled = BILL_TERMS[bill].gateway === 'douyin' && isApiSource(await this.parts.pullOf(account));
    return isPulled ? rejectFetch('FETCH_SOURCE_IS_API') : undefined;
  }
}

const standingOf = (bill: WantedBill, now: Instant): BillStanding => ({
  ...bill,
  isOverdue: bill.state === 'due' && bill.doneAt === null && bill.day <= lastOverdue(bill.bill, now),
  overdueAt: overdueAt(bill.bill, bill.day),
});
