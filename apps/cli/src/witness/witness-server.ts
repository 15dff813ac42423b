import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { addCheckpointIn, type Witness, type WitnessAnswer } from '#audit';
import { UsageError } from '../command.js';

interface Reply {
  readonly status: number;
  readonly body: string;
  readonly type?: string;
}

/** How a witness is, to whoever asks: what is wrong with the logs that it watches. */
export type Health = () => Promise<readonly string[]>;

const BODY_LIMIT = 32_768;
const TEXT = 'text/plain; charset=utf-8';
const SIZE = 'text/x.tlog.size';

/** A witness over HTTP: `POST /add-checkpoint` as C2SP tlog-witness has it, `GET /checkpoint`, `GET /health`. */
export class WitnessServer {
  private constructor(private readonly server: Server) {}

  /** @throws UsageError where the port can not be had */
  static async listen(
    host: string,
    port: number,
    parts: { witness: Witness; origin: string; health: Health },
  ): Promise<WitnessServer> {
    const server = createServer((request, response) => void answer(parts, request, response));
    server.listen(port, host);
    try {
      await once(server, 'listening');
    } catch (error) {
      throw new UsageError(
        `--port ${String(port)} can not be listened on at ${host}: ${String((error as { code?: unknown }).code)}`,
      );
    }
    return new WitnessServer(server);
  }

  get port(): number {
    const address = this.server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}

type Parts = Parameters<typeof WitnessServer.listen>[2];

async function answer(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const failed = { status: 500, body: 'the witness can not keep its state\n' };
  const { status, body, type = TEXT } = await replyTo(parts, request).catch(() => failed as Reply);
  response.writeHead(status, { 'content-type': type }).end(body);
}

async function replyTo({ witness, origin, health }: Parts, request: IncomingMessage): Promise<Reply> {
  switch (`${request.method ?? ''} ${(request.url ?? '').replace(/\?.*/, '')}`) {
    case 'POST /add-checkpoint': {
      const asked = addCheckpointIn(await bodyOf(request));
      return asked ? replyOf(await witness.add(asked)) : replyOf({ type: 'malformed' });
    }
    case 'GET /checkpoint': {
      const last = await witness.last(origin);
      return last === undefined ? { status: 404, body: 'nothing was cosigned yet\n' } : { status: 200, body: last };
    }
    case 'GET /health': {
      const wrong = await health();
      return wrong.length === 0 ? { status: 200, body: 'ok\n' } : { status: 503, body: `${wrong.join('\n')}\n` };
    }
    default:
      return { status: 404, body: 'not here\n' };
  }
}

function replyOf(given: WitnessAnswer): Reply {
  switch (given.type) {
    case 'cosigned':
      return { status: 200, body: given.line };
    case 'other-size':
    case 'forked':
      return { status: 409, body: `${String(given.size)}\n`, type: SIZE };
    case 'unproven':
      return { status: 422, body: 'the proof does not show that it extends what was cosigned last\n' };
    case 'unsigned':
      return { status: 403, body: 'not signed by a key of this log that is trusted here\n' };
    case 'unknown-log':
      return { status: 404, body: 'this log is not watched here\n' };
    case 'malformed':
      return { status: 400, body: 'not a checkpoint with its old size and proof\n' };
  }
}

/** Empty where it is larger than a question can be. */
async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request) {
    bytes += (piece as Buffer).length;
    if (bytes <= BODY_LIMIT) pieces.push(piece as Buffer);
  }
  return bytes > BODY_LIMIT ? '' : Buffer.concat(pieces).toString();
}
