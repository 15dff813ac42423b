import { actorOf, mayRole, type Role } from '../http/access.js';
import { ADMIN, type ApiKeys } from '../keys/postgres-api-keys.js';
import type { People } from '../sessions/postgres-people.js';

/** Somebody who may work on exceptions. */
export interface Assignee {
  /** As events name them. */
  readonly actor: string;
  /** Of the key, or as the provider told it last; empty where it tells none. */
  readonly name: string;
  readonly role: Role;
}

/** Whom an exception may be handed over to. */
export class Assignees {
  constructor(
    private readonly keys: Pick<ApiKeys, 'list'>,
    private readonly people: Pick<People, 'list'>,
  ) {}

  /** Keys that are valid, and people by the role of their last sign-in. */
  async list(): Promise<Assignee[]> {
    const [keys, people] = await Promise.all([this.keys.list(), this.people.list()]);
    const valid = keys.filter(({ revokedAt }) => revokedAt === null);
    return [
      ...[ADMIN, ...valid].map(({ id, name, role }) => ({ actor: actorOf({ kind: 'key', id, name, role }), name, role })),
      ...people.map(({ actor, name, role }) => ({ actor, name, role })),
    ].filter(({ role }) => mayRole(role, 'instruct'));
  }

  async has(actor: string): Promise<boolean> {
    return (await this.list()).some((one) => one.actor === actor);
  }
}
