import type { CommandHandling } from '#event-log';
import type { Answer } from '#projections';
import { Problem } from '../http/problem.js';
import { viewOf, type EventView } from './event-view.js';

/** @throws Problem where there is no such stream */
export async function historyOf(handling: CommandHandling, stream: string): Promise<Answer<readonly EventView[]>> {
  const events = await handling.history(stream);
  const last = events.at(-1);
  if (!last) throw Problem.of('NOT_FOUND');
  return { position: last.position, data: events.map(viewOf) };
}
