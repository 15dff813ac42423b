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

/**
 * A query as `pg` runs it. An error is told once, then the connection gets ready again. The rows go with the statement, without
 * an answer in between: a server that waits for rows of a frozen process ends neither the session nor the wait, whatever its
 * timeouts are. Rows behind a statement that was refused it passes over.
 */
class CopyIn implements Submittable {
  constructor(
    private readonly sql: string,
    private readonly bytes: Buffer,
    /** `pg` wraps it to see that its timeouts end. */
    readonly callback: (error: Error | null) => void,
  ) {}

  submit(connection: Connection): void {
    const copying = connection as Connection & CopyingConnection;
    copying.query(this.sql);
    copying.sendCopyFromChunk(this.bytes);
    copying.endCopyFrom();
  }

  handleCopyInResponse(): void {
    // They are on their way.
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
