import { INTEGER, MOMENT, STRING, listOf, orNull, record, word, type Schema } from '../http/schemas.js';
import {
  CHECKED_KINDS,
  FINDING_CODES,
  VERDICTS,
  type Checked,
  type Checkup,
  type Finding,
  type Mending,
  type Probe,
  type Send,
} from './checkup.js';

const orNothing = (schema: Schema, description: string): Schema => ({ ...orNull(schema), description });

const VERDICT = word(VERDICTS);
const SEND = record<Send>({
  method: word(['POST']),
  path: STRING,
  body: { type: 'object', description: 'what only a person knows stands in angle brackets' },
});
const FINDING = record<Finding>({
  code: word(FINDING_CODES),
  verdict: { ...VERDICT, description: 'ok: worth knowing, nothing to be done' },
  says: STRING,
  since: orNothing(MOMENT, 'null where that is not known'),
  mend: record<Mending>({ says: STRING, send: orNothing(SEND, 'null where it is mended outside of the ledger') }),
});
const PROBE = record<Probe>({
  outcome: word(['verified', 'refused', 'failed']),
  status: orNothing(INTEGER, 'null where nobody answered'),
  code: orNull(STRING),
});
const CHECKED = record<Checked>({
  kind: word(CHECKED_KINDS),
  id: STRING,
  verdict: VERDICT,
  findings: listOf(FINDING),
  probe: orNothing(PROBE, 'a notice that the ledger signed and sent to itself; null where none could be'),
});

export const CHECKUP = record<Checkup>({
  at: MOMENT,
  verdict: { ...VERDICT, description: 'the worst of all' },
  bindings: listOf(CHECKED),
});
