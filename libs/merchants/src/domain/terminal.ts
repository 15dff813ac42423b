import { assertNever, type Decider, type Instant } from '#kernel';
import type { EnrolTerminal, TerminalCommand, TerminalEvent } from './setup.messages.js';
import { reject } from './setup.rejections.js';

export interface Placement {
  readonly storeId: string;
  readonly from: Instant;
}

export interface TerminalState {
  readonly enrolled?: Omit<EnrolTerminal, 'type'>;
  /** By time; the first is that of the enrolment. */
  readonly placements: readonly Placement[];
}

export const terminalDecider: Decider<TerminalState, TerminalCommand, TerminalEvent> = {
  initial: { placements: [] },
  decide(command, state) {
    switch (command.type) {
      case 'EnrolTerminal': {
        const { type: _type, ...data } = command;
        if (!state.enrolled) return [{ type: 'TerminalEnrolled', data }];
        return sameTerminal(state.enrolled, data) ? [] : reject('TERMINAL_ENROLLED_OTHERWISE');
      }
      case 'MoveTerminal': {
        const { type: _type, ...data } = command;
        const last = state.placements.at(-1);
        if (!last) return reject('TERMINAL_UNKNOWN');
        if (last.storeId === data.storeId && last.from === data.from) return [];
        return data.from > last.from ? [{ type: 'TerminalMoved', data }] : reject('PLACEMENT_OVERLAPS');
      }
      default:
        return assertNever(command, 'terminal command');
    }
  },
  evolve(state, event) {
    const { storeId, from } = event.data;
    switch (event.type) {
      case 'TerminalEnrolled':
        return { enrolled: event.data, placements: [{ storeId, from }] };
      case 'TerminalMoved':
        return { ...state, placements: [...state.placements, { storeId, from }] };
      default:
        return assertNever(event, 'terminal event');
    }
  },
};

/** Where it stood at a moment; before its first placement, there. */
export const storeAt = (placements: readonly Placement[], at: Instant): string | undefined =>
  (placements.findLast(({ from }) => from <= at) ?? placements[0])?.storeId;

/** Enrolled again from another moment on is still the same terminal: a retry may carry another clock. */
const sameTerminal = (a: Omit<EnrolTerminal, 'type'>, b: Omit<EnrolTerminal, 'type'>): boolean =>
  a.merchantId === b.merchantId &&
  a.storeId === b.storeId &&
  a.acquirer === b.acquirer &&
  a.model === b.model &&
  a.key.fingerprint === b.key.fingerprint;
