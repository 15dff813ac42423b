import type { Instant } from '#kernel';
import type { ChannelAccount, MerchantDirectory } from '#merchants';
import { isOutage } from '#postgres';
import { utf8 } from '../exact-json.js';
import { digestOf, noticeId, type NewNotice } from '../inbox/notice.js';
import { take, type ChannelDeps, type Taking } from '../notice-handling.js';
import { isProbe } from '../probe.js';
import type { Acquirer, AcquirerAdapter, SignatureClaim, SignedRequest } from './adapter.js';
import { ADAPTERS } from './adapters.js';
import { readAcquirerNotice } from './notice-reading.js';

export interface AcquirerNoticeRequest extends SignedRequest {
  readonly now: Instant;
}

/** Plain text: the acquirer's word for success, else `fail`, after which it sends the notice again. Never what was in it. */
export interface AcquirerAnswer {
  readonly status: 200 | 400 | 401 | 503;
  readonly body: string;
}

export interface AcquirerDeps extends ChannelDeps {
  /** Seconds by which a signed time may be off, where it is not the adapter's own. */
  readonly signatureWindowS?: Partial<Record<Acquirer, number>>;
}

const refused = (status: 400 | 401 | 503): AcquirerAnswer => ({ status, body: 'fail' });

const ACCOUNT_ID = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * One notice of an aggregated acquirer. Nothing of it is read before its signature is verified (but the form that a signature
 * over values is made of), and success is answered only when it is kept and applied, ignored or parked. A probe is kept nowhere.
 */
export async function receiveAcquirerNotice(
  deps: AcquirerDeps,
  acquirer: Acquirer,
  request: AcquirerNoticeRequest,
): Promise<AcquirerAnswer> {
  try {
    return await received(deps, ADAPTERS[acquirer], request);
  } catch (error) {
    if (isOutage(error)) return refused(503);
    throw error;
  }
}

async function received(deps: AcquirerDeps, adapter: AcquirerAdapter, request: AcquirerNoticeRequest): Promise<AcquirerAnswer> {
  const claim = adapter.claim(request);
  const signed = claim && (await signedBy(deps.merchants, adapter, claim));
  if (!claim || !signed) return refused(401);
  const text = utf8(request.rawBody);
  const clean = text === undefined ? undefined : adapter.form.clean(text);
  const message = clean && adapter.form.decode(clean.text);
  if (!message) return refused(400);
  if (isProbe(message)) return { status: 200, body: adapter.success };
  const { accountId } = signed.account;
  const kept = await adapter.form.seal(clean.text, adapter.persons(message), deps.persons);
  const raw = Buffer.from(kept.text);
  const notice: Taking = {
    channel: adapter.acquirer,
    source: accountId,
    actor: `${adapter.acquirer}:${accountId}`,
    receivedAt: request.now,
    raw,
    sanitised: clean.changed,
    personsSealed: kept.changed,
    ...(signed.by === 'key pair' && { evidence: { signature: claim.signature, body: raw } }),
  };
  if (isStale(deps, adapter, claim, request.now) && !(await isKnown(deps, notice))) return refused(401);
  const context = { merchants: deps.merchants, accountId, now: request.now };
  await take(deps, notice, () => readAcquirerNotice(adapter, kept.text, context));
  return { status: 200, body: adapter.success };
}

interface Signed {
  readonly account: ChannelAccount;
  readonly by: 'shared key' | 'key pair';
}

async function signedBy(
  merchants: MerchantDirectory,
  { acquirer }: AcquirerAdapter,
  claim: SignatureClaim,
): Promise<Signed | undefined> {
  for (const accountId of claim.accountIds.filter((id) => ACCOUNT_ID.test(id))) {
    const account = await merchants.channelAccount(acquirer, accountId);
    const by = account && claim.isGenuine(account);
    if (by) return { account, by };
  }
  return undefined;
}

function isStale(deps: AcquirerDeps, adapter: AcquirerAdapter, { signedAtS }: SignatureClaim, now: Instant): boolean {
  const windowS = deps.signatureWindowS?.[adapter.acquirer] ?? adapter.windowS;
  return signedAtS !== undefined && windowS !== undefined && Math.abs(Date.parse(now) / 1000 - signedAtS) > windowS;
}

/** A retry of what we have is a success, however late. */
const isKnown = async ({ inbox }: AcquirerDeps, { channel, source, raw }: NewNotice): Promise<boolean> =>
  (await inbox.show(noticeId(channel, source, digestOf(raw)))) !== undefined;
