import { disputeDecider, type DisputeCommand } from '#disputes';
import { answering, day, tale } from '#disputes/testing';
import { describeStates } from './describe-states.js';
import { deciderMachine } from './machine.js';

/** One statement, so many days after the opening. */
function told(words: string, days: number): DisputeCommand {
  const [fact] = tale(`+${String(days)}d ${words}`);
  if (!fact) throw new Error(`nothing is told: ${words}`);
  return { type: 'RecordDisputeFact', fact };
}

const steps: Readonly<Record<string, DisputeCommand>> = {
  'retrieval request': told('retrieval 100.00', 0),
  chargeback: told('chargeback 100.00 in 2', 2),
  'second chargeback': told('chargeback 100.00 in 3', 6),
  debited: told('debit#d1 100.00 in 2', 3),
  'evidence of ours': answering.submit('e1', day(1)),
  'evidence of ours in time for the chargeback': answering.submit('e2', day(4)),
  'evidence after it is due': answering.submit('e3', day(30)),
  'evidence in the console': told('evidence#e4 in 2', 3),
  'let go by us': answering.accept(day(5)),
  'let go in the console': told('accepted in 2', 4),
  won: told('won in 2', 5),
  lost: told('lost 100.00 in 2', 5),
  'lost above what is in dispute': told('lost 100.01 in 2', 5),
  'second round won': told('won in 3', 8),
  'second round lost': told('lost 100.00 in 3', 8),
};

describe('states of a dispute', () => {
  describeStates(
    deciderMachine(disputeDecider, {
      statuses: ['retrieval', 'chargeback', 'evidence_submitted', 'accepted', 'won', 'lost'],
      steps,
      statusOf: ({ standing }) => standing?.status ?? '',
      flagsOf: ({ standing }) => standing?.exceptions ?? [],
      alike: ({ facts, standing }) => [[...facts.keys()].sort(), standing],
    }),
    { readme: 'libs/disputes/README.md' },
  );
});
