/** Unix seconds. */
type Seconds = number;

export interface GatewayOrder {
  readonly orderId: string;
  readonly createTime: Seconds;
  readonly updateTime: Seconds;
  /** Its detail as the platform writes it: ids are bare numbers beyond 2^53. */
  readonly detail: string;
}

export interface GatewayAftersale {
  readonly aftersaleId: string;
  readonly applyTime: Seconds;
  readonly updateTime: Seconds;
  readonly row: string;
}

export interface GatewayBillRow {
  readonly settleTime: Seconds;
  readonly row: string;
}

/** What the fake platform knows of a shop. */
export class GatewayBook {
  readonly orders = new Map<string, GatewayOrder>();
  readonly aftersales = new Map<string, GatewayAftersale>();
  readonly billRows: GatewayBillRow[] = [];
  readonly accountRows: GatewayBillRow[] = [];

  add(order: GatewayOrder): void {
    this.orders.set(order.orderId, order);
  }

  addAftersale(aftersale: GatewayAftersale): void {
    this.aftersales.set(aftersale.aftersaleId, aftersale);
  }
}

/** An order detail in the platform's own writing, with further fields behind. */
export const detailText = (orderId: string, shopId: string, fields: Readonly<Record<string, unknown>>): string =>
  `{"order_id":${orderId},"shop_id":${shopId},"mask_post_receiver":"张*",${JSON.stringify(fields).slice(1)}`;

/** A row of the after-sale list. */
export const aftersaleText = (orderId: string, aftersaleId: string, fields: Readonly<Record<string, unknown>>): string =>
  `{"aftersale_info":{"aftersale_id":${aftersaleId},${JSON.stringify(fields).slice(1)},"order_info":{"shop_order_id":"${orderId}"}}`;
