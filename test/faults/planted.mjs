// Faults that can be planted into the processes of a ledger, so that the harness is seen to find them: what stands in a
// source, and what is put there instead. Named by HEZHANG_PLANT; only the loader of tests knows of it.

/** @type {Record<string, readonly { readonly file: string; readonly from: string; readonly to: string }[]>} */
export const PLANTS = {
  'acknowledges before commit': [
    {
      file: 'libs/event-log/src/postgres/appender.ts',
      from: 'settle(batch, await sendAppends(client, batch), this.options.onStored);',
      to: `await client.query('begin');
      settle(batch, await sendAppends(client, batch), this.options.onStored);
      await new Promise((resolve) => setTimeout(resolve, 25));
      await client.query('commit');`,
    },
    {
      file: 'libs/event-log/src/eventstoredb/testing/double-store.ts',
      from: 'this.journal?.append(written);',
      to: 'setTimeout(() => this.journal?.append(written), 25);',
    },
  ],
  'takes silence for a yes': [
    {
      file: 'libs/event-log/src/eventstoredb/appender.ts',
      from: 'const answer = await client.append({ stream, expected, events: wire }, withinMs);',
      to: `const position = { commit: 0n, prepare: 0n };
      const revision = BigInt(revisionBefore(expected) + events.length);
      const asked = client.append({ stream, expected, events: wire }, withinMs);
      const answer = await asked.catch((): AppendAnswer => ({ kind: 'stored', revision, position }));`,
    },
  ],
  'does not wait for the disk': [
    {
      file: 'libs/event-log/src/postgres/connections.ts',
      from: "set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'",
      to: "set_config('synchronous_commit', 'off', false)",
    },
    { file: 'libs/postgres/src/pool.ts', from: 'synchronous_commit=on', to: 'synchronous_commit=off' },
  ],
  'has no fence': [
    {
      file: 'libs/projections/src/generation.ts',
      from: 'and position = $3 and status = $6',
      to: 'and position >= left($3, 0) and status = $6',
    },
    {
      file: 'libs/projections/src/ownership.ts',
      from: 'return locked?.rows[0]?.locked ?? false;',
      to: 'return locked !== undefined;',
    },
  ],
  'reads past the head': [
    {
      file: 'libs/event-log/src/dense-reading.ts',
      from: 'caughtUp = events.length < size;\n    after = assertDense(events, after);',
      to: 'caughtUp = events.length < size;\n    after = assertDense(events, after) + (events.length > 40 && caughtUp ? 1 : 0);',
    },
  ],
  'keeps checkpoints apart from rows': [
    {
      file: 'libs/projections/src/generation.ts',
      from: 'assertMoved(await client.query(ADVANCE, move), at);\n      await projection.apply(',
      to: 'assertMoved(await pool.query(ADVANCE, move), at);\n      await projection.apply(',
    },
  ],
};

/** Those that mean something on a log: the others are in what another log is made of. */
export const PLANTS_OF = {
  postgres: Object.keys(PLANTS).filter((name) => name !== 'takes silence for a yes'),
  eventstoredb: ['acknowledges before commit', 'takes silence for a yes', 'has no fence', 'keeps checkpoints apart from rows'],
};

/** A source as the planted fault has it. Throws where the source no longer says what the fault replaces. */
export function planted(filename, source, name = process.env.HEZHANG_PLANT) {
  if (!name) return source;
  const plant = PLANTS[name];
  if (!plant) throw new Error(`there is no fault ${name} to plant`);
  return plant.reduce((text, { file, from, to }) => {
    if (!filename.endsWith(`/${file}`)) return text;
    if (!text.includes(from)) throw new Error(`${file} no longer says what the fault ${name} replaces`);
    return text.replace(from, to);
  }, source);
}
