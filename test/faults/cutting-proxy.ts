import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Both ends of one connection, and how many bytes may still pass before it is cut. */
interface Cable {
  readonly ends: readonly [Socket, Socket];
  bytesLeft: number;
}

/** Stands before a PostgreSQL or an EventStoreDB and cuts connections in the middle of whatever they carry. */
export class CuttingProxy {
  private readonly cables = new Set<Cable>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async before(serverUrl: string): Promise<CuttingProxy> {
    const target = new URL(serverUrl);
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const url = new URL(serverUrl);
    url.port = String(typeof address === 'object' && address !== null ? address.port : 0);
    const proxy = new CuttingProxy(server, url.href);
    server.on('connection', (near) => proxy.join(near, target));
    return proxy;
  }

  /** Each connection that stands now is cut after so many more bytes, in whichever direction they go. */
  cutAfter(bytesOf: () => number): void {
    for (const cable of this.cables) cable.bytesLeft = bytesOf();
  }

  close(): void {
    this.server.close();
    for (const cable of this.cables) cut(cable);
  }

  private join(near: Socket, target: URL): void {
    const far = connect(Number(target.port), target.hostname);
    const cable: Cable = { ends: [near, far], bytesLeft: Infinity };
    this.cables.add(cable);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.setNoDelay(true);
      from.on('error', () => undefined);
      from.on('close', () => {
        this.cables.delete(cable);
        cut(cable);
      });
      from.on('data', (piece: Buffer) => pass(cable, to, piece));
    }
  }
}

/** What would exceed the rest is cut in two: the first part arrives. */
function pass(cable: Cable, to: Socket, piece: Buffer): void {
  to.write(piece.subarray(0, Math.min(piece.length, cable.bytesLeft)));
  cable.bytesLeft -= piece.length;
  if (cable.bytesLeft <= 0) setImmediate(() => cut(cable));
}

function cut({ ends }: Cable): void {
  for (const end of ends) end.destroy();
}
