import { assertNever, type Decider, type Instant, type Rejection } from '#kernel';
import type {
  Destination,
  DestinationCommand,
  DestinationEvent,
  EndSettlementDestination,
  SetSettlementDestination,
} from './destination.messages.js';
import { additionOf, endingOf, inForceAt, withEnd, withPeriod, type Periods } from './effective.js';
import { reject } from './fees.rejections.js';

/** Where the money of one merchant number goes. */
export interface DestinationsState {
  /** Whose number it is; undefined while nothing is set. */
  readonly merchantId: string | undefined;
  readonly destinations: Periods<Destination>;
}

type Decision = readonly DestinationEvent[] | Rejection;

export const destinationDecider: Decider<DestinationsState, DestinationCommand, DestinationEvent> = {
  initial: { merchantId: undefined, destinations: new Map() },
  decide(command, state) {
    if (state.merchantId !== undefined && state.merchantId !== command.merchantId)
      return reject('DESTINATION_OF_OTHER_MERCHANT');
    switch (command.type) {
      case 'SetSettlementDestination':
        return set(command, state);
      case 'EndSettlementDestination':
        return end(command, state);
      default:
        return assertNever(command, 'destination command');
    }
  },
  evolve({ destinations }, event) {
    const { merchantId } = event.data;
    switch (event.type) {
      case 'SettlementDestinationSet':
        return { merchantId, destinations: withPeriod(destinations, event.data.destination) };
      case 'SettlementDestinationEnded':
        return { merchantId, destinations: withEnd(destinations, event.data.id, event.data.to) };
      default:
        return assertNever(event, 'destination event');
    }
  },
};

function set({ type: _type, ...data }: SetSettlementDestination, { destinations }: DestinationsState): Decision {
  const addition = additionOf(destinations, data.destination);
  switch (addition) {
    case 'known':
      return [];
    case 'differs':
      return reject('DESTINATION_DIFFERS');
    case 'ends_before_it_begins':
      return reject('PERIOD_ENDS_BEFORE_IT_BEGINS');
    case 'overlaps':
      return reject('DESTINATIONS_OVERLAP');
    case 'new':
      return [{ type: 'SettlementDestinationSet', data }];
    default:
      return assertNever(addition, 'addition');
  }
}

function end({ type: _type, ...data }: EndSettlementDestination, { destinations }: DestinationsState): Decision {
  const ending = endingOf(destinations, data.id, data.to);
  switch (ending) {
    case 'known':
      return [];
    case 'unknown':
      return reject('DESTINATION_UNKNOWN');
    case 'ends_before_it_begins':
      return reject('PERIOD_ENDS_BEFORE_IT_BEGINS');
    case 'overlaps':
      return reject('DESTINATIONS_OVERLAP');
    case 'new':
      return [{ type: 'SettlementDestinationEnded', data }];
    default:
      return assertNever(ending, 'ending');
  }
}

/** The destination in force at a moment; undefined in a gap. */
export const destinationAt = ({ destinations }: DestinationsState, at: Instant): Destination | undefined =>
  inForceAt(destinations, at);
