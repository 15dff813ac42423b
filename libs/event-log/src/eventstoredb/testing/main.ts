import { parseArgs } from 'node:util';
import { EventStoreDouble } from './event-store-double.js';

/** The test double as a process of its own, for ledgers that are started beside it. `--port N`; any free one unless said. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
  const double = await EventStoreDouble.start({ port: Number(values.port) });
  process.stdout.write(`A test double of EventStoreDB, which forgets all when it ends: ${double.url}\n`);
}

await main();
