import { Outage } from '#kernel';
import { explain } from '../../server/src/unplanned-end.js';
import { UsageError } from './command.js';

/** How a command that ended by an error says so: what a person can mend in one line, what we got wrong with its stack. */
export function errorLine(error: unknown): string {
  if (error instanceof UsageError || error instanceof Outage) return error.message;
  return systemLine(error) ?? explain(error);
}

/** To be caught by what asks a server: that it is not reached, and why. */
export const notReached =
  (url: string) =>
  (error: unknown): never => {
    const { cause, message } = error as Error & { readonly cause?: Partial<Error> };
    throw new UsageError(`${url} is not reached: ${systemLine(error) ?? cause?.message ?? message}`);
  };

/** Of a file or a server that is not there the system says enough. What could not be fetched has it as its cause, one for each address. */
function systemLine(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, syscall, message, errors, cause } = error as Partial<NodeJS.ErrnoException & AggregateError>;
  if (code !== undefined && syscall !== undefined) return message ?? `${syscall} ${code}`;
  return systemLine(errors?.[0] ?? cause);
}
