import { request } from 'node:http';
import { Client } from 'pg';
import type { Reply } from './reply.js';
import type { RunningLedger } from './running-ledger.js';
import type { StoredLog } from './stored-log.js';

export const codeOf = ({ body }: Reply): unknown => (body as { code?: unknown } | undefined)?.code;

/** Counts what a ledger keeps of the outside world: to show that a refusal leaves no trace. */
export class Stored {
  private constructor(
    readonly database: Client,
    private readonly log: StoredLog,
  ) {}

  static async in({ databaseUrl, log }: RunningLedger): Promise<Stored> {
    const database = new Client({ connectionString: databaseUrl });
    await database.connect();
    return new Stored(database, log);
  }

  end(): Promise<void> {
    return this.database.end();
  }

  async refusedWithoutTrace(send: () => Promise<Reply>, status: number, code?: unknown): Promise<Reply> {
    const before = await this.counts();
    const reply = await send();
    expect([reply.status, code === undefined ? undefined : codeOf(reply)]).toEqual([status, code]);
    expect(await this.counts()).toEqual(before);
    return reply;
  }

  /** Notices, and events that somebody told. */
  async counts(): Promise<unknown> {
    const { rows } = await this.database.query<object>('select count(*) as notices from inbox.notices');
    return { ...rows[0], events: await this.log.countTold(this.database) };
  }
}

/** Status of a request that announces a body of so many bytes and sends one: the server must not wait for the rest. */
export const statusOfHuge = (url: string, headers: Readonly<Record<string, string>>): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers }, (response) => {
      resolve(response.statusCode ?? 0);
      sent.destroy();
    });
    sent.on('error', reject);
    sent.write('{');
  });
