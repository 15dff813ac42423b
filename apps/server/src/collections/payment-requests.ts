import { createHash } from 'node:crypto';
import {
  collectionDecider,
  collectionFeature,
  collectionStream,
  orderOfRequest,
  rejectCollection,
  requestIdOf,
  seenOf,
  type ReportedOutcome,
  type RequestId,
  type RequestPayment,
  type TerminalRef,
} from '#collections';
import type { CommandContext, CommandHandling, Outcome } from '#event-log';
import {
  businessDateOf,
  instant,
  isRejection,
  plusMs,
  rejecter,
  remainder,
  type Instant,
  type Money,
  type Rejection,
} from '#kernel';
import { SETUP_REJECTIONS, canTake, type MerchantDirectory, type PaymentInterface, type Terminal } from '#merchants';
import { orderDecider, orderFeature, orderStream, type OrderStanding } from '#orders';

const rejectSetup = rejecter(SETUP_REJECTIONS);
const DEFAULT_TERM_MS = 15 * 60_000;

export interface HandOver extends TerminalRef {
  readonly type: 'HandOver';
  readonly orderId: string;
  readonly interfaceId?: string;
  readonly amount?: Money;
  readonly termMs?: number;
}
/** What a terminal, or the office, says of a request. */
export type OfRequest = { readonly requestId: RequestId } & (
  | { readonly type: 'Confirm'; readonly by: TerminalRef }
  | { readonly type: 'Cancel'; readonly reason: string }
  | {
      readonly type: 'Report';
      readonly by: TerminalRef;
      readonly outcome: ReportedOutcome;
      readonly amount?: Money;
      readonly responseCode?: string;
    }
);
export type PaymentRequestCommand = HandOver | OfRequest;

interface Chosen {
  readonly terminal: Terminal;
  readonly by: PaymentInterface;
  readonly amount: Money;
}

/** The same command makes the same request, so that a retry can not hand an order over twice. */
export const newRequestId = (orderId: string, { commandId }: CommandContext): RequestId =>
  requestIdOf(orderId, createHash('sha256').update(commandId).digest('hex').slice(0, 12));

/** Hands orders to terminals: what order, terminal and set-up allow is looked up here, whether it may be is the collection's to say. */
export class PaymentRequests {
  constructor(
    private readonly handling: CommandHandling,
    private readonly directory: MerchantDirectory,
    private readonly nowMs: () => number,
  ) {}

  handle(command: PaymentRequestCommand, context: CommandContext): Promise<Outcome> {
    return command.type === 'HandOver' ? this.handOver(command, context) : this.ofRequest(command, context);
  }

  /**
   * The order is marked before it is looked at for good: what Douyin tells of it afterwards reaches its collection by the mark, what it
   * told before is seen here. So no payment inside Douyin slips between the two.
   */
  private async handOver(command: HandOver, context: CommandContext): Promise<Outcome> {
    const { orderId } = command;
    const now = instant(this.nowMs());
    const requestId = newRequestId(orderId, context);
    const order = await this.orderOf(orderId);
    if (!order) return refused(rejectCollection('ORDER_UNKNOWN'));
    const chosen = await this.choose(command, order.standing, now);
    if (isRejection(chosen)) return refused(chosen);
    const asked = requestOf(command, { requestId, now, order, chosen });
    const { state } = await this.handling.load(collectionStream(orderId), collectionDecider);
    const decided = collectionDecider.decide(asked, state);
    if (isRejection(decided)) return refused(decided);
    const { shopId } = order.standing;
    const { booking } = asked.request;
    const mark = {
      type: 'DouyinOrderHandedToPos',
      key: `handed:${requestId}`,
      occurredAt: now,
      booking,
      orderId,
      shopId,
      requestId,
    } as const;
    const marked =
      decided.length === 0 || (await this.handling.handle(orderFeature, { type: 'RecordOrderFact', fact: mark }, context)).ok;
    const seen = (marked && (await this.orderOf(orderId))) || order;
    return this.handling.handle(collectionFeature, requestOf(command, { requestId, now, order: seen, chosen }), context);
  }

  private async ofRequest(command: OfRequest, context: CommandContext): Promise<Outcome> {
    const { requestId } = command;
    const orderId = orderOfRequest(requestId);
    if (orderId === undefined) return refused(rejectCollection('REQUEST_NOT_FOUND'));
    const now = instant(this.nowMs());
    const said = { orderId, requestId, now };
    switch (command.type) {
      case 'Confirm': {
        const terminal = await this.directory.terminal(command.by.merchantNo, command.by.terminalNo);
        const inactive = terminal && inactiveAt(terminal, now);
        if (inactive) return refused(inactive);
        return this.handling.handle(collectionFeature, { ...said, type: 'ConfirmRequest', by: command.by }, context);
      }
      case 'Cancel':
        return this.handling.handle(collectionFeature, { ...said, type: 'CancelRequest', reason: command.reason }, context);
      case 'Report': {
        const { type: _, ...report } = command;
        const terminal = await this.directory.terminal(command.by.merchantNo, command.by.terminalNo);
        const businessDate = businessDateOf(now, terminal?.cutOff ?? '24:00');
        return this.handling.handle(collectionFeature, { ...report, ...said, type: 'ReportOutcome', businessDate }, context);
      }
    }
  }

