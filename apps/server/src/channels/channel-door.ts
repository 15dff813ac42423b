import type { CommandBus } from '@nestjs/cqrs';
import type { AcquirerDeps, ChannelCommand, Dispatch } from '#channels';
import type { CommandContext, Outcome } from '#event-log';
import { assertNever } from '#kernel';
import { OnDisputes } from '../disputes/disputes.bus.js';
import { OnMiniApps } from '../miniapp/miniapp.bus.js';
import { OnOrders } from '../orders/orders.bus.js';
import { OnPayments, OnReferences } from '../payments/payments.bus.js';
import { OnSettlements } from '../settlements/settlements.bus.js';
import { OnLifeMovements, OnVouchers } from '../vouchers/vouchers.bus.js';

export interface ChannelParts extends AcquirerDeps {
  readonly report: (error: unknown) => void;
}

/** What the doors to the outside work with. A class, so that Nest can hand it around. */
export class ChannelDoor {
  private constructor(readonly deps: ChannelParts) {}

  /** Commands of channels take the bus, like everybody's. */
  static over(bus: CommandBus, parts: ChannelParts): ChannelDoor {
    return new ChannelDoor({ ...parts, dispatch: dispatchOver(bus) });
  }

  /** Tells of what is our fault. */
  report(error: unknown): void {
    this.deps.report(error);
  }
}

const dispatchOver =
  (bus: CommandBus): Dispatch =>
  (message: ChannelCommand, context: CommandContext): Promise<Outcome> => {
    switch (message.feature) {
      case 'orders':
        return bus.execute(new OnOrders(message.command, context));
      case 'payments':
        return bus.execute(new OnPayments(message.command, context));
      case 'references':
        return bus.execute(new OnReferences(message.command, context));
      case 'settlements':
        return bus.execute(new OnSettlements(message.command, context));
      case 'disputes':
        return bus.execute(new OnDisputes(message.command, context));
      case 'vouchers':
        return bus.execute(new OnVouchers(message.command, context));
      case 'life-movements':
        return bus.execute(new OnLifeMovements(message.command, context));
      case 'miniapp':
        return bus.execute(new OnMiniApps(message.command, context));
      default:
        return assertNever(message, 'feature');
    }
  };
