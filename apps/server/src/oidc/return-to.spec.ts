import { pageOf, pageWithCode } from './return-to.js';

describe('the page that a sign-in ends at', () => {
  it.each([
    ['/', '/'],
    ['/overview?store=-&from=2026-09-01', '/overview?store=-&from=2026-09-01'],
    ['/orders/69?name=%E5%BA%97', '/orders/69?name=%E5%BA%97'],
    ['/a/../orders', '/orders'],
    ['/orders?next=https://elsewhere.example', '/orders?next=https://elsewhere.example'],
    ['/orders#part', '/orders'],
    ['/orders?signIn=OIDC_NO_ROLE&id=1', '/orders?id=1'],
    ['/sessions-of-mine', '/sessions-of-mine'],
  ])('%s is %s', (asked, page) => {
    expect(pageOf(asked)).toBe(page);
  });

  it.each([
    undefined,
    '',
    'orders',
    'https://elsewhere.example',
    'javascript:alert(1)',
    '//elsewhere.example',
    '///elsewhere.example',
    '/\\elsewhere.example',
    '\\\\elsewhere.example',
    '/\t/elsewhere.example',
    '/\n//elsewhere.example',
    '/.//elsewhere.example',
    '/a/..//elsewhere.example',
    '/%2e//elsewhere.example',
    '/./\\elsewhere.example',
    ' /orders',
    '/session/oidc?returnTo=/',
    '/x/../session/oidc',
    '/v1/orders',
    '/docs',
    `/${'a'.repeat(1_000)}`,
  ])('is the first one instead of %j', (asked) => {
    expect(pageOf(asked)).toBe('/');
  });

  it('says by a code what went wrong, beside what was asked', () => {
    expect(pageWithCode('/orders?id=1', 'OIDC_NO_ROLE')).toBe('/orders?id=1&signIn=OIDC_NO_ROLE');
    expect(pageOf(pageWithCode('/orders?id=1', 'OIDC_NO_ROLE'))).toBe('/orders?id=1');
  });
});
