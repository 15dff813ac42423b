import { ZERO } from '#kernel';
import { holderOf } from '#privacy';
import type { JsonObject } from '../../exact-json.js';
import { Fields } from '../../fields.js';
import { personIn, type PersonPolicy } from '../../persons.js';
import type { AcquirerAdapter, Told, ToldReading } from '../adapter.js';
import { FORM_BODY } from '../body-forms.js';
import { IN_PROGRESS, type Meaning } from '../meanings.js';
import { MERCHANT_NO, RRN, TERMINAL_NO, TRADE_NO, WALLET_NO, amountOf, momentOf, textIfAnyOf, textOf } from '../values.js';
import { claimOfAllinpay, probeOfAllinpay } from './signature.js';
import { ACCOUNT, AMOUNT_UNIT, CARD_TYPES, FIELDS, PERSONAL, STILL_OPEN, SUCCEEDED, TRX_CODES } from './statuses.data.js';

/** 通联 收银宝. A form; amounts 分. The account is the `appid` or the `cusid`. */
export const ALLINPAY: AcquirerAdapter = {
  acquirer: 'allinpay',
  form: FORM_BODY,
  success: 'success',
  claim: claimOfAllinpay,
  probe: probeOfAllinpay,
  persons: personsIn,
  read,
};

/** The account is a masked card, or a wallet's id. What names its holder is not kept. */
function personsIn({ cusid }: JsonObject): PersonPolicy {
  const merchantNo = typeof cusid === 'string' ? cusid : '';
  return {
    tells: (key, value) => {
      if (PERSONAL.has(key)) return 'drop';
      if (key !== ACCOUNT) return undefined;
      const person = holderOf(value, merchantNo);
      return { person, field: person.kind === 'card' ? 'card' : 'payer' };
    },
  };
}

function read(message: JsonObject): ToldReading {
  const fields = new Fields(message);
  const code = fields.text('trxcode', /^[A-Z]{3}\d{3}$/);
  const status = fields.text('trxstatus', /^[A-Za-z0-9]{1,8}$/);
  if (fields.wrong.length > 0) return { wrong: fields.wrong };
  if (STILL_OPEN.has(status)) return { ignored: IN_PROGRESS };
  const { kind, method } = TRX_CODES[code] ?? {};
  if (kind === undefined || method === undefined) return { parked: 'STATUS_UNKNOWN', detail: code };
  if (kind === 'TOLD_BY_TERMINAL') return { parked: 'KIND_NOT_TAKEN', detail: code };
  const meaning: Meaning = { attempted: kind, outcome: SUCCEEDED.has(status) ? 'approved' : 'declined' };
  const told = { meaning, status, method, ...toldBy(fields, meaning, method) };
  return fields.wrong.length > 0 ? { wrong: fields.wrong } : { told };
}

function toldBy(fields: Fields, { attempted, outcome }: Meaning, method: string) {
  const isPaid = attempted === 'purchase' && outcome === 'approved';
  const terminalNo = textIfAnyOf(fields, FIELDS.terminalNo, TERMINAL_NO);
  return {
    ...identityOf(fields, attempted),
    merchantNo: fields.text('cusid', MERCHANT_NO),
    ...(terminalNo !== undefined && { terminalNo }),
    occurredAt: momentOf(fields, FIELDS.occurredAt),
    amount: attempted === 'purchase' || attempted === 'refund' ? amountOf(fields, FIELDS.amount, AMOUNT_UNIT) : ZERO,
    ...(isPaid && paidBy(fields, method)),
  };
}

/** What undoes or gives back names what it is about. */
function identityOf(fields: Fields, attempted: Meaning['attempted']): Pick<Told, 'tradeNo' | 'part'> {
  const own = fields.text('trxid', TRADE_NO);
  return attempted === 'purchase'
    ? { tradeNo: own, part: '' }
    : { tradeNo: textOf(fields, FIELDS.original, TRADE_NO), part: own };
}

type PaidBy = Pick<Told, 'channelTradeNo' | 'rrn' | 'card' | 'cardType' | 'payer'>;

function paidBy(fields: Fields, method: string): PaidBy {
  if (method !== 'card') {
    const channelTradeNo = fields.textIfAny('chnltrxid', WALLET_NO);
    return { ...(channelTradeNo !== undefined && { channelTradeNo }), ...personIn('payer', fields, [ACCOUNT]) };
  }
  const rrn = textIfAnyOf(fields, FIELDS.rrn, RRN);
  const cardType = CARD_TYPES[textIfAnyOf(fields, FIELDS.cardType, /^\d{2}$/) ?? ''];
  return {
    ...(rrn !== undefined && { rrn }),
    ...personIn('card', fields, [ACCOUNT]),
    ...(cardType !== undefined && { cardType }),
  };
}
