import { createHash, createHmac } from 'node:crypto';
import type { Cast, DemoTerminal } from './story/cast.js';
import type { Instruction } from './story/payment-teller.js';
import type { Step } from './story/step.js';
import { DemoFailure, type Answer, type Ledger } from './ledger.js';

type Push = Pick<Extract<Step, { type: 'push' }>, 'body' | 'messages' | 'signedBy'>;

/** Douyin's own way: MD5 over app key, body as sent, and app secret. */
export async function push(ledger: Ledger, { shop }: Cast, { body, messages, signedBy }: Push): Promise<number> {
  const secret = signedBy === 'secret' ? shop.appSecret : shop.nextSecret;
  const sign = createHash('md5').update(`${shop.appKey}${body}${secret}`).digest('hex');
  const headers = (): Record<string, string> => ({
    'content-type': 'application/json',
    'app-id': shop.appKey,
    'event-sign': sign,
  });
  const { text } = await ledger.call({ method: 'POST', path: '/v1/channels/douyin/push', body, headers });
  if ((JSON.parse(text) as { code?: unknown }).code !== 0) throw new DemoFailure(`a push was not taken: ${text}`);
  return messages;
}

interface LineResult {
  readonly status: string;
  readonly code?: string;
  readonly detail?: string;
}

const lineResults = ({ text }: Answer): LineResult[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LineResult);

const isOutage = ({ status, code }: LineResult): boolean => status === 'refused' && code === 'OUTAGE';

export async function report(ledger: Ledger, terminal: DemoTerminal, lines: readonly unknown[]): Promise<number> {
  const body = lines.map((line) => JSON.stringify(line)).join('\n');
  const answer = await ledger.call({
    method: 'POST',
    path: '/v1/channels/pos/transactions',
    body,
    headers: asTerminal(terminal, body, lines.length === 1 ? 'application/json' : 'application/x-ndjson'),
    isDone: (each) => each.status >= 300 || !lineResults(each).some(isOutage),
  });
  return counted(lineResults(answer), lines.length);
}

/** Headers of a terminal that signs a text; made anew for each try. */
export const asTerminal =
  ({ merchantNo, terminalNo, key }: DemoTerminal, signed: string, type = 'application/json') =>
  (): Record<string, string> => {
    const timestamp = String(Math.floor(Date.now() / 1000));
    return {
      'content-type': type,
      'x-terminal': `${merchantNo}/${terminalNo}`,
      'x-timestamp': timestamp,
      'x-signature': createHmac('sha256', key).update(`${timestamp}\n${signed}`).digest('hex'),
    };
  };

interface RowsBody {
  readonly shop_id?: string;
  readonly client_key?: string;
  readonly account_id?: string;
  readonly rows: readonly unknown[];
}

export async function rows(ledger: Ledger, path: string, body: RowsBody): Promise<number> {
  const { results } = await ledger.post<{ results: readonly LineResult[] }>(path, body);
  return counted(results, body.rows.length);
}

/** @throws DemoFailure when something was refused or parked: nothing that terminals and statements say in the story deserves it */
function counted(results: readonly LineResult[], sent: number): number {
  const refused = results.find(({ status }) => status === 'refused' || status === 'parked');
  if (refused || results.length !== sent) {
    throw new DemoFailure(`of ${String(sent)} sent, ${String(results.length)} answered: ${JSON.stringify(refused)}`);
  }
  return sent;
}

/** The office asks for a refund; the terminal carries it out under the id that the ledger gave, or the office withdraws. */
export async function instruct(ledger: Ledger, terminal: DemoTerminal, instruction: Instruction): Promise<number> {
  const { paymentId, amount, reason, idempotencyKey, carriedOutBy } = instruction;
  const path = `/v1/payments/${encodeURIComponent(paymentId)}`;
  const { instructionId } = await ledger.post<{ instructionId: string }>(
    `${path}/refunds`,
    { amount, reason },
    { 'idempotency-key': idempotencyKey },
  );
  if (carriedOutBy) {
    await report(ledger, terminal, [{ ...carriedOutBy.fields, instruction_id: instructionId }]);
    return 2;
  }
  const withdraw = `${path}/instructions/${encodeURIComponent(instructionId)}/withdraw`;
  await ledger.post(withdraw, { reason: '重复登记，撤回' }, { 'idempotency-key': `${idempotencyKey}-withdraw` });
  return 2;
}
