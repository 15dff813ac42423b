// On a clean checkout jest does not know yet how long a spec takes and goes by the size of its file: the faults, which are a small
// file and a third of the work, would be left to one worker at the end.
import { createRequire } from 'node:module';

const { default: Sequencer } = createRequire(import.meta.url)('@jest/test-sequencer');

const LONG = [
  '/reports.console-',
  '/exceptions.console-',
  '/orders.console-',
  '/test/faults/',
  '/export-memory.',
  '/test/audit/tampering.',
  '/eventstoredb-event-log.',
  '/test/e2e/demo.',
  '/test/e2e/kill.',
  '/test/e2e/running.',
  '/test/e2e/queries.',
];

/** What is known to be long, then jest's own order. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => (LONG.findIndex((part) => path.includes(part)) + LONG.length + 1) % (LONG.length + 1);
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
}
