import { createHash } from 'node:crypto';
import { codeText, isJsonObject, memberOf, parseExact, rowsUnder, type JsonObject, type Time } from '#channels';
import { Outage } from '#kernel';
import type { MerchantDirectory } from '#merchants';
import type { WantedBill } from '../store/fetch-store.js';
import { objectIn, textOf } from './answers.js';
import type { GatewayCall } from './gateway-call.js';
import { FetchRefusal, shownCode, type BillSource } from './source.js';

export const LIFE_GATEWAY = 'https://open.douyin.com';

const PAGE_SIZE = 50;
/** A token is asked for anew so long before its end. */
const RENEW_BEFORE_MS = 600_000;
/** Codes that call for another try, or another token: seen in code that others published. */
const AGAIN: readonly string[] = ['2100001', '2100004', '2119002', '2119003', '28001005', '28001006', '5000001'];
const TOKEN_ENDED: readonly string[] = ['2190002', '2190008', '28001003', '28001008'];

/** Rows of one page, through the door for such rows. @throws Outage */
export type TakeLifeRows = (bill: WantedBill, texts: readonly string[], account: LifeAccount) => Promise<void>;

export interface LifeAccount {
  readonly clientKey: string;
  /** The merchant's own account with local life. */
  readonly accountId: string;
}

export interface LifeParts {
  readonly call: GatewayCall;
  readonly merchants: Pick<MerchantDirectory, 'channelAccount' | 'callKey'>;
  readonly takeRows: TakeLifeRows;
  readonly time: Time;
}

interface Token {
  readonly text: string;
  readonly endsAtMs: number;
}

/** The ledger of local life, of the vouchers redeemed on a day, page by page. */
export class LifeLedger {
  private readonly tokens = new Map<string, Token>();

  constructor(private readonly parts: LifeParts) {}

  readonly fetch: BillSource = async (bill, signal) => {
    const { merchants } = this.parts;
    const account = await merchants.channelAccount('douyin-life', bill.account);
    const [clientSecret] = account?.secrets ?? [];
    if (clientSecret === undefined) throw new FetchRefusal('CALL_KEY_MISSING');
    const { appId } = await merchants.callKey('douyin-life', bill.account);
    const named = { clientKey: bill.account, accountId: appId ?? bill.account };
    let rows = 0;
    for await (const texts of this.pages({ bill, named, clientSecret }, signal)) {
      await this.parts.takeRows(bill, texts, named);
      rows += texts.length;
    }
    return rows === 0 ? { status: 'empty' } : { status: 'rows', rows };
  };

  private async *pages(asked: Asked, signal: AbortSignal): AsyncGenerator<readonly string[]> {
    const seen = new Set<string>();
    for (let cursor = '0'; ;) {
      const { text, value } = await this.page(asked, cursor, signal);
      yield rowsUnder(text, 'ledger_records');
      const next = codeText(value['cursor']);
      if (value['has_more'] !== true) return;
      seen.add(cursor);
      // A page that leads back would be read for ever.
      if (next === '' || seen.has(next)) throw new FetchRefusal('PAGE_LEADS_NOWHERE');
      cursor = next;
    }
  }

  private async page({ bill, named, clientSecret }: Asked, cursor: string, signal: AbortSignal) {
    const token = await this.tokenOf(named.clientKey, clientSecret, signal);
    const query = new URLSearchParams({ account_id: named.accountId, bill_date: bill.day, cursor, size: String(PAGE_SIZE) });
    const path = `/goodlife/v1/settle/ledger/query/?${query.toString()}`;
    const { body } = await this.parts.call.ask(path, { method: 'GET', headers: { 'access-token': token } }, signal);
    const text = memberOf(body.toString('utf8'), 'data') ?? '{}';
    const value = parseExact(text);
    const data = isJsonObject(value) ? value : {};
    const code = codeIn(objectIn(body), data);
    if (TOKEN_ENDED.includes(code)) this.tokens.clear();
    if (TOKEN_ENDED.includes(code) || AGAIN.includes(code)) throw new Outage(`local life answers ${code}`);
    if (code !== '0') throw new FetchRefusal(shownCode(code));
    return { text, value: data };
  }

  /** Kept in memory only, under the secret that it was given for. */
  private async tokenOf(clientKey: string, clientSecret: string, signal: AbortSignal): Promise<string> {
    const { call, time } = this.parts;
    const key = createHash('sha256').update(`${clientKey} ${clientSecret}`).digest('hex');
    const known = this.tokens.get(key);
    if (known && time.nowMs() < known.endsAtMs) return known.text;
    const body = JSON.stringify({ client_key: clientKey, client_secret: clientSecret, grant_type: 'client_credential' });
    const headers = { 'content-type': 'application/json' };
    const reply = await call.ask('/oauth/client_token/', { method: 'POST', headers, body }, signal);
    const data = objectIn(reply.body)['data'];
    const text = isJsonObject(data) ? textOf(data['access_token']) : '';
    if (!isJsonObject(data) || !/^[\x21-\x7e]{1,512}$/.test(text)) throw new FetchRefusal('TOKEN_REFUSED');
    const lastsMs = Number(data['expires_in'] ?? 0) * 1_000;
    this.tokens.set(key, { text, endsAtMs: time.nowMs() + Math.max(lastsMs - RENEW_BEFORE_MS, lastsMs / 2) });
    return text;
  }
}

interface Asked {
  readonly bill: WantedBill;
  readonly named: LifeAccount;
  readonly clientSecret: string;
}

/** `data.error_code`, or `extra.error_code`: the first that is not 0. */
function codeIn({ extra }: JsonObject, data: JsonObject): string {
  const codes = [data['error_code'], isJsonObject(extra) ? extra['error_code'] : undefined];
  const [code = '0'] = codes.map(codeText).filter((each) => each !== '' && each !== '0');
  return code;
}
