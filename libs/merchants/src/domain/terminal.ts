import { assertNever, type Decider, type DomainEvent, type Instant } from '#kernel';
import { decided, type Judgement } from './once.js';
import {
  discard,
  isOneOf,
  judgeDiscarding,
  judgeRotation,
  newestOf,
  ringOf,
  rotate,
  type Discarding,
  type Rotation,
  type SealedSecret,
  type SecretRing,
} from './rotation.js';
import { reject } from './setup.rejections.js';
import { placeIn, valueAt, type Timeline } from './timeline.js';

export type TerminalStatus = 'active' | 'suspended' | 'retired';

interface TerminalName {
  readonly merchantNo: string;
  readonly terminalNo: string;
}
interface TerminalParticulars extends TerminalName {
  readonly merchantId: string;
  readonly storeId: string;
  readonly acquirer: string;
  readonly model: string;
  readonly key: SealedSecret;
  /** Since when it stands in that store. */
  readonly from: Instant;
}
/** Takes effect at `from`; what happened before stays with the store before. */
interface Placing {
  readonly storeId: string;
  readonly from: Instant;
}
/** What it may take from then on. */
interface Configuring {
  readonly methods: readonly string[];
  readonly from: Instant;
}
interface StatusChange {
  readonly status: TerminalStatus;
  readonly from: Instant;
  readonly reason: string;
}

export type EnrolTerminal = TerminalParticulars & { readonly type: 'EnrolTerminal' };
export type MoveTerminal = TerminalName & Placing & { readonly type: 'MoveTerminal' };
export type ConfigureTerminal = TerminalName & Configuring & { readonly type: 'ConfigureTerminal' };
export type ChangeTerminalStatus = TerminalName & StatusChange & { readonly type: 'ChangeTerminalStatus' };
export type RotateTerminalKey = TerminalName & Rotation & { readonly type: 'RotateTerminalKey' };
export type DiscardTerminalKey = TerminalName & Discarding & { readonly type: 'DiscardTerminalKey' };
export type TerminalCommand =
  EnrolTerminal | MoveTerminal | ConfigureTerminal | ChangeTerminalStatus | RotateTerminalKey | DiscardTerminalKey;

export type TerminalEvent =
  | DomainEvent<'TerminalEnrolled', TerminalParticulars>
  | DomainEvent<'TerminalMoved', TerminalName & Placing>
  | DomainEvent<'TerminalConfigured', TerminalName & Configuring>
  | DomainEvent<'TerminalStatusChanged', TerminalName & StatusChange>
  | DomainEvent<'TerminalKeyRotated', TerminalName & Rotation>
  | DomainEvent<'TerminalKeyDiscarded', TerminalName & Discarding>;

export interface TerminalState {
  readonly enrolled?: TerminalParticulars;
  /** Ids of stores; the first is that of the enrolment. */
  readonly placements: Timeline<string>;
  readonly methods: Timeline<readonly string[]>;
  readonly statuses: Timeline<{ readonly status: TerminalStatus; readonly reason: string }>;
  readonly keys: SecretRing;
}

