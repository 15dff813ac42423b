import type { CliCommand } from '../command.js';

export const start: CliCommand = {
  name: 'start',
  says: 'bring the ledger up: API, projections and, without DATABASE_URL, its own PostgreSQL',
  async run({ config, print, asked }) {
    const { startServer } = await import('../../../server/src/start.js');
    const server = await startServer(config, print);
    await asked;
    await server.stop();
    return 0;
  },
};