  /** The order as its last event left it. */
  private async orderOf(orderId: string) {
    const { state, revision } = await this.handling.load(orderStream(orderId), orderDecider);
    return state.standing && revision !== 'no_stream' ? { standing: state.standing, revision } : undefined;
  }

  private async choose(command: HandOver, order: OrderStanding, now: Instant): Promise<Chosen | Rejection> {
    const { merchantNo, terminalNo } = command;
    const terminal = await this.directory.terminal(merchantNo, terminalNo);
    if (terminal?.merchantId !== order.merchant) return rejectSetup('TERMINAL_UNKNOWN');
    const inactive = inactiveAt(terminal, now);
    if (inactive) return inactive;
    const by = await this.interfaceFor(command, order, now);
    if (isRejection(by)) return by;
    if (by.merchantNo !== merchantNo) return rejectCollection('INTERFACE_OF_OTHER_NUMBER', { merchantNo: by.merchantNo });
    const taken = terminal.methodsAt(now);
    if (taken && !by.methods.some((method) => canTake(taken, method)))
      return rejectCollection('METHOD_NOT_TAKEN', { terminal: taken.join(', '), interface: by.methods.join(', ') });
    const amount = command.amount ?? dueOf(order);
    return amount === undefined ? rejectCollection('REQUEST_AMOUNT_NEEDED') : { terminal, by, amount };
  }

  /** The interface that was named, else the default when the order was made, of its live room, else of its shop. The shop must be bound to it. */
  private async interfaceFor(
    { interfaceId: named }: HandOver,
    { merchant, shopId, liveRoomId, createdAt }: OrderStanding,
    now: Instant,
  ): Promise<PaymentInterface | Rejection> {
    const chosen =
      named ?? (await this.directory.defaultInterface(shopId, liveRoomId ?? undefined, createdAt ?? now))?.interfaceId;
    if (chosen === undefined) return rejectCollection('INTERFACE_NEEDED');
    const found = await this.directory.paymentInterface(merchant, chosen);
    if (!found) return rejectSetup('INTERFACE_UNKNOWN');
    const isValid = found.validFrom <= now && (found.validTo === undefined || now < found.validTo);
    if (!isValid) return rejectSetup('INTERFACE_NOT_VALID');
    return (await this.directory.isShopBoundTo(shopId, chosen, now)) ? found : rejectSetup('INTERFACE_NOT_BOUND');
  }
}

/** Why a terminal may take no money then; one that was suspended after the request came to it may not either. */
function inactiveAt(terminal: Terminal, at: Instant): Rejection | undefined {
  const status = terminal.statusAt(at);
  return status === 'active' ? undefined : rejectCollection('TERMINAL_NOT_ACTIVE', { status });
}

interface Asking {
  readonly requestId: RequestId;
  readonly now: Instant;
  readonly order: { readonly standing: OrderStanding; readonly revision: number };
  readonly chosen: Chosen;
}

function requestOf(
  { orderId, merchantNo, terminalNo, termMs = DEFAULT_TERM_MS }: HandOver,
  { requestId, now, order, chosen: { terminal, by, amount } }: Asking,
): RequestPayment {
  const { standing, revision } = order;
  const of = {
    merchant: standing.merchant,
    store: terminal.storeAt(now),
    side: 'offline',
    channel: by.channel,
    method: 'unknown',
  } as const;
  const booking = { businessDate: businessDateOf(now, terminal.cutOff), of };
  const { shopId } = standing;
  const { interfaceId } = by;
  const expiresAt = plusMs(now, termMs);
  return {
    type: 'RequestPayment',
    orderId,
    requestId,
    now,
    request: { booking, merchantNo, terminalNo, shopId, interfaceId, amount, expiresAt },
    order: seenOf({ data: { standing }, revision }),
  };
}

/** What the buyer still owes, as far as Douyin told: of an order with cash on delivery it is all of it. */
const dueOf = ({ method, paid, refunded }: OrderStanding): Money | undefined =>
  method === 'cod' ? remainder(paid, refunded) : undefined;

const refused = (rejection: Rejection): Outcome => ({ ok: false, rejection });
