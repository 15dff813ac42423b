import type { DemoTerminal } from './cast.js';
import type { Instruction } from './payment-teller.js';

type Fields = Readonly<Record<string, unknown>>;

interface At {
  /** When it would be sent, ms. */
  readonly at: number;
}

/** One request to the ledger. Those of a scene may be sent side by side: the ledger must not care. */
export type Step = At &
  (
    | /** A push of Douyin, to the byte. */ { readonly type: 'push'; readonly body: string; readonly messages: number }
    | /** What a terminal reports, in one go. */ {
        readonly type: 'transactions';
        readonly terminal: DemoTerminal;
        readonly lines: readonly Fields[];
      }
    | /** Rows of Douyin's settle bill. */ { readonly type: 'settle_bill'; readonly rows: readonly Fields[] }
    | /** Rows of acquirers and wallets. */ { readonly type: 'statement'; readonly rows: readonly Fields[] }
    | { readonly type: 'instruction'; readonly terminal: DemoTerminal; readonly instruction: Instruction }
  );
