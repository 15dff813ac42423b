import { Command, Query } from '@nestjs/cqrs';
import type { CommandContext, Outcome } from '#event-log';
import type { AskBill, BillStanding, FetchesOfMerchant, SetFetch } from '#fetches';
import type { BusinessDate, Instant, Rejection } from '#kernel';

/** Switches the fetching of a bill. */
export class OnFetches extends Command<Outcome> {
  constructor(
    readonly command: SetFetch,
    readonly context: CommandContext,
  ) {
    super();
  }
}

/** Asks for the bill of a day again. */
export class AskBillAgain extends Command<BillStanding | Rejection> {
  constructor(readonly asked: AskBill) {
    super();
  }
}

export class AskFetches extends Query<FetchesOfMerchant> {
  constructor(
    readonly merchantId: string,
    readonly days: { readonly from: BusinessDate; readonly to: BusinessDate; readonly now: Instant },
  ) {
    super();
  }
}
