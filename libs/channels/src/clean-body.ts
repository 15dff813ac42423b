import { utf8 } from './exact-json.js';
import { NotJson } from './json-cursor.js';
import { OPEN_PLATFORM } from './open-platform-policy.js';
import { sanitise } from './sanitise.js';
import type { Evidence } from './inbox/notice.js';

/** A verified body as it may be kept. */
export interface CleanBody {
  readonly text: string;
  readonly changed: boolean;
}

/** Undefined where it is not JSON in UTF-8. */
export function cleanBody(rawBody: Uint8Array): CleanBody | undefined {
  const text = utf8(rawBody);
  if (text === undefined) return undefined;
  try {
    return sanitise(text, OPEN_PLATFORM);
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}

/** A signature proves nothing over a body that something was taken out of. */
export const evidenceOf = (signature: string, { text, changed }: CleanBody): { readonly evidence?: Evidence } =>
  changed ? {} : { evidence: { signature, body: Buffer.from(text) } };
