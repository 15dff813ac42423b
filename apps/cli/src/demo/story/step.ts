import type { Callback } from './callbacks.js';
import type { DemoTerminal } from './cast.js';
import type { HandOver } from './counter.js';
import type { Instruction } from './payment-teller.js';

type Fields = Readonly<Record<string, unknown>>;

interface At {
  /** When it would be sent, ms. */
  readonly at: number;
}

/** One request to the ledger. Those of a scene may be sent side by side: the ledger must not care. */
export type Step = At &
  (
    | /** A push of Douyin, to the byte, and which secret of the app signs it. */ {
        readonly type: 'push';
        readonly body: string;
        readonly messages: number;
        readonly signedBy: 'secret' | 'next secret';
      }
    | /** What a terminal reports, in one go. */ {
        readonly type: 'transactions';
        readonly terminal: DemoTerminal;
        readonly lines: readonly Fields[];
      }
    | /** Rows of Douyin's settle bill. */ { readonly type: 'settle_bill'; readonly rows: readonly Fields[] }
    | /** Rows of the movements on the shop's account. */ { readonly type: 'account_items'; readonly rows: readonly Fields[] }
    | /** Rows of acquirers and wallets. */ { readonly type: 'statement'; readonly rows: readonly Fields[] }
    | /** Rows of what acquirers tell of disputes. */ { readonly type: 'disputes'; readonly rows: readonly Fields[] }
    | /** An order goes to a terminal, and to the next one where that declines. */ {
        readonly type: 'counter';
        readonly handOvers: readonly HandOver[];
      }
    | /** What an outside party tells by a notice that it signs. */ { readonly type: 'callback'; readonly callback: Callback }
    | /** Rows of the ledger of local life. */ { readonly type: 'life_ledger'; readonly rows: readonly Fields[] }
    | /** Movements on the account with local life. */ { readonly type: 'life_movements'; readonly rows: readonly Fields[] }
    | { readonly type: 'instruction'; readonly terminal: DemoTerminal; readonly instruction: Instruction }
  );
