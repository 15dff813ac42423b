import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { chromiumPath } from './chromium.mjs';

const PROGRAM = 'dist/apps/cli/src/main.js';
const ORDERS = '200';
const ROLES = ['reader', 'ops', 'auditor', 'ingest'];

/**
 * jest globalSetup: a built server of its own with the demo's data and a key for each role. CONSOLE_URL with HEZHANG_ADMIN_KEY
 * takes one that runs already, for those who build pages.
 */
export default async function start() {
  process.env.CONSOLE_CHROMIUM = chromiumPath();
  const server = process.env.CONSOLE_URL ? running() : await started();
  globalThis.hezhangConsoleServer = server;
  try {
    if (server.isOwn) await promisify(execFile)(process.execPath, [PROGRAM, 'demo', '--orders', ORDERS], { env: server.env });
    const keys = { admin: server.adminKey };
    for (const role of ROLES) keys[role] = await issue(server, role);
    process.env.CONSOLE_SERVER = JSON.stringify({ url: server.url, keys, oidcPort: server.oidcPort });
  } catch (error) {
    await server.stop();
    throw error;
  }
}

const running = () => ({
  isOwn: false,
  oidcPort: process.env.CONSOLE_OIDC_PORT && Number(process.env.CONSOLE_OIDC_PORT),
  url: process.env.CONSOLE_URL,
  adminKey: process.env.HEZHANG_ADMIN_KEY,
  stop: () => undefined,
});

async function started() {
  const folder = mkdtempSync(join(tmpdir(), 'hezhang-console-'));
  const adminKey = 'hz_console-tests-admin-key';
  const [port, oidcPort] = [await freePort(), await freePort()];
  const settings = {
    PORT: String(port),
    HEZHANG_DATA: folder,
    HEZHANG_ADMIN_KEY: adminKey,
    HEZHANG_ENVIRONMENT: 'test',
    HEZHANG_LOG: 'warn',
    // Another site than the console's, as providers are. The spec that signs in by it lets it listen there.
    HEZHANG_OIDC_ISSUER: `http://localhost:${oidcPort}`,
    HEZHANG_OIDC_CLIENT_ID: 'hezhang',
    HEZHANG_OIDC_BASE_URL: `http://127.0.0.1:${port}`,
    HEZHANG_OIDC_ROLES: 'reader=shop',
    HEZHANG_OIDC_LABEL: '企业账号',
  };
  const inherited = { ...process.env, DATABASE_URL: '', EVENTSTORE_URL: '' };
  const child = spawn(process.execPath, [PROGRAM, 'start'], {
    env: { ...inherited, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((done) => child.once('exit', done));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const url = await Promise.race([urlOf(child), ended.then(() => undefined)]);
  if (!url) throw new Error('the server did not start');
  const env = { ...inherited, ...settings };
  return { isOwn: true, url, adminKey, env, stop, oidcPort };
}

/** The provider must know the server's address, and the server the provider's, before either listens. */
async function freePort() {
  const probe = createServer();
  await new Promise((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}

async function urlOf(child) {
  for await (const line of createInterface(child.stdout)) {
    const url = /is up\s+(\S+)/.exec(line)?.[1];
    if (url) return url;
  }
  return undefined;
}

async function issue({ url, adminKey }, role) {
  const response = await fetch(`${url}/v1/keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: `console ${role}`, role }),
  });
  if (response.status !== 201) throw new Error(`no key for ${role}: ${response.status} ${await response.text()}`);
  return (await response.json()).key;
}
