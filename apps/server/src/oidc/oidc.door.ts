import type { OidcSignIn } from './sign-in.js';

/** The way in by a provider, where one is set. */
export class OidcDoor {
  constructor(readonly signIn: OidcSignIn | undefined) {}
}
