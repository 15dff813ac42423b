import {
  CommandHandling,
  EventCodec,
  MemoryEventLog,
  START,
  type CommandContext,
  type EventLog,
  type Outcome,
  type StoredEvent,
} from '#event-log';
import { DISPUTE_EVENTS, disputeFeature } from '#disputes';
import { Outage, assertNever } from '#kernel';
import {
  MERCHANT_EVENTS,
  MemorySealedStore,
  MerchantSetup,
  SecretVault,
  StreamMerchantDirectory,
  type SealedStore,
  type SetupCommand,
} from '#merchants';
import { MemorySubjectKeys, Persons } from '#privacy';
import { MINI_APP_EVENTS, miniAppFeature } from '#miniapp';
import { ORDER_EVENTS, orderDecider, orderFeature, orderStream } from '#orders';
import { PAYMENT_EVENTS, REFERENCE_EVENTS, paymentFeature, referenceFeature } from '#payments';
import { SETTLEMENT_EVENTS, settlementFeature } from '#settlements';
import { LIFE_MOVEMENT_EVENTS, VOUCHER_EVENTS, lifeMovementFeature, voucherFeature } from '#vouchers';
import type { ChannelCommand } from './channel-command.js';
import type { Inbox } from './inbox/inbox.js';
import { MemoryInbox } from './inbox/memory-inbox.js';
import type { ChannelDeps } from './notice-handling.js';
import { PULL_EVENTS } from './pull/pull-setting.js';
import type { PullStore } from './pull/pull-store.js';
import { Pulls } from './pull/pulls.js';
import { ACCOUNT_SET_UP } from './testing-notices.js';
import { SET_UP } from './testing-set-up.js';

export { FakeGateway, type Trouble } from './douyin/openapi/testing/fake-gateway.js';
export { aftersaleText, detailText } from './douyin/openapi/testing/gateway-book.js';
export { MemoryPullStore } from './pull/memory-pull-store.js';
export * from './testing-notices.js';
export * from './testing-set-up.js';
export { MemoryInbox };

/** Of all that run in one test, so that a person is sealed alike in each. */
const SUBJECT_KEYS = new MemorySubjectKeys();

export interface ChannelsStandOn {
  readonly inbox: Inbox;
  readonly log: EventLog;
  readonly secrets: SealedStore;
}

/** Channels on real features and a real directory over a log in memory. `goAway` makes the ledger an outage until `comeBack`. */
export class ChannelsUnderTest {
  readonly deps: ChannelDeps;
  readonly persons = new Persons(SUBJECT_KEYS, Buffer.alloc(32, 7));
  readonly faults: unknown[] = [];
  private readonly codec = EventCodec.of(
    MERCHANT_EVENTS,
    ORDER_EVENTS,
    PAYMENT_EVENTS,
    REFERENCE_EVENTS,
    SETTLEMENT_EVENTS,
    PULL_EVENTS,
    DISPUTE_EVENTS,
    VOUCHER_EVENTS,
    LIFE_MOVEMENT_EVENTS,
    MINI_APP_EVENTS,
  );
  private readonly handling: CommandHandling;
  private readonly setup: MerchantSetup;
  private away: Error | undefined;
  private commands = 0;

  private constructor(
    readonly inbox: Inbox,
    private readonly log: EventLog,
    secrets: SealedStore,
  ) {
    this.handling = new CommandHandling(log, this.codec);
    const vault = new SecretVault(secrets, Buffer.alloc(32, 7));
    this.setup = new MerchantSetup({ handling: this.handling, vault, openHolds: () => Promise.resolve(0) });
    this.deps = {
      inbox,
      merchants: new StreamMerchantDirectory(this.handling, vault, { keepMs: 1 }),
      persons: this.persons,
      dispatch: (command, context) => this.dispatch(command, context),
      report: (fault) => this.faults.push(fault),
    };
  }

  static async open({ inbox, log, secrets }: Partial<ChannelsStandOn> = {}): Promise<ChannelsUnderTest> {
    const channels = new ChannelsUnderTest(
      inbox ?? new MemoryInbox(),
      log ?? new MemoryEventLog(),
      secrets ?? new MemorySealedStore(),
    );
    for (const command of [...SET_UP, ...ACCOUNT_SET_UP]) await channels.setUp(command);
    return channels;
  }

  async setUp(command: SetupCommand): Promise<void> {
    this.commands += 1;
    const context = { commandId: `set-up-${String(this.commands)}`, correlationId: 'set-up', actor: 'key:test' };
    const outcome = await this.setup.handle(command, context);
    if (!outcome.ok) throw new Error(outcome.rejection.code);
  }

  pulls(store: PullStore): Pulls {
    return new Pulls(this.handling, this.deps.merchants, store);
  }

  /** Keys of the facts of an order. */
  async knownFacts(orderId: string): Promise<ReadonlySet<string>> {
    const { state } = await this.handling.load(orderStream(orderId), orderDecider);
    return new Set(state.facts.keys());
  }

  goAway(error: Error = new Outage('away')): void {
    this.away = error;
  }

  comeBack(): void {
    this.away = undefined;
  }

  /** All events but those of the set-up, in order. */
  async events(): Promise<StoredEvent[]> {
    const events: StoredEvent[] = [];
    for await (const batch of this.log.readAll(START)) events.push(...batch.events.map((event) => this.codec.decode(event)));
    return events.filter(({ type }) => !(type in MERCHANT_EVENTS || type in PULL_EVENTS));
  }

  private async dispatch(routed: ChannelCommand, context: CommandContext): Promise<Outcome> {
    if (this.away) throw this.away;
    switch (routed.feature) {
      case 'orders':
        return this.handling.handle(orderFeature, routed.command, context);
      case 'payments':
        return this.handling.handle(paymentFeature, routed.command, context);
      case 'references':
        return this.handling.handle(referenceFeature, routed.command, context);
      case 'settlements':
        return this.handling.handle(settlementFeature, routed.command, context);
      case 'disputes':
        return this.handling.handle(disputeFeature, routed.command, context);
      case 'vouchers':
        return this.handling.handle(voucherFeature, routed.command, context);
      case 'life-movements':
        return this.handling.handle(lifeMovementFeature, routed.command, context);
      case 'miniapp':
        return this.handling.handle(miniAppFeature, routed.command, context);
      default:
        return assertNever(routed, 'command');
    }
  }
}
