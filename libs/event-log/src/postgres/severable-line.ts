import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A line to PostgreSQL that tests cut: a TCP proxy. */
export class SeverableLine {
  private readonly sockets = new Set<Socket>();
  private answersToLose = 0;
  private requestsToLose = 0;
  private isDown = false;

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {}

  static async to(url: string): Promise<SeverableLine> {
    const server = createServer();
    const line = new SeverableLine(server, new URL(url));
    server.on('connection', (socket) => {
      line.join(socket);
    });
    const listening = Promise.withResolvers<undefined>();
    server.listen(0, '127.0.0.1', () => {
      listening.resolve(undefined);
    });
    await listening.promise;
    return line;
  }

  /** The database by way of this line. */
  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    const url = new URL(this.target);
    url.host = `127.0.0.1:${String(port)}`;
    return url.href;
  }

  /** The next so many answers to appends are swallowed, and their connection is cut: who asked can not know. */
  loseAnswers(count: number): void {
    this.answersToLose = count;
  }

  get lost(): boolean {
    return this.answersToLose === 0 && this.requestsToLose === 0;
  }

  /** The next so many appends never arrive, and their connection is cut. */
  loseRequests(count: number): void {
    this.requestsToLose = count;
  }

  /** Swallows what goes over the connections there are, without cutting them, as a firewall that forgot them. New ones get through. */
  fallSilent(): void {
    for (const socket of this.sockets) socket.removeAllListeners('data').on('data', () => undefined);
  }

  /** Cuts all connections and takes no new ones. */
  goDown(): void {
    this.isDown = true;
    for (const socket of this.sockets) socket.destroy();
  }

  comeUp(): void {
    this.isDown = false;
  }

  async close(): Promise<void> {
    this.goDown();
    const closed = Promise.withResolvers<undefined>();
    this.server.close(() => {
      closed.resolve(undefined);
    });
    await closed.promise;
  }

  private join(caller: Socket): void {
    const callee = connect(Number(this.target.port), this.target.hostname);
    const cut = (): void => {
      caller.destroy();
      callee.destroy();
    };
    for (const socket of [caller, callee]) {
      this.sockets.add(socket);
      socket.on('error', cut);
      socket.on('close', () => {
        this.sockets.delete(socket);
        cut();
      });
    }
    if (this.isDown) cut();
    caller.on('data', (bytes) => {
      if (this.requestsToLose > 0 && bytes.includes('log.append')) {
        this.requestsToLose -= 1;
        cut();
      } else {
        callee.write(bytes);
      }
    });
    callee.on('data', (bytes) => {
      if (this.answersToLose > 0 && bytes.includes('before_first')) {
        this.answersToLose -= 1;
        cut();
      } else {
        caller.write(bytes);
      }
    });
  }
}
