import { assertNever, invariant, type Decider } from '#kernel';
import type {
  QuarantineLines,
  QuarantinedLine,
  StatementCommand,
  StatementEvent,
  StatementException,
  StatementResult,
  StatementStanding,
} from './statement.messages.js';

export interface StatementState {
  readonly standing: StatementStanding | undefined;
  /** The last line that was quarantined; 0: none. */
  readonly quarantinedUpTo: number;
}

/** What a file told is recorded, never refused; a second import of the same bytes finds all of it known. */
export const statementDecider: Decider<StatementState, StatementCommand, StatementEvent> = {
  initial: { standing: undefined, quarantinedUpTo: 0 },
  decide(command, state) {
    if (command.type === 'OpenFile') return state.standing ? [] : [opened(command.opening)];
    const { standing } = state;
    invariant(standing !== undefined, 'a file is opened before its lines are told');
    if (standing.status === 'imported') return [];
    switch (command.type) {
      case 'QuarantineLines':
        return quarantined(command, { ...state, standing });
      case 'CloseFile':
        return [imported(standing, command.result)];
      default:
        return assertNever(command, 'statement command');
    }
  },
  evolve(state, event) {
    const { standing } = event.data;
    const { quarantinedUpTo } = state;
    return { standing, quarantinedUpTo: event.type === 'StatementLineQuarantined' ? event.data.fact.line : quarantinedUpTo };
  },
};

const NOTHING: StatementResult = { rows: 0, recorded: 0, known: 0, quarantined: 0, trailers: [] };

const opened = (fact: Extract<StatementEvent, { type: 'StatementOpened' }>['data']['fact']): StatementEvent => ({
  type: 'StatementOpened',
  data: { fact, standing: { ...fact, ...NOTHING, status: 'importing', exceptions: [] } },
});

function quarantined(
  { lines }: QuarantineLines,
  { standing, quarantinedUpTo }: StatementState & { readonly standing: StatementStanding },
): StatementEvent[] {
  const added = lines.filter(({ line }) => line > quarantinedUpTo);
  return added.map((fact: QuarantinedLine, index) => ({
    type: 'StatementLineQuarantined',
    data: { fact, standing: withExceptions({ ...standing, quarantined: standing.quarantined + index + 1 }) },
  }));
}

const imported = (standing: StatementStanding, fact: StatementResult): StatementEvent => ({
  type: 'StatementImported',
  data: { fact, standing: withExceptions({ ...standing, ...fact, status: 'imported' }) },
});

function withExceptions(standing: StatementStanding): StatementStanding {
  const exceptions: StatementException[] = [];
  if (standing.quarantined > 0) exceptions.push('STATEMENT_LINES_QUARANTINED');
  if (standing.trailers.length > 0) exceptions.push('STATEMENT_TRAILERS_DISAGREE');
  return { ...standing, exceptions };
}
