import { ConfigError } from '../../server/src/config.js';
import { Metrics } from '../../server/src/operations/metrics.js';
import { NotReady, Readiness } from '../../server/src/operations/readiness.js';
import { StatusServer } from './status-server.js';

describe('a projector that is asked how it is', () => {
  let broken: string | undefined;
  let readiness: Readiness;
  let server: StatusServer;

  beforeEach(async () => {
    broken = undefined;
    const check = (): Promise<void> => (broken === undefined ? Promise.resolve() : Promise.reject(new NotReady(broken)));
    readiness = new Readiness({ database: check });
    server = await StatusServer.listen('127.0.0.1', 0, { metrics: new Metrics(), readiness });
  });
  afterEach(() => server.close());

  const ask = async (path: string, method = 'GET'): Promise<[number, string]> => {
    const response = await fetch(`http://127.0.0.1:${String(server.port)}${path}`, { method });
    return [response.status, await response.text()];
  };

  it('is ready while its checks pass, and says what is wrong when one does not', async () => {
    expect(await ask('/health/ready')).toEqual([200, '{"status":"ok","checks":{"database":"ok"}}']);
    broken = 'away';
    expect(await ask('/health/ready')).toEqual([503, '{"status":"unavailable","checks":{"database":"away"}}']);
  });

  it('lives whatever is wrong around it, and is not ready any more once it stops', async () => {
    broken = 'away';
    expect(await ask('/health/live')).toEqual([200, '{"status":"ok"}']);
    broken = undefined;
    readiness.close();
    expect((await ask('/health/ready'))[0]).toBe(503);
  });

  it('counts for Prometheus', async () => {
    const [status, text] = await ask('/metrics');
    expect(status).toBe(200);
    expect(text).toContain('process_cpu_seconds_total');
  });

  it('says and does nothing else', async () => {
    expect((await ask('/v1/orders'))[0]).toBe(404);
    expect((await ask('/metrics', 'POST'))[0]).toBe(405);
  });

  it('names the setting where its port is taken', async () => {
    const parts = { metrics: new Metrics(), readiness };
    await expect(StatusServer.listen('127.0.0.1', server.port, parts)).rejects.toThrow(ConfigError);
    await expect(StatusServer.listen('127.0.0.1', server.port, parts)).rejects.toThrow('HEZHANG_PROJECTOR_PORT');
  });
});
