import { isJsonObject, parseExact, type Json, type JsonObject } from '../exact-json.js';

/** A webhook of local life. `content` is undefined where it is not a JSON object, as text or as it is. */
export interface LifeMessage {
  readonly event: string | undefined;
  readonly content: JsonObject | undefined;
}

/** The platform asks whether we are there: answered, not kept. */
export const PROBE_EVENT = 'verify_webhook';

const EVENT = /^[A-Za-z0-9_]{1,80}$/;

export function decodeLifeMessage(text: string): LifeMessage {
  const message = parseExact(text);
  if (!isJsonObject(message)) return { event: undefined, content: undefined };
  const { event, content } = message;
  return {
    event: typeof event === 'string' && EVENT.test(event) ? event : undefined,
    content: objectIn(content),
  };
}

export function objectIn(value: Json | undefined): JsonObject | undefined {
  const object = typeof value === 'string' ? parseExact(value) : value;
  return isJsonObject(object) ? object : undefined;
}
