import { randomBytes, randomUUID } from 'node:crypto';
import { accessLogFeature, type AccessEvent } from '#audit';
import { Coalescer, type CommandHandling } from '#event-log';
import { Fault, instant } from '#kernel';

/** What is noted at the same time goes into one append; it stays far below the limit of one. */
const TOGETHER = 40;

/** Writes down who was answered what, in a stream of this process and the day. */
export class AccessLog {
  private readonly process = randomBytes(6).toString('hex');
  private readonly noting: Coalescer<AccessEvent, undefined>;

  constructor(
    private readonly handling: CommandHandling,
    private readonly now: () => number,
  ) {
    this.noting = new Coalescer((noted) => this.append(noted), { atOnce: TOGETHER, inFlight: 1 });
  }

  /** Durable once it settles. @throws Outage, Fault: then nothing may be answered */
  note(event: AccessEvent): Promise<void> {
    return this.noting.ask(event);
  }

  private async append(noted: readonly AccessEvent[]): Promise<readonly undefined[]> {
    const day = instant(this.now()).slice(0, 'YYYY-MM-DD'.length);
    const command = { type: 'NoteAccess', day, process: this.process, noted } as const;
    const id = randomUUID();
    const context = { commandId: id, correlationId: id, actor: `server:${this.process}`, opensStream: true };
    const outcome = await this.handling.handle(accessLogFeature, command, context);
    if (!outcome.ok) throw new Fault(`an access was not noted: ${outcome.rejection.says}`);
    return noted.map(() => undefined);
  }
}
