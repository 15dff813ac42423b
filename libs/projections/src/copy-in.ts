import type { ClientBase, Connection, Submittable } from 'pg';

/** Sends rows by COPY FROM STDIN: `sql` says which, `bytes` is all of them. */
export function copyIn(client: ClientBase, sql: string, bytes: Buffer): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const copy = new CopyIn(sql, bytes, (error) => {
    if (error) reject(error);
    else resolve(undefined);
  });
  client.query(copy);
  return promise;
}

/** What `pg` has for COPY on its connection, beside its typings. */
interface CopyingConnection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** A query as `pg` runs it. An error is told once, then the connection gets ready again. */
class CopyIn implements Submittable {
  constructor(
    private readonly sql: string,
    private readonly bytes: Buffer,
    /** `pg` wraps it to see that its timeouts end. */
    readonly callback: (error: Error | null) => void,
  ) {}

  submit(connection: Connection): void {
    connection.query(this.sql);
  }

  handleCopyInResponse(connection: CopyingConnection): void {
    connection.sendCopyFromChunk(this.bytes);
    connection.endCopyFrom();
  }

  handleCommandComplete(): void {
    // The copy is complete when the connection is ready again.
  }

  handleReadyForQuery(): void {
    this.callback(null);
  }

  handleError(error: Error): void {
    this.callback(error);
  }
}
