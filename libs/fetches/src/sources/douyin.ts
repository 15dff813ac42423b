import { GatewayRefusal, codeText, type DouyinGateway, type JsonObject, type PullSetting } from '#channels';
import type { MerchantDirectory } from '#merchants';
import type { WantedBill } from '../store/fetch-store.js';
import { textOf } from './answers.js';
import type { Downloads } from './download.js';
import { FetchRefusal, shownCode, type BillSource, type Found } from './source.js';

const HOSTS = ['bytetos.com', 'jinritemai.com'];

export interface DouyinFileParts {
  readonly gateway: DouyinGateway;
  readonly gatewayUrl: string;
  readonly downloads: Downloads;
  readonly merchants: Pick<MerchantDirectory, 'douyinShop' | 'douyinApp'>;
  readonly pullOf: (shopId: string) => Promise<PullSetting | undefined>;
  readonly hosts: readonly string[];
}

interface FileMethods {
  /** Answers `download_id`. */
  readonly make: string;
  /** Answers where the file is, by that id. */
  readonly find: string;
}

/** Methods that make files of a shop's bills. */
export const DOUYIN_FILES = {
  settle: { make: 'order.downloadSettleItemToShop', find: 'order.downloadToShop' },
  account: { make: 'order.downloadShopAccountItem', find: 'order.downloadShopAccountItemFile' },
} as const satisfies Readonly<Record<string, FileMethods>>;

/** Inner codes: in `data.code`, or at the end of a `sub_code`. */
const READY = '100000';
const BEING_MADE = '100015';
/** Bills of that day are not whole yet. */
const NOT_WHOLE = '100027';
/** The number is of no use any more: another file is asked for. */
const MAKE_ANEW: readonly string[] = ['100002', '100016', '100025'];

/** Rows of a shop's bills are pulled: its files would tell them a second time. */
export const isApiSource = (setting: PullSetting | undefined): boolean => setting?.state === 'on' && setting.bills === 'api';

/** Has a file made, then asks for it by its number until it is there. */
export const douyinFiles =
  (parts: DouyinFileParts, methods: FileMethods): BillSource =>
  async (bill, signal) => {
    if (isApiSource(await parts.pullOf(bill.account))) throw new FetchRefusal('FETCH_SOURCE_IS_API');
    const call = await callOf(parts, bill.account, signal);
    if (bill.ticket === null) return make(call, methods, bill);
    const { code, data } = await call(methods.find, { download_id: bill.ticket });
    if (MAKE_ANEW.includes(code)) return { status: 'making', code: `FILE_${code}`, ticket: null };
    if (code === BEING_MADE) return { status: 'making', code: 'FILE_BEING_MADE', ticket: bill.ticket };
    const link = textOf(data['url']);
    if (code !== READY || link === '') throw new FetchRefusal(shownCode(code));
    const rules = { gateway: parts.gatewayUrl, hosts: [...HOSTS, ...parts.hosts] };
    return { status: 'file', account: bill.account, file: await parts.downloads.fetch({ link }, rules, signal) };
  };

type Call = (method: string, params: JsonObject) => Promise<{ readonly code: string; readonly data: JsonObject }>;

/** Calls for a shop; a refusal with an inner code is an answer like any other. */
async function callOf({ gateway, merchants }: DouyinFileParts, shopId: string, signal: AbortSignal): Promise<Call> {
  const shop = await merchants.douyinShop(shopId);
  const app = shop && (await merchants.douyinApp(shop.appKey));
  const [appSecret] = app?.secrets ?? [];
  if (!app || appSecret === undefined) throw new FetchRefusal('CALL_KEY_MISSING');
  const caller = { shopId, appKey: app.appKey, appSecret };
  return async (method, params) => {
    try {
      const { value } = await gateway.call(caller, method, params, signal);
      return { code: codeText(value['code']) || READY, data: value };
    } catch (error) {
      if (!(error instanceof GatewayRefusal)) throw error;
      const [, inner] = /:(1000\d\d)$/.exec(error.subCode) ?? [];
      if (inner === undefined) throw new FetchRefusal(shownCode(error.subCode || error.code));
      return { code: inner, data: {} };
    }
  };
}

async function make(call: Call, methods: FileMethods, { day }: WantedBill): Promise<Found> {
  const window = { start_time: `${day} 00:00:00`, end_time: `${day} 23:59:59` };
  const isSettle = methods === DOUYIN_FILES.settle;
  const { code, data } = await call(methods.make, isSettle ? { ...window, time_type: '0' } : { ...window, time_type: 0 });
  if (code === NOT_WHOLE) return { status: 'absent', code: 'BILL_NOT_WHOLE' };
  const ticket = codeText(data['download_id']);
  if (ticket === '') throw new FetchRefusal(shownCode(code));
  return { status: 'making', code: 'FILE_BEING_MADE', ticket };
}