export const terminalDecider: Decider<TerminalState, TerminalCommand, TerminalEvent> = {
  initial: { placements: [], methods: [], statuses: [], keys: [] },
  decide(command, state) {
    if (command.type === 'EnrolTerminal') return enrol(command, state);
    if (!state.enrolled) return reject('TERMINAL_UNKNOWN');
    switch (command.type) {
      case 'MoveTerminal': {
        const { type: _type, ...data } = command;
        return decided(judgePlacing(state, data), { type: 'TerminalMoved', data });
      }
      case 'ConfigureTerminal': {
        const { type: _type, ...data } = command;
        return decided(judgeConfiguring(state, data), { type: 'TerminalConfigured', data });
      }
      case 'ChangeTerminalStatus': {
        const { type: _type, ...data } = command;
        return decided(judgeStatus(state, data), { type: 'TerminalStatusChanged', data });
      }
      case 'RotateTerminalKey': {
        const { type: _type, ...data } = command;
        return decided(judgeRotation(state.keys, data), { type: 'TerminalKeyRotated', data });
      }
      case 'DiscardTerminalKey': {
        const { type: _type, ...data } = command;
        return decided(judgeDiscarding(state.keys, data), { type: 'TerminalKeyDiscarded', data });
      }
      default:
        return assertNever(command, 'terminal command');
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'TerminalEnrolled': {
        const { storeId, from, key } = event.data;
        return { ...state, enrolled: event.data, placements: [{ from, value: storeId }], keys: ringOf(key) };
      }
      case 'TerminalMoved': {
        const { storeId, from } = event.data;
        return { ...state, placements: [...state.placements, { from, value: storeId }] };
      }
      case 'TerminalConfigured': {
        const { methods, from } = event.data;
        return { ...state, methods: [...state.methods, { from, value: methods }] };
      }
      case 'TerminalStatusChanged': {
        const { status, from, reason } = event.data;
        return { ...state, statuses: [...state.statuses, { from, value: { status, reason } }] };
      }
      case 'TerminalKeyRotated':
        return { ...state, keys: rotate(state.keys, event.data) };
      case 'TerminalKeyDiscarded':
        return { ...state, keys: discard(state.keys, event.data) };
      default:
        return assertNever(event, 'terminal event');
    }
  },
};

/** Where it stood at a moment; before its first placement, there. */
export const storeAt = ({ placements }: TerminalState, at: Instant): string | undefined =>
  valueAt(placements, at) ?? placements[0]?.value;

export const statusAt = ({ statuses }: TerminalState, at: Instant): TerminalStatus => valueAt(statuses, at)?.status ?? 'active';

function enrol(command: EnrolTerminal, { enrolled, keys }: TerminalState) {
  const { type: _type, ...data } = command;
  if (!enrolled) return [{ type: 'TerminalEnrolled', data } as const];
  return isSameTerminal(enrolled, data, newestOf(keys)) ? [] : reject('TERMINAL_ENROLLED_OTHERWISE');
}

/** Enrolled again from another moment on is still the same terminal: a retry may carry another clock. */
const isSameTerminal = (a: TerminalParticulars, b: TerminalParticulars, newest: SealedSecret | undefined): boolean =>
  a.merchantId === b.merchantId &&
  a.storeId === b.storeId &&
  a.acquirer === b.acquirer &&
  a.model === b.model &&
  isOneOf(b.key, [a.key, newest]);

function judgePlacing(state: TerminalState, { storeId, from }: Placing): Judgement {
  const place = placeIn(state.placements, { from, value: storeId });
  if (place === 'known') return 'known';
  if (isRetired(state)) return reject('TERMINAL_RETIRED');
  return place === 'overlaps' ? reject('PLACEMENT_OVERLAPS') : 'new';
}

function judgeConfiguring(state: TerminalState, { methods, from }: Configuring): Judgement {
  const place = placeIn(state.methods, { from, value: methods });
  if (place === 'known') return 'known';
  if (isRetired(state)) return reject('TERMINAL_RETIRED');
  return place === 'overlaps' ? reject('METHODS_OVERLAP') : 'new';
}

function judgeStatus(state: TerminalState, { status, from, reason }: StatusChange): Judgement {
  const place = placeIn(state.statuses, { from, value: { status, reason } });
  if (place === 'known') return 'known';
  if (isRetired(state)) return reject('TERMINAL_RETIRED');
  const last = lastStatus(state);
  if (last === status) return reject('TERMINAL_STATUS_ILLEGAL', { status: last, to: status });
  return place === 'overlaps' ? reject('STATUS_OVERLAPS') : 'new';
}

/** As last said, whenever it takes effect. */
const lastStatus = ({ statuses }: TerminalState): TerminalStatus => statuses.at(-1)?.value.status ?? 'active';

const isRetired = (state: TerminalState): boolean => lastStatus(state) === 'retired';
