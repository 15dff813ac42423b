import type { RoleRule } from './oidc.settings.js';
import { nameOf, roleOf, type Claims } from './roles.js';

const ROLES: readonly RoleRule[] = [
  { role: 'auditor', value: 'finance' },
  { role: 'admin', value: 'ledger-admins' },
  { role: 'ops', value: 'cashiers' },
  { role: 'ops', value: 'CN=till,OU=shops' },
];
const roleBy = (claims: Claims, claim = 'groups') => roleOf(claims, { claim, roles: ROLES });

describe('the role that a claim gives', () => {
  it.each<[Claims, string | undefined]>([
    [{ groups: ['cashiers'] }, 'ops'],
    [{ groups: 'ledger-admins' }, 'admin'],
    [{ groups: ['CN=till,OU=shops'] }, 'ops'],
    [{ groups: ['other', 'cashiers', 7, null] }, 'ops'],
    [{ groups: [] }, undefined],
    [{ groups: ['Finance', ' finance', 'finance,cashiers', 'finance cashiers'] }, undefined],
    [{ groups: { finance: true } }, undefined],
    [{ groups: [['finance']] }, undefined],
    [{ roles: ['finance'] }, undefined],
    [{}, undefined],
  ])('%j: %s', (claims, role) => {
    expect(roleBy(claims)).toBe(role);
  });

  it('is the first of the setting where several hold, in whatever order the provider tells them', () => {
    expect(roleBy({ groups: ['cashiers', 'ledger-admins', 'finance'] })).toBe('auditor');
    expect(roleBy({ groups: ['cashiers', 'ledger-admins'] })).toBe('admin');
  });

  it('stands under a name, which may hold dots, or along a path', () => {
    expect(roleBy({ 'https://shop.example/roles': ['finance'] }, 'https://shop.example/roles')).toBe('auditor');
    expect(roleBy({ realm_access: { roles: ['cashiers'] } }, 'realm_access.roles')).toBe('ops');
    expect(roleBy({ realm_access: 'cashiers' }, 'realm_access.roles')).toBeUndefined();
    expect(roleBy({ 'realm_access.roles': ['finance'], realm_access: { roles: ['cashiers'] } }, 'realm_access.roles')).toBe(
      'auditor',
    );
    expect(roleBy({}, 'constructor.name')).toBeUndefined();
  });
});

describe('the name of a person', () => {
  it('is the first that the provider tells, of one line and no longer than a hundred characters', () => {
    expect(nameOf({ name: '王芳', email: 'wang@shop.example' })).toBe('王芳');
    expect(nameOf({ name: ' ', preferred_username: 'wang' })).toBe('wang');
    expect(nameOf({ name: 'a\u0000b\n\u202Ec' })).toBe('abc');
    expect(Array.from(nameOf({ name: '𠮷'.repeat(300) }))).toHaveLength(100);
    expect(nameOf({ name: 7 })).toBe('');
  });
});
