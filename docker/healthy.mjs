// Exit code 0 where the process of this container is ready. Its port comes as the argument, else from PORT.
import { get } from 'node:http';

const ANSWERS_WITHIN_MS = 4_000;
const end = (isReady) => process.exit(isReady ? 0 : 1);

get({ port: process.argv[2] ?? process.env.PORT, path: '/health/ready', timeout: ANSWERS_WITHIN_MS })
  .on('response', ({ statusCode }) => end(statusCode === 200))
  .on('timeout', () => end(false))
  .on('error', () => end(false));
