import type { CorrectionConsequence } from '#corrections';
import type { CommandContext, CommandHandling, Outcome } from '#event-log';
import { matchDecider, matchFeature } from '#reconciliation';
import { handleMoney } from './features.js';

/** A case that a person or a run has decided meanwhile: there is nothing left to end. */
const OVER: readonly string[] = ['MATCH_DECIDED', 'MATCH_WITHOUT_DIFFERENCE'];

/** Hands what an applied correction asks for to its feature. */
export async function carryOut(
  handling: CommandHandling,
  consequence: CorrectionConsequence,
  context: CommandContext,
): Promise<Outcome> {
  if (consequence.feature !== 'matches') return handleMoney(handling, consequence, context);
  const outcome = await handling.handle(matchFeature, consequence.command, context);
  if (outcome.ok || !OVER.includes(outcome.rejection.code)) return outcome;
  const stream = matchFeature.streamOf(consequence.command);
  const { revision, position } = await handling.load(stream, matchDecider);
  return revision === 'no_stream' ? outcome : { ok: true, stream, revision, position, events: [] };
}
