import { Fields } from '../../fields.js';
import type { JsonObject } from '../../exact-json.js';
import { GatewayRefusal, type GatewayData } from './gateway-answer.js';
import type { Time } from './time.js';

interface Token {
  readonly access: string;
  readonly refresh: string | undefined;
  /** From here on another one is asked for. */
  readonly renewAtMs: number;
}

/** Asks for a token: a call without one. */
export type AskToken = (method: 'token.create' | 'token.refresh', params: JsonObject) => Promise<GatewayData>;

const TOKEN = /^[\x21-\x7e]{1,512}$/;

interface Held {
  token?: Token;
  /** Under way: whoever wants one meanwhile waits for it. */
  asking?: Promise<Token>;
}

/** Tokens of shops, in memory only: whoever starts anew asks anew. Of several who want one at once, one asks. */
export class AccessTokens {
  private readonly shops = new Map<string, Held>();

  constructor(
    private readonly time: Time,
    private readonly renewBeforeMs: number,
  ) {}

  async of(shopId: string, ask: AskToken): Promise<string> {
    const held = this.shops.get(shopId) ?? {};
    this.shops.set(shopId, held);
    if (held.token && this.time.nowMs() < held.token.renewAtMs) return held.token.access;
    held.asking ??= this.ask(shopId, held.token, ask).finally(() => delete held.asking);
    held.token = await held.asking;
    return held.token.access;
  }

  /** The platform does not take this one any more. */
  forget(shopId: string, access: string): void {
    const held = this.shops.get(shopId);
    if (held?.token?.access === access) held.token = { ...held.token, renewAtMs: 0 };
  }

  private async ask(shopId: string, known: Token | undefined, ask: AskToken): Promise<Token> {
    if (known?.refresh !== undefined) {
      try {
        const params = { grant_type: 'refresh_token', refresh_token: known.refresh };
        return this.tokenOf(await ask('token.refresh', params));
      } catch (error) {
        if (!(error instanceof GatewayRefusal)) throw error;
      }
    }
    return this.tokenOf(await ask('token.create', { code: '', grant_type: 'authorization_self', shop_id: shopId }));
  }

  private tokenOf({ value }: GatewayData): Token {
    const fields = new Fields(value);
    const access = fields.text('access_token', TOKEN);
    const refresh = fields.textIfAny('refresh_token', TOKEN);
    const lastsMs = fields.code('expires_in') * 1_000;
    if (fields.wrong.length > 0) throw new GatewayRefusal('token.create', 'TOKEN_UNREADABLE', '');
    // A token that ends sooner than that is used for half its life.
    const renewAtMs = this.time.nowMs() + Math.max(lastsMs - this.renewBeforeMs, Math.floor(lastsMs / 2));
    return { access, refresh, renewAtMs };
  }
}
