import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FakeFiles } from './fake-files.js';
import { GatewayBook, type GatewayBillRow } from './gateway-book.js';

/** What goes wrong with a call: nothing, a status, a connection that breaks before or after the answer was made, a limit, a lost token. */
export type Trouble = 'none' | 'http_500' | 'reset' | 'outage' | 'limited' | 'expired' | 'garbage';

export interface FakeGatewayOptions {
  readonly appKey: string;
  readonly appSecret: string;
  readonly shopId: string;
  readonly nowMs?: () => number;
  /** Asked before each call. */
  readonly trouble?: (method: string) => Trouble;
  /** Called after each page of a list: what moves orders while they are read. */
  readonly onPage?: (book: GatewayBook) => void;
  /** Lists say how many there are unless a permission package hides it. */
  readonly hidesTotal?: boolean;
  /** Calls a second to one method. */
  readonly qps?: number;
  /** Error envelopes in the old shape. */
  readonly isOldShape?: boolean;
}

type Params = Readonly<Record<string, unknown>>;

const REACH_ROWS = 10_000;
const REACH_AFTERSALES = 50_000;
const REACH_SECONDS = 90 * 86_400;
const REFUSED_VALUE = { code: 40004, sub: 'isv.parameter-invalid:11000' };

class Refused extends Error {
  constructor(
    readonly code: number,
    readonly subCode: string,
  ) {
    super(subCode);
  }
}

/**
 * A test double of the shop open platform over real HTTP on loopback, with its documented contradictions: lists from page 0 by seconds
 * (milliseconds find nothing), 10,000 rows by pages and 90 days at most; after-sales that are left out without `order_by`; bills that
 * do not page by index alone; tokens that end in the middle.
 */
export class FakeGateway {
  readonly book = new GatewayBook();
  readonly files = new FakeFiles();
  /** Methods called, in order. */
  readonly calls: string[] = [];
  private readonly recent = new Map<string, number[]>();
  private tokens = 0;
  private token = '';

  private constructor(
    private readonly server: Server,
    private readonly options: FakeGatewayOptions,
  ) {}

  static async start(options: FakeGatewayOptions): Promise<FakeGateway> {
    const server = createServer((request, response) => gateway.answer(request, response));
    const gateway = new FakeGateway(server, options);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  count(method: string): number {
    return this.calls.filter((each) => each === method).length;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.url);
    const [, id] = /^\/files\/(\w+)$/.exec(url.pathname) ?? [];
    if (id !== undefined) {
      response.end(this.files.serve(id));
      return;
    }
    const method = url.searchParams.get('method') ?? '';
    this.calls.push(method);
    const trouble = this.options.trouble?.(method) ?? 'none';
    if (trouble === 'reset') {
      request.socket.destroy();
      return;
    }
    if (trouble === 'http_500') response.statusCode = 502;
    response.setHeader('content-type', 'application/json');
    response.end(trouble === 'garbage' ? '<html>' : this.bodyOf(url, method, trouble));
  }

  private bodyOf(url: URL, method: string, trouble: Trouble): string {
    try {
      if (trouble === 'outage') throw new Refused(20_000, 'isp.service-error:10000');
      if (trouble === 'limited' || this.isTooMuch(method)) throw new Refused(60_000, 'dop.limited');
      const params = this.verified(url, method, trouble);
      const data = this.dataOf(method, params);
      return `{"code":10000,"msg":"success","sub_code":"","sub_msg":"","log_id":"1","data":${data}}`;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { code, subCode } = error;
      if (this.options.isOldShape) return JSON.stringify({ err_no: code, message: subCode, data: null });
      return JSON.stringify({ code, msg: 'no', sub_code: subCode, sub_msg: 'no', log_id: '1' });
    }
  }

