import { SignInLimit } from './sign-in-limit.js';

describe('the limit of tries to sign in', () => {
  it('holds per address, and for a minute', () => {
    let now = 0;
    const limit = new SignInLimit(() => now);
    for (let tried = 0; tried < 10; tried += 1) {
      expect(() => limit.assertFree('192.0.2.1')).not.toThrow();
      limit.failed('192.0.2.1');
    }
    expect(() => limit.assertFree('192.0.2.1')).toThrow('SIGN_IN_LIMITED');
    expect(() => limit.assertFree('192.0.2.2')).not.toThrow();
    now = 60_001;
    expect(() => limit.assertFree('192.0.2.1')).not.toThrow();
  });
});
