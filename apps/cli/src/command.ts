import type { Config } from '../../server/src/config.js';

/** What the shell told a command; decoded and checked by then. */
export interface CommandContext {
  readonly config: Config;
  /** Words after the command's name. */
  readonly args: readonly string[];
  readonly print: (line: string) => void;
  /** Resolves when the command is asked to stop: Ctrl-C, SIGTERM, or the end of the process that started it. */
  readonly asked: Promise<void>;
}

export interface CliCommand {
  readonly name: string;
  /** One line of help. */
  readonly says: string;
  /** Answers the exit code. */
  run(context: CommandContext): Promise<number>;
}

/** What was typed makes no sense; shown without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
