import type { StoredEvent } from '#event-log';
import type { CollectionStanding } from '#collections';
import type { Booking, Instant } from '#kernel';
import type { VoucherStanding } from '#vouchers';
import { kindOfStream, orderStreamOf } from '../catalogue/catalogue.js';
import { ROLE_OF_FACT } from '../catalogue/roles.data.js';
import type { AnyStanding } from '../catalogue/timers.data.js';
import type { ExceptionEvent } from '../domain/exception.messages.js';
import type { ExceptionRulesSet } from '../domain/rules.js';
import type { Sighting } from '../domain/terminal-day.js';
import type { UndoneUse } from '../domain/undone-use.js';

interface AnyFact {
  readonly key: string;
  readonly occurredAt: Instant;
  readonly booking?: Booking;
  readonly merchantNo?: string;
  readonly terminalNo?: string;
  readonly operatorNo?: string;
  readonly amount?: number;
}

/** What any fact's event says, whichever feature wrote it. */
export interface AnyData {
  readonly fact?: AnyFact;
  readonly standing?: AnyStanding & { readonly exceptions?: unknown };
}

const HANDLING: readonly string[] = [
  'ExceptionClaimed',
  'ExceptionAssigned',
  'ExceptionCommented',
  'ExceptionResolved',
  'ExceptionReopened',
] satisfies ExceptionEvent['type'][];

const SET_UP = ['TerminalEnrolled', 'TerminalMoved', 'TerminalConfigured', 'TerminalStatusChanged'] as const;

/** Set-up of a terminal, as far as it is read here. */
export interface TerminalSetUp {
  readonly type: (typeof SET_UP)[number];
  readonly merchantNo: string;
  readonly terminalNo: string;
  readonly from: Instant;
  readonly model?: string;
  readonly storeId?: string;
  readonly methods?: readonly string[];
  readonly status?: string;
}

/** Codes of a standing; undefined where the event tells of none, not even that there are none. */
export function codesOf({ standing }: AnyData): readonly string[] | undefined {
  const codes = standing?.exceptions;
  return Array.isArray(codes) ? codes.filter((code) => typeof code === 'string') : undefined;
}

export const asHandling = ({ type, data }: StoredEvent): ExceptionEvent | undefined =>
  HANDLING.includes(type) ? ({ type, data } as ExceptionEvent) : undefined;

export const asRules = ({ type, data }: StoredEvent): ExceptionRulesSet['data'] | undefined =>
  type === 'ExceptionRulesSet' ? (data as ExceptionRulesSet['data']) : undefined;

export const asSetUp = ({ type, data }: StoredEvent): TerminalSetUp | undefined =>
  SET_UP.some((known) => known === type)
    ? { ...(data as Omit<TerminalSetUp, 'type'>), type: type as TerminalSetUp['type'] }
    : undefined;

export const asModel = ({
  type,
  data,
}: StoredEvent): { readonly model: string; readonly methods: readonly string[] } | undefined =>
  type === 'PosModelDescribed' ? (data as { readonly model: string; readonly methods: readonly string[] }) : undefined;

/** What a terminal did, out of any fact that tells it. */
export function sightingOf({ stream, type, data }: StoredEvent): Sighting | undefined {
  const role = Object.hasOwn(ROLE_OF_FACT, type) ? ROLE_OF_FACT[type] : undefined;
  const { fact } = data as AnyData;
  if (!role || !fact?.booking || !fact.merchantNo || !fact.terminalNo) return undefined;
  const { key, occurredAt, booking, merchantNo, terminalNo, operatorNo = '', amount = 0 } = fact;
  return {
    stream,
    identity: [role, key, occurredAt, String(amount)].join('|'),
    merchantNo,
    terminalNo,
    operatorNo,
    merchant: booking.of.merchant,
    store: booking.of.store,
    day: booking.businessDate,
    role,
    method: booking.of.method,
    at: occurredAt,
    amount,
  };
}

/** What terminals took for an order and did not give back, 分. */
export interface Collected {
  /** Of the order. */
  readonly stream: string;
  readonly collected: number;
}

/** What an event says of an order that was handed to a terminal; undefined where it is of something else. */
export function collectedOf({ stream, data }: StoredEvent): Collected | undefined {
  const { standing } = data as { readonly standing?: Pick<CollectionStanding, 'collected' | 'orderId'> };
  if (!standing || kindOfStream(stream) !== 'collection') return undefined;
  return { stream: orderStreamOf(standing.orderId), collected: standing.collected };
}

/** What of an order of vouchers was taken back, as it stands; undefined where the event is of something else. */
export function undoneUsesOf({ stream, data }: StoredEvent): UndoneUse[] | undefined {
  const { standing } = data as { readonly standing?: Pick<VoucherStanding, 'merchant' | 'cancelledUses'> };
  if (!standing || kindOfStream(stream) !== 'voucher') return undefined;
  const { cancelledUses = [], merchant } = standing;
  return cancelledUses.map(({ key, store, poiId = '', day, worth }) => ({ stream, key, merchant, store, poiId, day, worth }));
}

export const occurredAtOf = ({ data, recordedAt }: StoredEvent): Instant => (data as AnyData).fact?.occurredAt ?? recordedAt;
