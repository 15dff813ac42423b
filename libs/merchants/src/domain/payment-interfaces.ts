import { assertNever, canonicalJson, type Decider, type DomainEvent, type Instant } from '#kernel';
import { decided, type Judgement } from './once.js';
import { reject } from './setup.rejections.js';
import { isPeriod, overlap, type Period } from './timeline.js';

/** A way to be paid: a merchant number with a wallet, a bank's network or an aggregator, for a time. */
export interface PaymentInterface {
  readonly merchantId: string;
  readonly interfaceId: string;
  /** As payments name it: `unionpay`, `wechat`, `lakala` … */
  readonly channel: string;
  readonly merchantNo: string;
  readonly methods: readonly string[];
  readonly validFrom: Instant;
  /** The moment from which it is not valid any more; absent: no end is known. */
  readonly validTo?: Instant;
}
interface Closing {
  readonly merchantId: string;
  readonly interfaceId: string;
  /** Not valid from this moment on. */
  readonly at: Instant;
  readonly reason: string;
}

export type OpenPaymentInterface = PaymentInterface & { readonly type: 'OpenPaymentInterface' };
export type ClosePaymentInterface = Closing & { readonly type: 'ClosePaymentInterface' };
export type PaymentInterfaceCommand = OpenPaymentInterface | ClosePaymentInterface;
export type PaymentInterfaceEvent =
  DomainEvent<'PaymentInterfaceOpened', PaymentInterface> | DomainEvent<'PaymentInterfaceClosed', Closing>;

export interface PaymentInterfaceEntry extends PaymentInterface {
  /** As it was opened: what a retry says. */
  readonly opened: PaymentInterface;
  readonly closed?: Closing;
}

/** All interfaces that a merchant ever had, so that no two can claim one number for one moment. */
export interface PaymentInterfacesState {
  readonly interfaces: readonly PaymentInterfaceEntry[];
}

export const paymentInterfacesDecider: Decider<PaymentInterfacesState, PaymentInterfaceCommand, PaymentInterfaceEvent> = {
  initial: { interfaces: [] },
  decide(command, state) {
    switch (command.type) {
      case 'OpenPaymentInterface': {
        const { type: _type, ...data } = command;
        return decided(judgeOpening(state, data), { type: 'PaymentInterfaceOpened', data });
      }
      case 'ClosePaymentInterface': {
        const { type: _type, ...data } = command;
        return decided(judgeClosing(state, data), { type: 'PaymentInterfaceClosed', data });
      }
      default:
        return assertNever(command, 'interface command');
    }
  },
  evolve({ interfaces }, event) {
    switch (event.type) {
      case 'PaymentInterfaceOpened':
        return { interfaces: [...interfaces, { ...event.data, opened: event.data }] };
      case 'PaymentInterfaceClosed': {
        const { interfaceId, at } = event.data;
        const closed = { validTo: at, closed: event.data };
        return { interfaces: interfaces.map((one) => (one.interfaceId === interfaceId ? { ...one, ...closed } : one)) };
      }
      default:
        return assertNever(event, 'interface event');
    }
  },
};

export const interfaceOf = ({ interfaces }: PaymentInterfacesState, interfaceId: string): PaymentInterfaceEntry | undefined =>
  interfaces.find((one) => one.interfaceId === interfaceId);

export const validity = ({ validFrom: from, validTo: to }: PaymentInterface): Period => ({
  from,
  ...(to !== undefined && { to }),
});

function judgeOpening(state: PaymentInterfacesState, said: PaymentInterface): Judgement {
  const known = interfaceOf(state, said.interfaceId);
  if (known) return canonicalJson(known.opened) === canonicalJson(said) ? 'known' : reject('INTERFACE_DIFFERS');
  if (!isPeriod(validity(said))) return reject('PERIOD_EMPTY');
  const rival = state.interfaces.find(
    (one) => one.channel === said.channel && one.merchantNo === said.merchantNo && overlap(validity(one), validity(said)),
  );
  return rival ? reject('INTERFACE_OVERLAPS', { interface: rival.interfaceId }) : 'new';
}

function judgeClosing(state: PaymentInterfacesState, said: Closing): Judgement {
  const known = interfaceOf(state, said.interfaceId);
  if (!known) return reject('INTERFACE_UNKNOWN');
  if (known.closed) return known.closed.reason === said.reason ? 'known' : reject('INTERFACE_CLOSED');
  const { from, to } = validity(known);
  return from <= said.at && (to === undefined || said.at < to) ? 'new' : reject('INTERFACE_NOT_VALID');
}
