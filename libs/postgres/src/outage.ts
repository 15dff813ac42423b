import { Fault, Outage } from '#kernel';

/** Classes of SQLSTATE that say the server is away or busy, not that we are wrong: connection, rollback by the server, resources, locks, shutdown. */
const CLASSES = ['08', '40', '53', '55', '57', '58'];
/** The server ended the session of who began something and did not go on. */
const LEFT_OPEN = ['25P03', '25P04'];
const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
const CONNECTION_LOST =
  /connection (?:is )?(?:terminated|ended|closed|timeout)|read timeout|timeout exceeded when trying to connect|not queryable/i;

/** Whether trying again may help: the world is away, our code is not wrong. */
export function isOutage(error: unknown): boolean {
  if (error instanceof Outage) return true;
  if (error instanceof Fault) return false;
  // By its fields, not by instanceof: errors of Node itself can come from another realm than this code (vm, worker).
  if (typeof error !== 'object' || error === null) return false;
  const { code, errors, message } = error as { code?: unknown; errors?: unknown; message?: unknown };
  if (typeof code === 'string') return NETWORK_CODES.has(code) || LEFT_OPEN.includes(code) || isOfClasses(code);
  if (Array.isArray(errors)) return errors.some(isOutage);
  return typeof message === 'string' && CONNECTION_LOST.test(message);
}

const isOfClasses = (code: string): boolean => code.length === 5 && CLASSES.includes(code.slice(0, 2));
