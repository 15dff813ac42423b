import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';

const run = promisify(execFile);

const CONFIG = `
[ authority ]
extendedKeyUsage = critical,timeStamping
[ stamping ]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
`;
const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** Whether this machine can stamp at all. */
export const hasOpenssl = (): boolean => {
  try {
    execFileSync('openssl', ['version']);
    return true;
  } catch {
    return false;
  }
};

/** What the authority does with a request: answers it, or what it is told to instead. */
export type Behaviour = (request: Buffer, stamp: (request: Buffer) => Promise<Buffer>) => Promise<Buffer | number>;

/** A time-stamping authority on the loopback, under a root of its own that nobody else knows. */
export class TestAuthority {
  url = '';
  /** Requests that came. */
  asked = 0;
  behaves: Behaviour = (request, stamp) => stamp(request);
  private readonly server = createServer((request, response) => {
    void this.answer(request).then((answer) => {
      response.writeHead(typeof answer === 'number' ? answer : 200, { 'Content-Type': 'application/timestamp-reply' });
      response.end(typeof answer === 'number' ? '' : answer);
    });
  });

  private constructor(private readonly folder: string) {}

  static async start(): Promise<TestAuthority> {
    const authority = new TestAuthority(await mkdtemp(join(tmpdir(), 'hezhang-authority-')));
    await authority.makeKeys();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    authority.server.listen(0, '127.0.0.1', () => resolve(undefined));
    await promise;
    authority.url = `http://127.0.0.1:${String((authority.server.address() as { port: number }).port)}/tsa`;
    return authority;
  }

  /** PEM file of its root. */
  get caFile(): string {
    return join(this.folder, 'ca.pem');
  }

  /** A TimeStampResp of a text, as anybody may ask for one. */
  async stampOf(text: string): Promise<Buffer> {
    await writeFile(join(this.folder, 'data'), text);
    await this.openssl('ts', '-query', '-data', 'data', '-sha256', '-cert', '-out', 'own.tsq');
    return this.stamp(await readFile(join(this.folder, 'own.tsq')));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async answer(request: IncomingMessage): Promise<Buffer | number> {
    this.asked += 1;
    if (request.headers['content-type'] !== 'application/timestamp-query') return 415;
    return this.behaves(await buffer(request), (bytes) => this.stamp(bytes));
  }

  private async stamp(request: Buffer): Promise<Buffer> {
    await writeFile(join(this.folder, 'asked.tsq'), request);
    const signing = ['-signer', 'tsa.pem', '-inkey', 'tsa.key', '-config', 'tsa.cnf', '-section', 'stamping'];
    await this.openssl('ts', '-reply', '-queryfile', 'asked.tsq', ...signing, '-out', 'reply.tsr');
    return readFile(join(this.folder, 'reply.tsr'));
  }

  private async makeKeys(): Promise<void> {
    await writeFile(join(this.folder, 'tsa.cnf'), CONFIG);
    await this.openssl('req', '-x509', ...KEY, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=root');
    await this.openssl('req', ...KEY, '-keyout', 'tsa.key', '-out', 'tsa.csr', '-subj', '/CN=authority');
    const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2'];
    const use = ['-extfile', 'tsa.cnf', '-extensions', 'authority'];
    await this.openssl('x509', '-req', '-in', 'tsa.csr', ...signed, ...use, '-out', 'tsa.pem');
  }

  private async openssl(...args: string[]): Promise<void> {
    await run('openssl', args, { cwd: this.folder });
  }
}
