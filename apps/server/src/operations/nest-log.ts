import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** What Nest has to say, in our log; its start-up chatter at `debug`. */
export class NestLog implements LoggerService {
  constructor(private readonly sink: Logger) {}

  log(message: unknown, context?: unknown): void {
    this.sink.debug({ context }, String(message));
  }
  debug(message: unknown, context?: unknown): void {
    this.sink.debug({ context }, String(message));
  }
  verbose(message: unknown, context?: unknown): void {
    this.sink.debug({ context }, String(message));
  }
  warn(message: unknown, context?: unknown): void {
    this.sink.warn({ context }, String(message));
  }
  error(message: unknown, ...context: unknown[]): void {
    this.sink.error({ context }, String(message));
  }
  fatal(message: unknown, ...context: unknown[]): void {
    this.sink.fatal({ context }, String(message));
  }
}
