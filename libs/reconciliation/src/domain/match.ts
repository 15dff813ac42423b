import { assertNever, canonicalJson, type Decider, type Rejection } from '#kernel';
import type { Item } from '../item.js';
import type {
  AbsorbMatch,
  ConfirmMatch,
  Decided,
  JudgeMatch,
  MatchCommand,
  MatchEvent,
  MatchStanding,
  RejectMatch,
  ResolveDifference,
  Verdict,
  WriteOffDifference,
} from './match.messages.js';
import { withExceptions } from './match.exceptions.js';
import { reject } from './match.rejections.js';

/** null: nothing was judged yet. */
export type MatchState = MatchStanding | null;

type Decision = readonly MatchEvent[] | Rejection;

/** What a run finds is never refused, and never undoes what is decided. What a person decides is refused where the case does not wait for it. */
export const matchDecider: Decider<MatchState, MatchCommand, MatchEvent> = {
  initial: null,
  decide: (command, state) => {
    switch (command.type) {
      case 'JudgeMatch':
        return judged(command, state);
      case 'AbsorbMatch':
        return absorbed(command, state);
      case 'ConfirmMatch':
      case 'RejectMatch':
        return answered(command, state);
      case 'ResolveDifference':
      case 'WriteOffDifference':
        return mended(command, state);
      default:
        return assertNever(command, 'match command');
    }
  },
  evolve: (_, { data }) => data.standing,
};

function judged({ verdict }: JudgeMatch, state: MatchState): readonly MatchEvent[] {
  if (state?.status === 'resolved' || state?.status === 'written_off') return [];
  if (state?.status === 'matched' && !isToldOtherwise(state.items, verdict)) return [];
  const standing = standingOf(verdict, state?.apart ?? []);
  return canonicalJson(standing) === canonicalJson(state) ? [] : [eventOf(standing, verdict.outcome)];
}

const standingOf = ({ outcome, absorbs: _, ...verdict }: Verdict, apart: MatchStanding['apart']): MatchStanding =>
  withExceptions({ ...verdict, status: outcome, apart, decided: null, into: null });

function eventOf(standing: MatchStanding, outcome: Verdict['outcome']): MatchEvent {
  const data = { standing };
  switch (outcome) {
    case 'matched':
      return { type: 'MatchMade', data };
    case 'proposed':
      return { type: 'MatchProposed', data };
    case 'suspended':
      return { type: 'MatchSuspended', data };
    case 'difference':
      return { type: 'DifferenceOpened', data };
    default:
      return assertNever(outcome, 'outcome');
  }
}

/** A better rule does not touch a match. That one of its own items is told otherwise, all of them still being together, does. */
function isToldOtherwise(held: readonly Item[], { items, outcome }: Verdict): boolean {
  if (outcome !== 'matched' && outcome !== 'difference') return false;
  const now = new Map(items.map((item) => [item.id, substanceOf(item)]));
  return held.every(({ id }) => now.has(id)) && held.some((item) => now.get(item.id) !== substanceOf(item));
}

/** What of an item a match rests on. Numbers that are learnt later are not. */
export const substanceOf = ({ side, kind, direction, amount, fee, net, status, requested, day }: Item): string =>
  canonicalJson([side, kind, direction, amount, fee, net, status, requested, day]);

const isReleased = ({ status }: MatchStanding): boolean => status === 'absorbed' || status === 'rejected';
const isDecided = ({ status }: MatchStanding): boolean => ['matched', 'resolved', 'written_off'].includes(status);

function absorbed({ into }: AbsorbMatch, state: MatchState): readonly MatchEvent[] {
  if (!state || isDecided(state) || isReleased(state) || into === state.caseId) return [];
  return [{ type: 'MatchAbsorbed', data: { standing: withExceptions({ ...releasedOf(state), status: 'absorbed', into }) } }];
}

const releasedOf = (standing: MatchStanding): MatchStanding => ({
  ...standing,
  items: [],
  differences: [],
  contradictions: [],
  rule: null,
});

function answered(command: ConfirmMatch | RejectMatch, state: MatchState): Decision {
  const status = command.type === 'ConfirmMatch' ? 'matched' : 'rejected';
  if (!state) return reject('MATCH_NOT_FOUND');
  if (isRetry(command, state, status)) return [];
  if (command.reason.trim() === '') return reject('MATCH_REASON_MISSING');
  if (isDecided(state)) return reject('MATCH_DECIDED', { status: state.status });
  if (state.status !== 'proposed') return reject('MATCH_NOT_PROPOSED', { status: state.status });
  const decided = decidedOf(command);
  if (status === 'matched')
    return [{ type: 'MatchMade', data: { standing: withExceptions({ ...state, status, rule: 'by-hand', decided }) } }];
  const apart = [...state.apart, state.items.map(({ id }) => id)];
  return [{ type: 'MatchRejected', data: { standing: withExceptions({ ...releasedOf(state), status, apart, decided }) } }];
}

function mended(command: ResolveDifference | WriteOffDifference, state: MatchState): Decision {
  const status = command.type === 'ResolveDifference' ? 'resolved' : 'written_off';
  if (!state) return reject('MATCH_NOT_FOUND');
  if (isRetry(command, state, status)) return [];
  if (command.reason.trim() === '') return reject('MATCH_REASON_MISSING');
  if (isDecided(state)) return reject('MATCH_DECIDED', { status: state.status });
  if (state.status !== 'difference') return reject('MATCH_WITHOUT_DIFFERENCE', { status: state.status });
  const type = status === 'resolved' ? 'DifferenceResolved' : 'DifferenceWrittenOff';
  return [{ type, data: { standing: withExceptions({ ...state, status, decided: decidedOf(command) }) } }];
}

type PersonsDecision = ConfirmMatch | RejectMatch | ResolveDifference | WriteOffDifference;

function decidedOf(command: PersonsDecision): Decided {
  const { by, reason, now } = command;
  const correctionId = 'correctionId' in command ? command.correctionId : undefined;
  return { by, reason, at: now, ...(correctionId !== undefined && { correctionId }) };
}

/** The same decision of the same person, whatever its clock. */
function isRetry(command: PersonsDecision, { status, decided }: MatchStanding, to: MatchStanding['status']): boolean {
  if (!decided || status !== to) return false;
  return canonicalJson({ ...decidedOf(command), at: null }) === canonicalJson({ ...decided, at: null });
}
