import type { Table } from './table.js';

/** One object: what it was made from, then `data`, a row a line as the digest takes them. Amounts stay minor units. */
export async function* json<Row extends object>({ made, pages }: Table<Row>): AsyncGenerator<string> {
  const { what, position, asOf, digest, query } = made;
  const head = JSON.stringify({ export: what, position, asOf, digest: `sha256:${digest}`, query });
  yield `${head.slice(0, -1)},"data":[`;
  let separator = '\n';
  for await (const rows of pages) {
    if (rows.length === 0) continue;
    yield separator + rows.map((row) => JSON.stringify(row)).join(',\n');
    separator = ',\n';
  }
  yield '\n]}\n';
}
