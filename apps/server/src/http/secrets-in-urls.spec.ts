import { namesSecret } from './secrets-in-urls.js';

describe('a parameter of an address', () => {
  it.each([
    'secret',
    'appSecret',
    'client_secret',
    'app-secret',
    'key',
    'api_key',
    'terminalKey',
    'access_token',
    'salt',
    'Password',
  ])('%s names a secret', (name) => {
    expect(namesSecret(name)).toBe(true);
  });

  it.each([
    'limit',
    'cursor',
    'minPosition',
    'merchant',
    'store',
    'terminalNo',
    'prefix',
    'updatedAfter',
    'appKey',
    'clientKey',
    'at',
  ])('%s does not', (name) => {
    expect(namesSecret(name)).toBe(false);
  });
});
