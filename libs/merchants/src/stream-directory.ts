import { LRUCache } from 'lru-cache';
import type { CommandHandling } from '#event-log';
import { instant, type Decider, type DomainEvent, type Instant } from '#kernel';
import type {
  AcquiredMerchant,
  ChannelAccount,
  ChosenInterface,
  DouyinApp,
  DouyinShop,
  MerchantDirectory,
  Terminal,
} from './directory.js';
import { stateOf } from './domain/binding.js';
import { readCallKey, type CallKey } from './domain/call-key.js';
import { channelAccountDecider, type ChannelAccountKind } from './domain/channel-account.js';
import { douyinAppDecider } from './domain/douyin-app.js';
import { douyinShopDecider, isBoundTo, type DouyinShopState } from './domain/douyin-shop.js';
import { liveRoomDecider, shopAt } from './domain/live-room.js';
import { merchantDecider } from './domain/merchant.js';
import { interfaceOf, paymentInterfacesDecider, validity, type PaymentInterface } from './domain/payment-interfaces.js';
import { posModels, posModelsDecider } from './domain/pos-models.js';
import { newestOf, verifyingAt, type SecretRing } from './domain/rotation.js';
import { statusAt, storeAt, terminalDecider } from './domain/terminal.js';
import { isWithin, valueAt } from './domain/timeline.js';
import { merchantNoDecider, setupStreams } from './merchants.feature.js';
import type { SecretVault } from './vault.js';

const KEEP = 10_000;
const DEFAULT_KEEP_MS = 2_000;

export interface DirectoryOptions {
  /** How long an answer is kept: a secret whose overlap ends may verify for this much longer. */
  readonly keepMs?: number;
  readonly nowMs?: () => number;
}

/** Answers out of the set-up streams; keeps what it found for a moment, and never keeps that something is missing. */
export class StreamMerchantDirectory implements MerchantDirectory {
  private readonly kept: LRUCache<string, object>;
  private readonly nowMs: () => number;
  private underWay = new Map<string, Promise<object | undefined>>();

  constructor(
    private readonly handling: CommandHandling,
    private readonly vault: SecretVault,
    { keepMs = DEFAULT_KEEP_MS, nowMs = Date.now }: DirectoryOptions = {},
  ) {
    this.kept = new LRUCache({ max: KEEP, ttl: keepMs });
    this.nowMs = nowMs;
  }

  /** Something was changed: who asks from now on is told of it, and joins no look that began before. */
  forget(): void {
    this.kept.clear();
    this.underWay = new Map();
  }

  async douyinApp(appKey: string): Promise<DouyinApp | undefined> {
    return this.remember(`app ${appKey}`, async () => {
      const { bound, secrets } = await this.stateOf(setupStreams.douyinApp(appKey), douyinAppDecider);
      return bound && { appKey, merchantId: bound.merchantId, secrets: await this.opened(secrets) };
    });
  }

  async douyinShop(shopId: string): Promise<DouyinShop | undefined> {
    return this.remember(`shop ${shopId}`, async () => {
      const { bound, progress } = await this.stateOf(setupStreams.douyinShop(shopId), douyinShopDecider);
      return bound && { ...bound, state: stateOf(progress), cutOff: await this.cutOffOf(bound.merchantId) };
    });
  }

  async channelAccount(kind: ChannelAccountKind, accountId: string): Promise<ChannelAccount | undefined> {
    return this.remember(`account ${kind} ${accountId}`, async () => {
      const state = await this.stateOf(setupStreams.channelAccount(kind, accountId), channelAccountDecider);
      if (!state.bound) return undefined;
      const { merchantId, storeId } = state.bound;
      const { publicKeys } = state;
      const [secrets, cutOff] = await Promise.all([this.opened(state.secrets), this.cutOffOf(merchantId)]);
      return { kind, accountId, merchantId, storeId, secrets, publicKeys, cutOff, state: stateOf(state.progress) };
    });
  }

  /** Never kept: it is asked for seldom. */
  async callKey(kind: ChannelAccountKind, accountId: string): Promise<CallKey> {
    const { callKeys } = await this.stateOf(setupStreams.channelAccount(kind, accountId), channelAccountDecider);
    const newest = newestOf(callKeys);
    return newest ? readCallKey(await this.vault.open(newest)) : {};
  }

  async paymentInterface(merchantId: string, interfaceId: string): Promise<PaymentInterface | undefined> {
    const state = await this.remember(`interfaces ${merchantId}`, () =>
      this.stateOf(setupStreams.paymentInterfaces(merchantId), paymentInterfacesDecider),
    );
    return state && interfaceOf(state, interfaceId);
  }

