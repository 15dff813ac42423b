import { ZERO, type Instant, type Money } from '#kernel';
import type { VoucherFact, VoucherFees } from '#vouchers';
import { isClockFarOff } from '../clock.js';
import { billTime } from '../douyin/bill-time.js';
import { isJsonObject, type JsonObject } from '../exact-json.js';
import { Fields } from '../fields.js';
import { fieldsInvalid, parked, type NoticeReading } from '../notice-reading.js';
import { bookedAt, lifeAccount, storeOf, type LifeContext } from './life-account.js';
import { LIFE_ID } from './life-facts.js';

type Said = VoucherFact extends infer F ? (F extends VoucherFact ? Omit<F, 'booking'> : never) : never;

/** `status`: 0 new · 1 being split · 2 split · 3 failed · 4 discarded. */
const STATUSES = ['estimated', 'estimated', 'settled', 'failed', 'discarded'] as const;

/** What one row of `goodlife/v1/settle/ledger` means to the ledger. Amounts 分, absolute. */
export async function readLedgerRow(row: JsonObject, context: LifeContext): Promise<NoticeReading> {
  const fields = new Fields(row);
  const poiId = fields.textIfAny('poi_id', LIFE_ID);
  const said = saidBy(row, fields, context);
  if (fields.wrong.length > 0) return fieldsInvalid(fields.wrong);
  const { occurredAt } = said;
  if (isClockFarOff(occurredAt, context.now)) return parked('CLOCK_FAR_OFF', occurredAt);
  const account = await lifeAccount(context);
  if (!account) return parked('UNKNOWN_ACCOUNT', context.clientKey);
  const booking = bookedAt(occurredAt, account, 'online', await storeOf(context, account, poiId));
  return { commands: [{ feature: 'vouchers', command: { type: 'RecordVoucherFact', fact: { ...said, booking } } }] };
}

function saidBy(row: JsonObject, fields: Fields, { clientKey, accountId }: LifeContext): Said {
  const status = STATUSES[fields.code('status')] ?? fields.refuse('status', 'estimated');
  const ids = {
    ledgerId: fields.text('ledger_id', LIFE_ID),
    verifyId: fields.text('verify_id', LIFE_ID),
    certificateId: fields.text('certificate_id', LIFE_ID),
  };
  const common = {
    key: `${status}:${ids.ledgerId}`,
    orderId: fields.text('order_id', LIFE_ID),
    clientKey,
    ...(accountId !== undefined && { accountId }),
    ...ids,
  };
  switch (status) {
    case 'estimated':
      return { type: 'VoucherSettlementEstimated', occurredAt: timeIn(fields), ...common, ...moneyIn(row, fields) };
    case 'settled':
      return { type: 'VoucherSettled', occurredAt: timeIn(fields, 'settle_time'), ...common, ...moneyIn(row, fields) };
    case 'failed':
    case 'discarded':
      return { type: 'VoucherSettlementDropped', occurredAt: timeIn(fields), ...common, outcome: status };
  }
}

/** Rows carry the time of the verification; when money was split they say only where the platform adds it. */
const timeIn = (fields: Fields, name = 'verify_time'): Instant => billTime(fields, fields.has(name) ? name : 'verify_time');

interface RowMoney {
  readonly pay: Money;
  readonly subsidy: Money;
  readonly fees: VoucherFees;
  readonly net: Money;
  readonly poiId?: string;
  readonly liveRoomId?: string;
}

function moneyIn(row: JsonObject, fields: Fields): RowMoney {
  const amount = new Amounts(row['amount'], 'amount', fields);
  const funds = new Amounts(row['fund_amount'], 'fund_amount', fields);
  const poiId = fields.textIfAny('poi_id', LIFE_ID);
  const attribute = row['order_attrribute'] ?? row['order_attribute'];
  const liveRoomId = isJsonObject(attribute) ? new Fields(attribute).digitsIfAny('room_id') : undefined;
  return {
    pay: amount.needed('pay', 'coupon_pay'),
    subsidy: amount.size('platform_ticket'),
    fees: {
      talentCommission: amount.size('talent_commission'),
      institutionCommission: amount.size('institution_commission'),
      agent: amount.size('total_agent_merchant'),
      operationAgent: amount.size('total_operation_agent'),
      platformService: amount.size('total_merchant_platform_service'),
      handling: funds.size('pay_handling'),
    },
    net: funds.has('goods') ? funds.needed('goods') : amount.needed('goods'),
    ...(poiId !== undefined && { poiId }),
    ...(liveRoomId !== undefined && { liveRoomId }),
  };
}

/** Amounts in an object of the row; some pages write `pay`, others `pay_amount`. */
class Amounts {
  private readonly inner: Fields;

  constructor(
    value: JsonObject[string],
    private readonly name: string,
    private readonly row: Fields,
  ) {
    this.inner = new Fields(isJsonObject(value) ? value : {});
  }

  has(name: string): boolean {
    return this.spelt(name) !== undefined;
  }

  /** 0 where absent. */
  size(name: string): Money {
    const spelt = this.spelt(name);
    return spelt === undefined ? ZERO : this.checked(spelt);
  }

  /** The first of these that is there. */
  needed(...names: readonly [string, ...string[]]): Money {
    const spelt = names.map((name) => this.spelt(name)).find((each) => each !== undefined);
    return spelt === undefined ? this.row.refuse(`${this.name}.${names[0]}`, ZERO) : this.checked(spelt);
  }

  private spelt(name: string): string | undefined {
    return [name, `${name}_amount`].find((each) => this.inner.has(each));
  }

  private checked(name: string): Money {
    const { length } = this.inner.wrong;
    const amount = this.inner.size(name);
    return this.inner.wrong.length > length ? this.row.refuse(`${this.name}.${name}`, ZERO) : amount;
  }
}
