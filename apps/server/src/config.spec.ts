import { signerText } from '#audit';
import { ConfigError, decodeConfig } from './config.js';

const [OLD_KEY, NEW_KEY] = [1, 2].map((byte) => signerText('hezhang/1', Buffer.alloc(32, byte))) as [string, string];

const refusalsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    decodeConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

describe('settings', () => {
  it('need nothing: port 3000 on this machine only, data in ./var', () => {
    expect(decodeConfig({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      dataFolder: `${process.cwd()}/var`,
      douyinGateway: 'https://openapi-fxg.jinritemai.com',
      billGateways: {
        wechat: 'https://api.mch.weixin.qq.com',
        alipay: 'https://openapi.alipay.com',
        allinpay: 'https://cus.allinpay.com',
        life: 'https://open.douyin.com',
      },
      billHosts: [],
      logLevel: 'warn',
      projector: 'on',
      projectorPort: 3001,
      signatureWindowS: {},
      statementLimitBytes: 268_435_456,
      miniApps: { refundRequests: 'accept', refundPage: 'pages/refund/index', windowMs: 300_000 },
      exports: { atOnce: 2, withinMs: 600_000 },
      audit: { everyMs: 10_000, witnesses: [] },
      console: { folder: `${process.cwd()}/dist/console` },
    });
  });

  it('are taken from the environment', () => {
    const config = decodeConfig({
      PORT: '0',
      HEZHANG_HOST: '0.0.0.0',
      HEZHANG_CHART: '/etc/chart.json',
      HEZHANG_EXPORTS: '3',
      HEZHANG_CONSOLE: '/srv/console',
      HEZHANG_ENVIRONMENT: 'staging',
      HEZHANG_EXPORT_S: '60',
      HEZHANG_DATA: '/srv/ledger',
      DATABASE_URL: 'postgres://me@db/ledger',
      QUERY_DATABASE_URL: 'postgres://me@replica/ledger',
      EVENTSTORE_URL: 'esdb+discover://admin:changeit@one:2113,two:2113?tls=true',
      HEZHANG_ADMIN_KEY: 'sixteen-or-more-characters',
      HEZHANG_MASTER_KEY: 'ab'.repeat(32),
      HEZHANG_LOG: 'debug',
      HEZHANG_PROJECTOR: 'off',
      HEZHANG_PROJECTOR_PORT: '9000',
      HEZHANG_DOUYIN_GATEWAY: 'http://127.0.0.1:8080/',
      HEZHANG_WECHAT_GATEWAY: 'http://127.0.0.1:8081/',
      HEZHANG_BILL_HOSTS: 'files.example.com, CDN.example.org',
      HEZHANG_LAKALA_WINDOW_S: '300',
      HEZHANG_MINIAPP_REFUNDS: 'refuse',
      HEZHANG_MINIAPP_REFUND_PAGE: 'pages/money/back',
      HEZHANG_MINIAPP_WINDOW_S: '0',
      HEZHANG_CHECKPOINT_S: '3',
      HEZHANG_AUDIT_KEY: NEW_KEY,
      HEZHANG_AUDIT_OLD_KEY: OLD_KEY,
    });
    expect(config).toMatchObject({ port: 0, host: '0.0.0.0', dataFolder: '/srv/ledger', logLevel: 'debug', projector: 'off' });
    expect(config).toMatchObject({
      queryDatabaseUrl: 'postgres://me@replica/ledger',
      projectorPort: 9000,
      douyinGateway: 'http://127.0.0.1:8080',
      signatureWindowS: { lakala: 300 },
      billGateways: { wechat: 'http://127.0.0.1:8081' },
      billHosts: ['files.example.com', 'cdn.example.org'],
      miniApps: { refundRequests: 'refuse', refundPage: 'pages/money/back', windowMs: 0 },
      exports: { chartFile: '/etc/chart.json', atOnce: 3, withinMs: 60_000 },
      audit: { key: NEW_KEY, oldKey: OLD_KEY, everyMs: 3_000 },
      console: { folder: '/srv/console', environment: 'staging' },
    });
    expect(config.masterKey).toHaveLength(32);
    expect(config.eventStoreUrl).toBe('esdb+discover://admin:changeit@one:2113,two:2113?tls=true');
  });

  it('name who stamps checkpoints, its path as it was written', () => {
    const url = 'http://127.0.0.1:8080/tsa/';
    const settings = { HEZHANG_TSA_URL: url, HEZHANG_TSA_EVERY_H: '6', HEZHANG_TSA_CA: '/srv/authority.pem' };
    const authority = { url, everyMs: 21_600_000 };
    expect(decodeConfig(settings).audit).toMatchObject({ authority, authorityCaFile: '/srv/authority.pem' });
    expect(decodeConfig({ HEZHANG_TSA_URL: url }).audit.authority?.everyMs).toBe(86_400_000);
    expect(refusalsOf({ HEZHANG_TSA_URL: 'ftp://x', HEZHANG_TSA_EVERY_H: '0' })).toEqual([
      'HEZHANG_TSA_URL must be a URL like https://host',
      'HEZHANG_TSA_EVERY_H must be hours from 1 to 9999',
    ]);
  });

  it('that are empty count as absent', () => {
    expect(decodeConfig({ PORT: '', DATABASE_URL: ' ' })).toEqual(decodeConfig({}));
  });

  it('know no replica without the database that it follows', () => {
    expect(refusalsOf({ QUERY_DATABASE_URL: 'postgres://me@replica/ledger' })).toEqual([
      'QUERY_DATABASE_URL needs DATABASE_URL, whose replica it is',
    ]);
  });

  it('that are wrong are named, all of them, and no secret is repeated', () => {
    const problems = refusalsOf({
      PORT: '70000',
      DATABASE_URL: 'mysql://x/y',
      EVENTSTORE_URL: 'http://x:2113',
      HEZHANG_ADMIN_KEY: 'short',
      HEZHANG_MASTER_KEY: 'zz',
      HEZHANG_LOG: 'loud',
      HEZHANG_PROJECTOR: 'maybe',
      HEZHANG_DOUYIN_GATEWAY: 'ftp://host',
    });
    expect(problems).toHaveLength(8);
    expect(problems.join(' ')).not.toContain('short');
    expect(problems[0]).toBe('DATABASE_URL must be a URL like postgres://user:password@host:5432/database');
  });
});
