import type { CommandContext, CommandHandling, Outcome } from '#event-log';
import { instant } from '#kernel';
import {
  exceptionFeature,
  refuseExceptionCommand,
  type ExceptionCommand,
  type ExceptionId,
  type WorklistQueries,
} from '#worklist';

type Known = 'exceptionId' | 'about' | 'occurrence' | 'stands' | 'by' | 'now';

/** What is to be done, as it comes in: to what, who and when, we say. */
export type Doing = ExceptionCommand extends infer C ? (C extends ExceptionCommand ? Omit<C, Known> : never) : never;

/** Does something about an exception, as the worklist shows it at that moment. */
export class ExceptionInstructions {
  constructor(
    private readonly handling: CommandHandling,
    private readonly queries: WorklistQueries,
    private readonly nowMs: () => number,
  ) {}

  async give(exceptionId: ExceptionId, doing: Doing, context: CommandContext): Promise<Outcome> {
    const { data: item } = await this.queries.rawById(exceptionId);
    if (!item) return { ok: false, rejection: refuseExceptionCommand('EXCEPTION_NOT_FOUND') };
    const { stream, code, day, occurrence, stands } = item;
    const seen = { exceptionId, about: { stream, code, day }, occurrence, stands };
    const command = { ...doing, ...seen, by: context.actor, now: instant(this.nowMs()) };
    return this.handling.handle(exceptionFeature, command, context);
  }
}
