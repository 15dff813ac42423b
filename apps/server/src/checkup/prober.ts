import { EVENT_SIGN, accountProbe, signTerminalBody, signedRequest, type AccountProbe, type ProbedAccount } from '#channels';
import type { Instant } from '#kernel';
import { PROBE_WITHIN_MS } from './checkup.data.js';
import type { Probe } from './checkup.js';

interface Signed {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What the platform sends to see whether we are there: answered with success, kept nowhere. */
const EMPTY_PUSH = '[{"tag":"0","msg_id":"0","data":"0"}]';

const DOORS: Readonly<Record<AccountProbe['door'], string>> = {
  life: 'douyin/life',
  ecpay: 'miniapp/ecpay',
  shouqianba: 'acquirers/shouqianba',
  lakala: 'acquirers/lakala',
  allinpay: 'acquirers/allinpay',
};

const secondsOf = (now: Instant): number => Math.floor(Date.parse(now) / 1_000);

/** Signs notices as the other side does and sends them to our own door. They change nothing. */
export class Prober {
  /** @param url where this very server listens */
  constructor(private readonly url: string) {}

  /** As the platform pushes. */
  async push(appKey: string, appSecret: string): Promise<Probe> {
    const sign = EVENT_SIGN.sign({ appKey, appSecret }, Buffer.from(EMPTY_PUSH));
    const headers = { 'content-type': 'application/json', 'app-id': appKey, [EVENT_SIGN.header]: sign };
    return this.send({ method: 'POST', path: '/v1/channels/douyin/push', headers, body: EMPTY_PUSH });
  }

  /** As a terminal asks for what is to be paid. */
  async terminal(name: string, key: string, now: Instant): Promise<Probe> {
    const path = `/v1/terminals/${name}/payment-requests`;
    const timestamp = String(secondsOf(now));
    const signature = signTerminalBody(key, timestamp, signedRequest('GET', path, Buffer.alloc(0))).toString('hex');
    const headers = { 'x-terminal': name, 'x-timestamp': timestamp, 'x-signature': signature };
    return this.send({ method: 'GET', path, headers });
  }

  /** As the party of an account calls; undefined where only the party can sign, or calls nobody. */
  async account(account: ProbedAccount, now: Instant): Promise<Probe | undefined> {
    const probe = accountProbe(account, secondsOf(now));
    if (!probe) return undefined;
    const { door, headers, body } = probe;
    return this.send({ method: 'POST', path: `/v1/channels/${DOORS[door]}`, headers, body });
  }

  private async send({ method, path, headers, body }: Signed): Promise<Probe> {
    try {
      const signal = AbortSignal.timeout(PROBE_WITHIN_MS);
      const response = await fetch(new URL(path, this.url), { method, headers, signal, ...(body !== undefined && { body }) });
      const code = codeIn(await response.text());
      const { status } = response;
      const outcome = response.ok ? 'verified' : [401, 403].includes(status) ? 'refused' : 'failed';
      return { outcome, status, code };
    } catch {
      return { outcome: 'failed', status: null, code: null };
    }
  }
}

/** Of the platforms' forms of an answer, or of a problem. */
function codeIn(text: string): string | null {
  try {
    const { code: of, err_no: code = of } = JSON.parse(text) as { readonly code?: unknown; readonly err_no?: unknown };
    return typeof code === 'string' || typeof code === 'number' ? String(code) : null;
  } catch {
    return null;
  }
}
