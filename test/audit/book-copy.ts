import { Client } from 'pg';
import { execute } from '#postgres/testing';

const GUARDED = ['log.events', 'log.streams'];
const KEPT = [...GUARDED, 'audit.tree', 'audit.tiles', 'audit.checkpoints', 'audit.timestamps', 'audit.keys'];
const OFF = GUARDED.map((table) => `alter table ${table} disable trigger append_only;`).join('\n');
const ON = GUARDED.map((table) => `alter table ${table} enable always trigger append_only;`).join('\n');

const nameOf = (table: string): string => `kept.${table.replace('.', '_')}`;

/** A copy of a sealed book that a superuser may do anything to, and have it back as it was. */
export class BookCopy {
  private constructor(
    readonly url: string,
    readonly client: Client,
    private readonly end: () => Promise<void>,
  ) {}

  /** `admin`: the server, as superuser. Nobody may be connected to the original. */
  static async of(original: string, admin: string): Promise<BookCopy> {
    const source = new URL(original).pathname.slice(1);
    const copy = new URL(admin);
    copy.pathname = `/${source}_copy`;
    await execute(admin, `create database ${source}_copy template ${source}`);
    const client = new Client({ connectionString: copy.href });
    await client.connect();
    await client.query('create schema kept');
    for (const table of KEPT) await client.query(`create table ${nameOf(table)} as table ${table}`);
    return new BookCopy(copy.href, client, async () => {
      await client.end();
      await execute(admin, `drop database ${source}_copy with (force)`);
    });
  }

  /** Does something with the guards off, and puts them back where it did. */
  async unguarded<T>(work: () => Promise<T>): Promise<T> {
    await this.client.query(OFF);
    const result = await work();
    await this.client.query(ON);
    return result;
  }

  /** As it was in the beginning. */
  async restore(): Promise<void> {
    await this.unguarded(async () => {
      await this.client.query(`begin; truncate ${KEPT.join(', ')}`);
      for (const table of KEPT) await this.client.query(`insert into ${table} table ${nameOf(table)}`);
      await this.client.query('commit');
    });
  }

  async remove(): Promise<void> {
    await this.end();
  }
}
