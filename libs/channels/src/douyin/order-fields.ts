import type { Instant, Money } from '#kernel';
import type { OrderFact } from '#orders';
import { isJsonObject, type JsonObject } from '../exact-json.js';
import { Fields } from '../fields.js';

const WORDS_LIMIT = 200;

/** A fact as Douyin says it; where in the books it belongs is ours to add. */
export type SaidOrderFact = OrderFact extends infer F ? (F extends OrderFact ? Omit<F, 'booking'> : never) : never;

/** What names the order: `p_id` of a message, `order_id` of a detail. A shop that is hidden from us is known to who asked. */
export interface OrderNames {
  readonly orderField: 'p_id' | 'order_id';
  readonly shopId?: string;
}

type Heading<T extends OrderFact['type']> = Pick<OrderFact, 'key' | 'occurredAt' | 'orderId' | 'shopId'> & { readonly type: T };

/** Fields of a message about an order, or of its detail. */
export class OrderFields extends Fields {
  constructor(
    private readonly message: JsonObject,
    private readonly names: OrderNames = { orderField: 'p_id' },
  ) {
    super(message);
  }

  order<T extends OrderFact['type']>(type: T, key: string, occurredAt: Instant): Heading<T> {
    const { orderField, shopId } = this.names;
    const orderId = this.digits(orderField);
    const shop = shopId !== undefined && !this.has('shop_id') ? shopId : this.digits('shop_id');
    return { type, key, occurredAt, orderId, shopId: shop };
  }

  /** 分 under a name of ours; nothing where the message has none. */
  amountAs<N extends string>(as: N, name: string): { [P in N]?: Money } {
    return this.ifAny(as, name, () => this.amount(name));
  }

  /** 分 of either sign. */
  signedAs<N extends string>(as: N, name: string): { [P in N]?: number } {
    return this.ifAny(as, name, () => this.signed(name));
  }

  codeAs<N extends string>(as: N, name: string): { [P in N]?: number } {
    return this.ifAny(as, name, () => this.code(name));
  }

  textAs<N extends string>(as: N, name: string, shape: RegExp): { [P in N]?: string } {
    return this.ifAny(as, name, () => this.text(name, shape));
  }

  idAs<N extends string>(as: N, name: string): { [P in N]?: string } {
    const id = this.digitsIfAny(name);
    return (id === undefined ? {} : { [as]: id }) as { [P in N]?: string };
  }

  /** The objects of a list; none where it is hidden from us. */
  objects(name: string): JsonObject[] {
    const list = this.message[name];
    return Array.isArray(list) ? list.filter(isJsonObject) : [];
  }

  /** Reads an object inside the message; what is wrong in it is wrong in the message. */
  within<T>(item: JsonObject, read: (fields: OrderFields) => T): T {
    const fields = new OrderFields(item, this.names);
    const value = read(fields);
    this.wrong.push(...fields.wrong);
    return value;
  }

  private ifAny<N extends string, V>(as: N, name: string, read: () => V): { [P in N]?: V } {
    return (this.has(name) ? { [as]: read() } : {}) as { [P in N]?: V };
  }

  wordsAs<N extends string>(as: N, name: string): { [P in N]?: string } {
    const words = this.words(name, WORDS_LIMIT);
    return (words === undefined ? {} : { [as]: words }) as { [P in N]?: string };
  }

  /** On the message or on its first item; the text form survives parsers that round. */
  liveRoom(): { liveRoomId?: string } {
    const [item] = this.objects('sku_order_list');
    for (const fields of item ? [this, new Fields(item)] : [this]) {
      const liveRoomId = fields.digitsIfAny('room_id_str') ?? fields.digitsIfAny('room_id');
      if (liveRoomId !== undefined) return { liveRoomId };
    }
    return {};
  }
}

export const secondsOf = (at: Instant): string => String(Date.parse(at) / 1000);
