import { isOutage } from '#postgres';
import type { Headers } from './headers.js';
import type { Instant } from '#kernel';

/** A callback of Douyin's open platform. */
export interface CallbackRequest {
  readonly headers: Headers;
  /** The body to the byte as it came: the signature covers it. */
  readonly rawBody: Buffer;
  readonly now: Instant;
}

/** The open platform's form of an answer. Anything but 0 makes it call again. */
export interface CallbackBody {
  readonly err_no: number;
  readonly err_tips: string;
}

export interface CallbackAnswer<Body = CallbackBody> {
  readonly status: 200 | 400 | 401 | 503;
  readonly body: Body;
}

export const SUCCESS: CallbackAnswer = { status: 200, body: { err_no: 0, err_tips: 'success' } };
export const MALFORMED: CallbackAnswer = { status: 400, body: { err_no: 40041, err_tips: '解析消息失败' } };
export const NOT_GENUINE: CallbackAnswer = { status: 401, body: { err_no: 40101, err_tips: '验签失败' } };
export const TOO_OLD: CallbackAnswer = { status: 401, body: { err_no: 40102, err_tips: '时间戳超出允许范围' } };
const TRY_AGAIN: CallbackAnswer = { status: 503, body: { err_no: 50301, err_tips: '暂时不可用，请重试' } };

/** An outage is answered as one, so that the platform calls again. */
export async function orTryAgain<Body>(
  work: () => Promise<CallbackAnswer<Body>>,
): Promise<CallbackAnswer<Body | CallbackBody>> {
  try {
    return await work();
  } catch (error) {
    if (isOutage(error)) return TRY_AGAIN;
    throw error;
  }
}
