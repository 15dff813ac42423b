import { ConfigError, decodeConfig, type Environment } from '../config.js';

const LEAST = {
  HEZHANG_OIDC_ISSUER: 'https://sign-in.example/realms/shop/',
  HEZHANG_OIDC_CLIENT_ID: 'hezhang',
  HEZHANG_OIDC_BASE_URL: 'https://ledger.example/',
  HEZHANG_OIDC_ROLES: 'auditor=finance; ops = CN=till,OU=shops',
};

function refusalsOf(environment: Environment): readonly string[] {
  try {
    decodeConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('settings of a provider', () => {
  it('need issuer, client, address and roles', () => {
    expect(decodeConfig(LEAST).oidc).toEqual({
      issuer: 'https://sign-in.example/realms/shop/',
      clientId: 'hezhang',
      baseUrl: 'https://ledger.example',
      scopes: 'openid profile',
      claim: 'groups',
      roles: [
        { role: 'auditor', value: 'finance' },
        { role: 'ops', value: 'CN=till,OU=shops' },
      ],
      label: 'sign-in.example',
      clockToleranceS: 30,
    });
    expect(refusalsOf({ HEZHANG_OIDC_ISSUER: LEAST.HEZHANG_OIDC_ISSUER })).toEqual([
      'HEZHANG_OIDC_ISSUER needs HEZHANG_OIDC_CLIENT_ID',
      'HEZHANG_OIDC_ISSUER needs HEZHANG_OIDC_BASE_URL',
      'HEZHANG_OIDC_ISSUER needs HEZHANG_OIDC_ROLES',
    ]);
  });

  it('may say more', () => {
    const more = {
      HEZHANG_OIDC_SECRET_FILE: '/run/secrets/oidc',
      HEZHANG_OIDC_SCOPES: 'openid  profile groups',
      HEZHANG_OIDC_CLAIM: 'realm_access.roles',
      HEZHANG_OIDC_LABEL: '企业账号',
      HEZHANG_OIDC_CLOCK_S: '0',
    };
    expect(decodeConfig({ ...LEAST, ...more }).oidc).toMatchObject({
      secretFile: '/run/secrets/oidc',
      scopes: 'openid profile groups',
      claim: 'realm_access.roles',
      label: '企业账号',
      clockToleranceS: 0,
    });
  });

  it('are by https, but for this machine', () => {
    for (const host of ['localhost:8080', '127.0.0.1:8080', '[::1]:8080'])
      expect(refusalsOf({ ...LEAST, HEZHANG_OIDC_ISSUER: `http://${host}`, HEZHANG_OIDC_BASE_URL: `http://${host}` })).toEqual(
        [],
      );
    for (const url of ['http://sign-in.example', 'http://localhost.example', 'ftp://localhost/x?', 'sign-in.example'])
      expect(refusalsOf({ ...LEAST, HEZHANG_OIDC_ISSUER: url })).toHaveLength(1);
    for (const url of ['http://ledger.example', 'https://ledger.example/console', 'https://ledger.example?x=1'])
      expect(refusalsOf({ ...LEAST, HEZHANG_OIDC_BASE_URL: url })).toHaveLength(1);
  });

  it.each([
    ['HEZHANG_OIDC_ROLES', 'finance'],
    ['HEZHANG_OIDC_ROLES', 'auditor='],
    ['HEZHANG_OIDC_ROLES', 'ingest=tills'],
    ['HEZHANG_OIDC_ROLES', 'auditor=finance;admin=finance'],
    ['HEZHANG_OIDC_ROLES', 'auditor=finance;'],
    ['HEZHANG_OIDC_CLIENT_ID', 'two words'],
    ['HEZHANG_OIDC_SCOPES', 'profile'],
    ['HEZHANG_OIDC_LABEL', 'x'.repeat(41)],
    ['HEZHANG_OIDC_CLOCK_S', '301'],
  ])('%s is not %s', (name, text) => {
    const [problem, ...others] = refusalsOf({ ...LEAST, [name]: text });
    expect([problem?.startsWith(`${name} `), others]).toEqual([true, []]);
  });

  it('are not set in vain', () => {
    expect(refusalsOf({ HEZHANG_OIDC_ROLES: 'auditor=finance' })).toEqual([
      'HEZHANG_OIDC_ROLES needs HEZHANG_OIDC_ISSUER, of whom it tells',
    ]);
  });
});
