import { Outage, instant } from '#kernel';
import type { JsonObject } from '../../exact-json.js';
import { signOpenApiCall, type AppCredentials } from '../signatures.js';
import { AccessTokens } from './access-tokens.js';
import { GatewayRefusal, readAnswer, type GatewayAnswer, type GatewayData } from './gateway-answer.js';
import { CALL_TERMS, DEFAULT_QPS, METHOD_TERMS, type CallTerms, type MethodTerms } from './gateway-data.js';
import { Pace } from './pace.js';
import { paramJson } from './param-json.js';
import { REAL_TIME, platformTime, type Time } from './time.js';

export const DOUYIN_GATEWAY = 'https://openapi-fxg.jinritemai.com';

/** A shop that is asked about, and the app that asks. */
export interface GatewayShop extends AppCredentials {
  readonly shopId: string;
}

export interface GatewayOptions {
  /** Without a slash at its end. */
  readonly baseUrl?: string;
  readonly time?: Time;
  readonly methods?: readonly MethodTerms[];
  readonly terms?: Partial<CallTerms>;
}

/** A gateway on behalf of one shop. @throws Outage, GatewayRefusal */
export type GatewayClient = (method: string, params: JsonObject) => Promise<GatewayData>;

/** One request as it is sent. */
interface Request {
  readonly method: string;
  readonly params: JsonObject;
  readonly token: string;
}

const SIGN_METHOD = 'hmac-sha256';

/** Calls the shop open platform (抖店开放平台): signed, at the published pace, with a token that is renewed when it has to be. */
export class DouyinGateway {
  private readonly baseUrl: string;
  private readonly time: Time;
  private readonly terms: CallTerms;
  private readonly methods: readonly MethodTerms[];
  private readonly tokens: AccessTokens;
  private readonly paces = new Map<string, Pace>();

  constructor({ baseUrl = DOUYIN_GATEWAY, time = REAL_TIME, methods = METHOD_TERMS, terms = {} }: GatewayOptions = {}) {
    this.baseUrl = baseUrl;
    this.time = time;
    this.methods = methods;
    this.terms = { ...CALL_TERMS, ...terms };
    this.tokens = new AccessTokens(time, this.terms.renewBeforeMs);
  }

  /**
   * `data` of the answer. An outage or a limit is tried again with growing pauses, within the deadline; a refusal is not.
   * @throws Outage, GatewayRefusal
   */
  async call(shop: GatewayShop, method: string, params: JsonObject, signal?: AbortSignal): Promise<GatewayData> {
    const ask = (name: string, asked: JsonObject): Promise<GatewayData> =>
      this.tried(shop, name, () => this.once(shop, { method: name, params: asked, token: '' }, signal), signal);
    const attempt = async (): Promise<GatewayAnswer> => {
      const token = await this.tokens.of(shop.shopId, ask);
      const answer = await this.once(shop, { method, params, token }, signal);
      if (answer.status === 'token') this.tokens.forget(shop.shopId, token);
      return answer;
    };
    return this.tried(shop, method, attempt, signal);
  }

  /** Calls for one shop until the signal aborts. */
  clientOf(shop: GatewayShop, signal?: AbortSignal): GatewayClient {
    return (method, params) => this.call(shop, method, params, signal);
  }

  private async tried(
    shop: GatewayShop,
    method: string,
    attempt: () => Promise<GatewayAnswer>,
    signal: AbortSignal | undefined,
  ): Promise<GatewayData> {
    const { tries, deadlineMs } = this.terms;
    const giveUpAtMs = this.time.nowMs() + deadlineMs;
    for (let tried = 1; ; tried += 1) {
      await this.paceOf(shop, method).turn(signal);
      if (signal?.aborted) throw new Outage(`${method} was broken off`);
      const answer = await attempt();
      if (answer.status === 'success') return answer.data;
      const { status, code, subCode } = answer;
      if (status === 'refused') throw new GatewayRefusal(method, code, subCode);
      if (tried >= tries) {
        if (status === 'token') throw new GatewayRefusal(method, code, subCode);
        throw new Outage(`${method} was tried ${String(tried)} times: ${code}`);
      }
      if (status === 'limited') this.paceOf(shop, method).empty();
      // Another token is tried at once, once.
      const pauseMs = status === 'token' && tried === 1 ? 0 : this.pauseMs(tried);
      if (this.time.nowMs() + pauseMs > giveUpAtMs) throw new Outage(`${method} took too long: ${code}`);
      await this.time.sleep(pauseMs, signal);
    }
  }

  private async once(shop: GatewayShop, request: Request, signal: AbortSignal | undefined): Promise<GatewayAnswer> {
    const timeout = AbortSignal.timeout(this.terms.answerWithinMs);
    try {
      const response = await fetch(this.urlOf(shop, request), {
        redirect: 'error',
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      return readAnswer(response.status, new Uint8Array(await response.arrayBuffer()));
    } catch {
      // fetch tells neither what happened nor whether it came through; asking again changes nothing there.
      return { status: 'outage', code: 'UNREACHABLE', subCode: '' };
    }
  }

  private urlOf(shop: GatewayShop, { method, params, token }: Request): string {
    const timestamp = platformTime(instant(this.time.nowMs()));
    const json = paramJson(params);
    const sign = signOpenApiCall(shop, { method, paramJson: json, timestamp }, SIGN_METHOD);
    const query = new URLSearchParams({
      method,
      app_key: shop.appKey,
      access_token: token,
      param_json: json,
      timestamp,
      v: '2',
      sign,
      sign_method: SIGN_METHOD,
    });
    return `${this.baseUrl}/${method.replaceAll('.', '/')}?${query.toString()}`;
  }

  /** Up to double each time, and by chance less, so that those who failed together do not come back together. */
  private pauseMs(tried: number): number {
    const { firstPauseMs, longestPauseMs } = this.terms;
    return Math.min(firstPauseMs * 2 ** tried, longestPauseMs) * (0.5 + this.time.random() / 2);
  }

  private paceOf({ appKey }: GatewayShop, method: string): Pace {
    const key = `${appKey} ${method}`;
    const pace = this.paces.get(key) ?? new Pace(this.qpsOf(method), this.time);
    this.paces.set(key, pace);
    return pace;
  }

  private qpsOf(method: string): number {
    const now = instant(this.time.nowMs());
    return this.methods.findLast((terms) => terms.method === method && terms.from <= now)?.qps ?? DEFAULT_QPS;
  }
}