  async defaultInterface(shopId: string, liveRoomId: string | undefined, at: Instant): Promise<ChosenInterface | undefined> {
    const shop = await this.interfacesOfShop(shopId);
    if (!shop?.bound) return undefined;
    const { merchantId } = shop.bound;
    const ofRoom = liveRoomId === undefined ? undefined : await this.defaultOfRoom(liveRoomId, shopId, at);
    const candidates: [ChosenInterface['chosenBy'], string | undefined][] = [
      ['live_room', ofRoom],
      ['shop', valueAt(shop.defaults, at)],
    ];
    for (const [chosenBy, interfaceId] of candidates) {
      if (interfaceId === undefined) continue;
      const known = await this.paymentInterface(merchantId, interfaceId);
      if (known && isWithin(at, validity(known))) return { interfaceId, chosenBy };
    }
    return undefined;
  }

  async isShopBoundTo(shopId: string, interfaceId: string, at: Instant): Promise<boolean> {
    const shop = await this.interfacesOfShop(shopId);
    return shop !== undefined && isBoundTo(shop, interfaceId, at);
  }

  async terminal(merchantNo: string, terminalNo: string): Promise<Terminal | undefined> {
    return this.remember(`terminal ${merchantNo} ${terminalNo}`, async () => {
      const state = await this.stateOf(setupStreams.terminal(merchantNo, terminalNo), terminalDecider);
      if (!state.enrolled) return undefined;
      const { merchantId, acquirer, model, storeId } = state.enrolled;
      const [keys, cutOff, ofModel] = await Promise.all([
        this.opened(state.keys),
        this.cutOffOf(merchantId),
        this.methodsOf(model),
      ]);
      return {
        merchantNo,
        terminalNo,
        merchantId,
        acquirer,
        model,
        keys,
        cutOff,
        storeAt: (at) => storeAt(state, at) ?? storeId,
        methodsAt: (at) => valueAt(state.methods, at) ?? ofModel,
        statusAt: (at) => statusAt(state, at),
      };
    });
  }

  acquiredMerchant(merchantNo: string): Promise<AcquiredMerchant | undefined> {
    return this.remember(`merchant no ${merchantNo}`, async () => {
      const state = await this.stateOf(setupStreams.merchantNo(merchantNo), merchantNoDecider);
      return state && { ...state, cutOff: await this.cutOffOf(state.merchantId) };
    });
  }

  private async cutOffOf(merchantId: string): Promise<string> {
    const { registered } = await this.stateOf(setupStreams.merchant(merchantId), merchantDecider);
    return registered?.cutOff ?? '24:00';
  }

  private async methodsOf(model: string): Promise<readonly string[] | undefined> {
    const state = await this.remember('models', () => this.stateOf(setupStreams.posModels(), posModelsDecider));
    return state && posModels(state).find((one) => one.model === model)?.methods;
  }

  private interfacesOfShop(shopId: string): Promise<DouyinShopState | undefined> {
    return this.remember(`interfaces of shop ${shopId}`, async () => {
      const state = await this.stateOf(setupStreams.douyinShop(shopId), douyinShopDecider);
      return state.bound && state;
    });
  }

  /** None while the room belongs to another shop: what was chosen for its sales says nothing of these. */
  private async defaultOfRoom(roomId: string, shopId: string, at: Instant): Promise<string | undefined> {
    const room = await this.remember(`room ${roomId}`, () => this.stateOf(setupStreams.liveRoom(roomId), liveRoomDecider));
    return room && shopAt(room, at) === shopId ? valueAt(room.defaults, at) : undefined;
  }

  private async stateOf<State, Command, Event extends DomainEvent>(
    stream: string,
    decider: Decider<State, Command, Event>,
  ): Promise<State> {
    return (await this.handling.load(stream, decider)).state;
  }

  /** Those that verify now, the newest first. */
  private opened(ring: SecretRing): Promise<string[]> {
    return Promise.all(verifyingAt(ring, instant(this.nowMs())).map((secret) => this.vault.open(secret)));
  }

  /** All who ask at one time share one look: what is kept ends for all of them at one moment. */
  private async remember<T extends object>(key: string, find: () => Promise<T | undefined>): Promise<T | undefined> {
    const kept = this.kept.get(key);
    if (kept) return kept as T;
    const { underWay } = this;
    const asked = underWay.get(key);
    if (asked) return (await asked) as T | undefined;
    const answer = find();
    underWay.set(key, answer);
    try {
      const found = await answer;
      // What began before something was changed may be older than the change.
      if (found && underWay === this.underWay) this.kept.set(key, found);
      return found;
    } finally {
      underWay.delete(key);
    }
  }
}
