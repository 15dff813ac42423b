import type { CommandContext, CommandHandling, Outcome } from '#event-log';
import { instant } from '#kernel';
import {
  exceptionFeature,
  refuseExceptionCommand,
  type ExceptionCommand,
  type ExceptionId,
  type WorklistQueries,
} from '#worklist';
import type { Assignees } from './assignees.js';

type Known = 'exceptionId' | 'about' | 'occurrence' | 'stands' | 'mayWork' | 'by' | 'now';

/** What is to be done, as it comes in: to what, who and when, we say. */
export type Doing = ExceptionCommand extends infer C ? (C extends ExceptionCommand ? Omit<C, Known> : never) : never;

/** Does something about an exception, as the worklist shows it at that moment. */
export class ExceptionInstructions {
  constructor(
    private readonly handling: CommandHandling,
    private readonly queries: WorklistQueries,
    private readonly assignees: Pick<Assignees, 'has'>,
    private readonly nowMs: () => number,
  ) {}

  async give(exceptionId: ExceptionId, doing: Doing, context: CommandContext): Promise<Outcome> {
    const { data: item } = await this.queries.rawById(exceptionId);
    if (!item) return { ok: false, rejection: refuseExceptionCommand('EXCEPTION_NOT_FOUND') };
    const { stream, code, day, occurrence, stands } = item;
    const about = { stream, code, day };
    const seen = { exceptionId, about, occurrence, stands, by: context.actor, now: instant(this.nowMs()) };
    const command =
      doing.type === 'AssignException'
        ? { ...doing, ...seen, mayWork: await this.assignees.has(doing.to) }
        : { ...doing, ...seen };
    return this.handling.handle(exceptionFeature, command, context);
  }
}
