import { UsageError, type CommandContext } from './command.js';
import { notReached } from './error-line.js';
import { findRunning } from './running-ledger.js';

const ANSWERS_WITHIN_MS = 600_000;

/** A request to the ledger that runs here, or at `url`. With a body it is a POST. */
export interface AdminCall {
  readonly url: string | undefined;
  readonly path: string;
  readonly body?: object;
}

/** Asks a ledger with the admin key; answers the `data` of its answer. @throws UsageError where it refuses, or none is running */
export async function adminCall<Data>(context: CommandContext, call: AdminCall): Promise<Data> {
  const response = await adminRequest(context, call);
  return ((await response.json()) as { readonly data: Data }).data;
}

/** The same, with the answer as it comes in. */
export async function adminRequest({ config }: CommandContext, { url, path, body }: AdminCall): Promise<Response> {
  const { installationKeys } = await import('../../server/src/key-files.js');
  const running = url ?? (await findRunning(config));
  if (running === undefined) throw new UsageError('No ledger is running here. Start one, or name one with --url.');
  const { adminKey } = await installationKeys(config);
  const response = await fetch(new URL(path, running), {
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
  }).catch(notReached(running));
  if (!response.ok) throw new UsageError(refusalLine(response.status, await response.text()));
  return response;
}

interface Refusal {
  readonly code?: string;
  readonly title?: string;
  readonly errors?: readonly { readonly field: string; readonly says: string }[];
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A refusal of the ledger, for people. */
export function refusalLine(status: number, text: string): string {
  const { code = String(status), title = '', errors = [], details } = readRefusal(text);
  const more = [...errors.map(({ field, says }) => `${field} ${says}`), ...(details ? [JSON.stringify(details)] : [])];
  return [`${code}: ${title}`, ...more].join('\n  ');
}

function readRefusal(text: string): Refusal {
  try {
    return JSON.parse(text) as Refusal;
  } catch {
    return { title: text.slice(0, 200) };
  }
}
