import { isJsonObject, parseExact, utf8, WrittenNumber, type Json, type JsonObject } from '../exact-json.js';
import { NotJson } from '../json-cursor.js';
import { elementsOf } from '../json-parts.js';
import { sanitise } from '../sanitise.js';
import { DOUYIN_CARDS } from './card-policy.js';

/** One message of a push. `data` is undefined where it is not a JSON object, as text or as it is. */
export interface PushMessage {
  readonly tag: string | undefined;
  readonly messageId: string | undefined;
  readonly data: JsonObject | undefined;
}

/** The platform asks whether we are there: answered, not kept. */
export const PROBE_TAG = '0';

const TAG = /^\d{1,6}$/;
const MESSAGE_ID = /^[\x21-\x7e]{1,200}$/;

/** A push without card data, and each message of it as exact text. */
export interface SplitPush {
  readonly body: string;
  /** Card data was taken out: the signature no longer fits. */
  readonly sanitised: boolean;
  readonly messages: readonly string[];
}

/** Undefined where the body is not a JSON array in UTF-8. */
export function splitPush(rawBody: Uint8Array): SplitPush | undefined {
  const text = utf8(rawBody);
  if (text === undefined) return undefined;
  try {
    const { text: body, changed } = sanitise(text, DOUYIN_CARDS);
    const messages = elementsOf(body);
    const wellFormed = messages.every((message) => parseExact(message) !== undefined);
    return wellFormed ? { body, sanitised: changed, messages } : undefined;
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}

/** Takes the tag as text or number, the data as text or object, and either spelling of the id. */
export function decodePushMessage(text: string): PushMessage {
  const message = parseExact(text);
  if (!isJsonObject(message)) return { tag: undefined, messageId: undefined, data: undefined };
  const { data, tag } = message;
  const object = typeof data === 'string' ? parseExact(data) : data;
  return {
    tag: matching(tag, TAG),
    messageId: matching(message['msg_id'] ?? message['msgId'], MESSAGE_ID),
    data: isJsonObject(object) ? object : undefined,
  };
}

function matching(value: Json | undefined, shape: RegExp): string | undefined {
  const text = value instanceof WrittenNumber ? value.written : typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && shape.test(text) ? text : undefined;
}
