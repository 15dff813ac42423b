import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ConfigError } from '../../server/src/config.js';
import type { Metrics } from '../../server/src/operations/metrics.js';
import type { Readiness } from '../../server/src/operations/readiness.js';

export interface StatusParts {
  readonly metrics: Metrics;
  readonly readiness: Readiness;
}

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const JSON_TYPE = 'application/json; charset=utf-8';

/** How a process without an API tells how it is: `/health/live`, `/health/ready`, `/metrics`, to whoever reaches the port. */
export class StatusServer {
  private constructor(private readonly server: Server) {}

  /** @throws ConfigError where the port can not be had */
  static async listen(host: string, port: number, parts: StatusParts): Promise<StatusServer> {
    const server = createServer((request, response) => void answer(parts, request, response));
    server.listen(port, host);
    try {
      await once(server, 'listening');
    } catch (error) {
      const { code } = error as { code?: unknown };
      throw new ConfigError([`HEZHANG_PROJECTOR_PORT ${String(port)} can not be listened on at ${host}: ${String(code)}`]);
    }
    return new StatusServer(server);
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

async function answer(parts: StatusParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, type, body } = await replyTo(parts, request).catch(() => json(500, { status: 'failed' }));
  response.writeHead(status, { 'content-type': type }).end(body);
}

async function replyTo({ metrics, readiness }: StatusParts, { method, url = '' }: IncomingMessage): Promise<Reply> {
  if (method !== 'GET') return json(405, { status: 'only GET' });
  switch (url.replace(/\?.*/, '')) {
    case '/health/live':
      return json(200, { status: 'ok' });
    case '/health/ready': {
      const report = await readiness.report();
      return json(report.status === 'ok' ? 200 : 503, report);
    }
    case '/metrics':
      return { status: 200, type: metrics.registry.contentType, body: await metrics.registry.metrics() };
    default:
      return json(404, { status: 'not here' });
  }
}

const json = (status: number, body: unknown): Reply => ({ status, type: JSON_TYPE, body: JSON.stringify(body) });
