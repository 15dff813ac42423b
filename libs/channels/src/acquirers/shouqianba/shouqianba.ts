import { createHash } from 'node:crypto';
import { ZERO } from '#kernel';
import type { JsonObject } from '../../exact-json.js';
import { Fields } from '../../fields.js';
import { payersUnder, personIn } from '../../persons.js';
import { headerOf } from '../../headers.js';
import type { AcquirerAdapter, SignatureClaim, SignedMessage, SignedRequest, Told, ToldReading } from '../adapter.js';
import { JSON_BODY } from '../body-forms.js';
import { whereFinal, type Meaning } from '../meanings.js';
import { TERMINAL_NO, TRADE_NO, WALLET_NO, amountOf, momentOf, textOf } from '../values.js';
import { OPERATOR_NO } from '../../operator-no.js';
import { PROBE_MESSAGE } from '../../probe.js';
import { isKeyPairSigned, isSharedKeySigned } from '../verifying.js';
import { AMOUNT_UNIT, FIELDS, ORDER_STATUSES, PAYER_FIELDS, PAYWAYS } from './statuses.data.js';

const MOST_LETTERS = 32;

/** `<sn> <sign>`, or the sign alone where the address names the account. */
const AUTHORIZATION = /^(?:([A-Za-z0-9_-]{1,64}) )?([A-Za-z0-9+/=]{32,1024})$/;

/** MD5 hex of the raw body and the key of the terminal (or vendor). */
export const signShouqianbaBody = (key: string, rawBody: Uint8Array): string =>
  createHash('md5').update(rawBody).update(key).digest('hex');

/** 收钱吧. Amounts 分 as text. The account is the terminal or vendor number (`terminal_sn`, `vendor_sn`). */
export const SHOUQIANBA: AcquirerAdapter = {
  acquirer: 'shouqianba',
  form: JSON_BODY,
  success: 'success',
  claim,
  probe,
  persons: () => payersUnder(PAYER_FIELDS),
  read,
};

function probe(sn: string, key: string): SignedMessage {
  const body = JSON.stringify(PROBE_MESSAGE);
  const authorization = `${sn} ${signShouqianbaBody(key, Buffer.from(body))}`;
  return { headers: { 'content-type': 'application/json', authorization }, body };
}

function claim({ headers, rawBody, account }: SignedRequest): SignatureClaim | undefined {
  const [, sn = account, signature] = AUTHORIZATION.exec(headerOf(headers, 'authorization') ?? '') ?? [];
  if (sn === undefined || signature === undefined) return undefined;
  return {
    accountIds: [sn],
    signature,
    isGenuine({ secrets, publicKeys }) {
      if (isSharedKeySigned(secrets, signature, (key) => signShouqianbaBody(key, rawBody))) return 'shared key';
      const signed = { algorithms: ['RSA-SHA256'], parts: [rawBody], signature };
      return isKeyPairSigned(publicKeys, signed) ? 'key pair' : undefined;
    },
  };
}

function read(message: JsonObject): ToldReading {
  const fields = new Fields(message);
  const status = fields.text('order_status', /^[A-Z_]{1,32}$/);
  if (fields.wrong.length > 0) return { wrong: fields.wrong };
  return whereFinal(ORDER_STATUSES, status, (meaning) => {
    const told = toldBy(fields, status, meaning);
    return fields.wrong.length > 0 ? { wrong: fields.wrong } : { told };
  });
}

function toldBy(fields: Fields, status: string, meaning: Meaning): Told {
  const { attempted } = meaning;
  const terminalNo = fields.textIfAny('terminal_sn', TERMINAL_NO);
  const operatorNo = operatorIn(fields);
  const channelTradeNo = attempted === 'purchase' ? fields.textIfAny('trade_no', WALLET_NO) : undefined;
  return {
    meaning,
    status,
    tradeNo: fields.text('sn', TRADE_NO),
    part: partOf(fields, attempted),
    ...(terminalNo !== undefined && { terminalNo }),
    occurredAt: momentOf(fields, FIELDS.occurredAt),
    amount: saidAmount(fields, attempted),
    method: PAYWAYS[fields.textIfAny('payway', /^\d{1,3}$/) ?? ''] ?? 'unknown',
    ...(channelTradeNo !== undefined && { channelTradeNo }),
    ...(operatorNo !== undefined && { operatorNo }),
    ...(attempted === 'purchase' && personIn('payer', fields, PAYER_FIELDS)),
  };
}

/** What is no number is a person's name. */
function operatorIn(fields: Fields): string | undefined {
  const operator = fields.words(FIELDS.operator, MOST_LETTERS);
  return operator !== undefined && OPERATOR_NO.test(operator) ? operator : undefined;
}

/** A refund is known by its own request number: `net_amount` tells only what is left after all of them. */
function partOf(fields: Fields, attempted: Meaning['attempted']): string {
  if (attempted === 'purchase') return '';
  return attempted === 'refund' ? `refund.${textOf(fields, FIELDS.refundNo, TRADE_NO)}` : 'void';
}

function saidAmount(fields: Fields, attempted: Meaning['attempted']): Told['amount'] {
  if (attempted === 'refund') return amountOf(fields, FIELDS.refundAmount, AMOUNT_UNIT);
  return attempted === 'purchase' ? amountOf(fields, ['total_amount'], AMOUNT_UNIT) : ZERO;
}
