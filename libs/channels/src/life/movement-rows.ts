import { isAccountSegment } from '#kernel';
import type { LifeMoved, LifeMovementPurpose } from '#vouchers';
import { isClockFarOff } from '../clock.js';
import { billTime } from '../douyin/bill-time.js';
import type { JsonObject } from '../exact-json.js';
import { Fields } from '../fields.js';
import { fieldsInvalid, parked, type NoticeReading } from '../notice-reading.js';
import { bookedAt, lifeAccount, type LifeContext } from './life-account.js';
import { LIFE_ID } from './life-facts.js';

const PURPOSES: Readonly<Record<string, LifeMovementPurpose>> = {
  withdrawal: 'withdrawal',
  settlement: 'settlement',
  fee: 'fee',
  compensation: 'compensation',
};

/** What one movement on the account with local life means to the ledger. The form is ours: the platform publishes none. Amounts 分. */
export async function readLifeMovement(row: JsonObject, context: LifeContext): Promise<NoticeReading> {
  const { clientKey, accountId, now } = context;
  const fields = new Fields(row);
  const movementNo = fields.text('movement_no', LIFE_ID);
  const direction = fields.text('direction', /^(?:in|out)$/);
  const bankAccount = fields.textIfAny('bank_account', /^.{1,64}$/);
  if (bankAccount !== undefined && !isAccountSegment(bankAccount)) fields.refuse('bank_account', undefined);
  const amount = fields.amount('amount');
  const occurredAt = billTime(fields, 'time');
  if (fields.wrong.length > 0) return fieldsInvalid(fields.wrong);
  if (isClockFarOff(occurredAt, now)) return parked('CLOCK_FAR_OFF', occurredAt);
  const account = await lifeAccount(context);
  if (!account) return parked('UNKNOWN_ACCOUNT', clientKey);
  const fact: LifeMoved = {
    type: 'LifeAccountMoved',
    key: movementNo,
    occurredAt,
    booking: bookedAt(occurredAt, account, 'online'),
    movementNo,
    clientKey,
    ...(accountId !== undefined && { accountId }),
    direction: direction === 'in' ? 'in' : 'out',
    amount,
    purpose: PURPOSES[fields.words('purpose', 32) ?? ''] ?? 'unknown',
    ...(bankAccount !== undefined && { bankAccount }),
  };
  return { commands: [{ feature: 'life-movements', command: { type: 'RecordLifeMovement', fact } }] };
}
