import type { DemoAcquirer } from './cast.js';

type Fields = Readonly<Record<string, unknown>>;

/** What an outside party tells, before it signs it, and all that the answer has to say at least. */
export type Callback =
  | /** A webhook of local life (抖音来客), to the byte. */ {
      readonly by: 'life';
      readonly messageId: string;
      readonly body: string;
      readonly answer: Fields;
    }
  | /** ecpay (担保支付): what is signed, and when. */ {
      readonly by: 'ecpay';
      readonly kind: 'payment' | 'refund';
      readonly msg: string;
      readonly signedAt: number;
      readonly answer: Fields;
    }
  | /** The general trade system (通用交易系统), to the byte. */ {
      readonly by: 'trade';
      readonly body: string;
      readonly answer: Fields;
    }
  | /** An aggregated acquirer; the answer is plain text. */ {
      readonly by: DemoAcquirer;
      readonly fields: Readonly<Record<string, string>>;
      readonly answer: string;
    };

/** How Douyin's open platform is told that a callback was taken. */
export const TAKEN = { err_no: 0, err_tips: 'success' } as const;