  private verified(url: URL, method: string, trouble: Trouble): Params {
    const of = (name: string): string => url.searchParams.get(name) ?? '';
    const { appKey, appSecret } = this.options;
    const json = of('param_json');
    const text = `app_key${of('app_key')}method${method}param_json${json}timestamp${of('timestamp')}v${of('v')}`;
    const sign = createHmac('sha256', appSecret).update(`${appSecret}${text}${appSecret}`).digest('hex');
    const isSigned = of('app_key') === appKey && of('sign_method') === 'hmac-sha256' && of('sign') === sign;
    if (!isSigned || url.pathname !== `/${method.replaceAll('.', '/')}`) throw new Refused(40_003, 'isv.signature-invalid');
    if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(of('timestamp'))) throw new Refused(40_003, 'isv.timestamp-format-error');
    const keys = Object.keys(JSON.parse(json) as object);
    if (keys.join() !== keys.toSorted().join()) throw new Refused(40_003, 'isv.parameter-format-invalid');
    if (trouble === 'expired') this.token = '';
    if (!method.startsWith('token.') && (this.token === '' || of('access_token') !== this.token))
      throw new Refused(40_003, 'isv.access-token-expired');
    return JSON.parse(json) as Params;
  }

  private isTooMuch(method: string): boolean {
    const { qps } = this.options;
    if (qps === undefined) return false;
    const now = performance.now();
    const recent = (this.recent.get(method) ?? []).filter((at) => at > now - 1_000);
    this.recent.set(method, [...recent, now]);
    return recent.length >= qps;
  }

  private dataOf(method: string, params: Params): string {
    switch (method) {
      case 'token.create':
      case 'token.refresh':
        return this.newToken(method, params);
      case 'order.searchList':
        return this.orderList(params);
      case 'order.orderDetail':
        return this.orderDetail(params);
      case 'afterSale.List':
        return this.aftersaleList(params);
      case 'order.getSettleBillDetailV3':
        return this.bill(this.book.billRows, params);
      case 'order.getShopAccountItem':
        return this.bill(this.book.accountRows, params);
      case 'order.downloadSettleItemToShop':
      case 'order.downloadShopAccountItem':
        return toldBy(this.files.make(method, textOf(params, 'start_time')));
      case 'order.downloadToShop':
      case 'order.downloadShopAccountItemFile':
        return toldBy(this.files.find(textOf(params, 'download_id'), this.url, method === 'order.downloadToShop'));
      default:
        throw new Refused(70_000, 'isp.api-service-off');
    }
  }

  private newToken(method: string, params: Params): string {
    const isSelf = params['grant_type'] === 'authorization_self' && params['shop_id'] === this.options.shopId;
    const isRefresh = method === 'token.refresh' && params['refresh_token'] === `refresh-${String(this.tokens)}`;
    if (!isSelf && !isRefresh) throw new Refused(50_001, 'dop.token-generate-failed:token-invalid');
    this.tokens += 1;
    this.token = `access-${String(this.tokens)}`;
    const { shopId } = this.options;
    return JSON.stringify({
      access_token: this.token,
      refresh_token: `refresh-${String(this.tokens)}`,
      expires_in: 604_800,
      shop_id: shopId,
    });
  }

  private orderList(params: Params): string {
    const byUpdate = 'update_time_start' in params;
    const name = byUpdate ? 'update_time' : 'create_time';
    const earliest = Math.floor((this.options.nowMs?.() ?? Date.now()) / 1_000) - REACH_SECONDS;
    const [from, to] = [Math.max(numberOf(params, `${name}_start`), earliest), numberOf(params, `${name}_end`)];
    const timeOf = ({ createTime, updateTime }: { createTime: number; updateTime: number }): number =>
      byUpdate ? updateTime : createTime;
    const found = [...this.book.orders.values()]
      .filter((order) => timeOf(order) >= from && timeOf(order) <= to)
      .sort((a, b) => timeOf(a) - timeOf(b));
    const rows = found.map(({ detail }) => detail);
    return this.page('shop_order_list', rows, params, REACH_ROWS);
  }

  private orderDetail(params: Params): string {
    const order = this.book.orders.get(textOf(params, 'shop_order_id'));
    if (!order) throw new Refused(40_004, 'isv.parameter-invalid:11003');
    return `{"shop_order_detail":${order.detail}}`;
  }

  private aftersaleList(params: Params): string {
    const byUpdate = 'update_start_time' in params;
    const from = numberOf(params, byUpdate ? 'update_start_time' : 'start_time');
    const to = numberOf(params, byUpdate ? 'update_end_time' : 'end_time');
    const isOrdered = JSON.stringify(params['order_by'] ?? '').includes('_time');
    const rows = [...this.book.aftersales.values()]
      .map((each) => ({ ...each, time: byUpdate ? each.updateTime : each.applyTime }))
      .filter(({ time }, index) => time >= from && time <= to && (isOrdered || index % 2 === 0))
      .sort((a, b) => a.time - b.time)
      .map(({ row }) => row);
    return this.page('items', rows, params, REACH_AFTERSALES);
  }

  private page(name: string, rows: readonly string[], params: Params, reach: number): string {
    const [page, size] = [numberOf(params, 'page'), numberOf(params, 'size')];
    if (size < 1 || size > 100 || (page + 1) * size > reach) throw new Refused(REFUSED_VALUE.code, REFUSED_VALUE.sub);
    const total = this.options.hidesTotal ? '' : `"total":${String(rows.length)},`;
    const text = `{${total}"page":${String(page)},"size":${String(size)},"${name}":[${rows.slice(page * size, (page + 1) * size).join(',')}]}`;
    this.options.onPage?.(this.book);
    return text;
  }

  /** The index counts from the time that comes with it: without that, every page is the first. */
  private bill(all: readonly GatewayBillRow[], params: Params): string {
    const size = numberOf(params, 'size');
    const [start, end] = [timeOf(params, 'start_time'), timeOf(params, 'end_time')];
    const index = textOf(params, 'start_index') === '' ? 0 : numberOf(params, 'start_index');
    if (end - start > 7 * 86_400) throw new Refused(REFUSED_VALUE.code, REFUSED_VALUE.sub);
    const found = all.filter(({ settleTime }) => settleTime >= start && settleTime <= end);
    const ordered = found.toSorted((a, b) => a.settleTime - b.settleTime);
    const sameTime = ordered.filter(({ settleTime }) => settleTime === start);
    const from = index === 0 ? 0 : Math.min(index, sameTime.length);
    const rows = ordered.slice(from, from + size);
    const last = rows.at(-1);
    const isEnd = from + size >= ordered.length;
    const nextTime = last?.settleTime ?? start;
    const before = ordered.slice(0, from + rows.length).filter(({ settleTime }) => settleTime === nextTime).length;
    const next = { is_end: isEnd ? 1 : 0, next_start_index: String(before), next_start_time: platformText(nextTime) };
    const code = this.calls.length % 2 === 0 ? '100000' : '1000001';
    return `{"code":"${code}","code_msg":"ok",${JSON.stringify(next).slice(1, -1)},"data":[${rows.map(({ row }) => row).join(',')}]}`;
  }
}

function toldBy(told: ReturnType<FakeFiles['make']>): string {
  if ('subCode' in told) throw new Refused(50_002, told.subCode);
  return told.data;
}

const numberOf = (params: Params, name: string): number => Number(params[name] ?? Number.NaN);
const textOf = (params: Params, name: string): string => {
  const value = params[name];
  return typeof value === 'string' ? value : '';
};
const timeOf = (params: Params, name: string): number => Date.parse(`${textOf(params, name).replace(' ', 'T')}+08:00`) / 1_000;
const platformText = (seconds: number): string =>
  new Date((seconds + 8 * 3_600) * 1_000).toISOString().slice(0, 19).replace('T', ' ');
