import type { JsonObject } from './exact-json.js';

/** Field by which the ledger tries its own doors: signed and verified like any message, then answered with success and kept nowhere. */
const PROBE_FIELD = 'hezhang_probe';

export const PROBE_MESSAGE: Readonly<Record<string, string>> = { [PROBE_FIELD]: '1' };

export const isProbe = (message: JsonObject): boolean => message[PROBE_FIELD] === PROBE_MESSAGE[PROBE_FIELD];
