import { isJsonObject, parseExact, utf8, WrittenNumber, type Json, type JsonObject } from '../../exact-json.js';
import { memberOf } from '../../json-parts.js';
import { GATEWAY_CODES, TOKEN_SUB_CODES } from './gateway-data.js';

/** `data` of an answer: its value, and its text to the byte. */
export interface GatewayData {
  readonly text: string;
  readonly value: JsonObject;
}

/** `outage` and `limited` may be tried again as they are, `token` with another token, `refused` not at all. */
export type GatewayAnswer =
  | { readonly status: 'success'; readonly data: GatewayData }
  | { readonly status: 'outage' | 'limited' | 'token' | 'refused'; readonly code: string; readonly subCode: string };

/** The platform says no, and would say so again. Carries codes only: its words may repeat what it was sent. */
export class GatewayRefusal extends Error {
  override readonly name = 'GatewayRefusal';

  constructor(
    readonly method: string,
    readonly code: string,
    readonly subCode: string,
  ) {
    super(`${method} was refused: ${[code, subCode].filter((part) => part !== '').join(' ')}`);
  }
}

const CODE = /^[\w.:-]{1,80}$/;
const TOO_MANY_REQUESTS = 429;
const EMPTY: GatewayData = { text: '{}', value: {} };

/** Both shapes of the envelope: `{code, msg, sub_code, data}` with 10000 for success, and the old `{err_no, message, data}` with 0. */
export function readAnswer(status: number, body: Uint8Array): GatewayAnswer {
  if (status === TOO_MANY_REQUESTS) return { status: 'limited', code: `HTTP ${String(status)}`, subCode: '' };
  if (status >= 500) return { status: 'outage', code: `HTTP ${String(status)}`, subCode: '' };
  const text = utf8(body);
  const envelope = text === undefined ? undefined : parseExact(text);
  if (text === undefined || !isJsonObject(envelope)) return { status: 'outage', code: 'UNREADABLE', subCode: '' };
  const code = codeText(envelope['code'] ?? envelope['err_no']);
  const subCode = codeText(envelope['sub_code']);
  const standing = standingOf(code, subCode, 'code' in envelope);
  return standing === 'success' ? { status: standing, data: dataOf(text, envelope) } : { status: standing, code, subCode };
}

function standingOf(code: string, subCode: string, isNewShape: boolean): GatewayAnswer['status'] {
  const number = Number(code);
  const isOf = (codes: readonly number[]): boolean => codes.includes(number);
  if (code === '') return 'outage';
  if (isOf(GATEWAY_CODES.success) || (!isNewShape && number === 0)) return 'success';
  if (TOKEN_SUB_CODES.includes(subCode)) return 'token';
  if (isOf(GATEWAY_CODES.limited)) return 'limited';
  return isOf(GATEWAY_CODES.outage) ? 'outage' : 'refused';
}

function dataOf(text: string, { data }: JsonObject): GatewayData {
  return isJsonObject(data) ? { value: data, text: memberOf(text, 'data') ?? '{}' } : EMPTY;
}

/** A code as text; empty where there is none, or where it is none by its shape. */
export function codeText(value: Json | undefined): string {
  const code = value instanceof WrittenNumber ? value.written : typeof value === 'number' ? String(value) : value;
  return typeof code === 'string' && CODE.test(code) ? code : '';
}
