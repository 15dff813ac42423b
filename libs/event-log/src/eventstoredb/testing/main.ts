import { parseArgs } from 'node:util';
import { EventStoreDouble } from './event-store-double.js';

/**
 * The test double as a process of its own, for ledgers that are started beside it. `--port N`; any free one unless said.
 * `--file F` keeps the events over the end of the process, also over `kill -9`.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' }, file: { type: 'string' } } });
  const double = await EventStoreDouble.start({ port: Number(values.port), file: values.file });
  const memory = values.file === undefined ? 'forgets all when it ends' : `keeps its events in ${values.file}`;
  process.stdout.write(`A test double of EventStoreDB, which ${memory}: ${double.url}\n`);
}

await main();
