/** A fault: we are wrong (an invariant broke). It throws, the work stops and it alerts; it is never a business answer. */
export class Fault extends Error {
  override readonly name = 'Fault';
}

/** An outage: the world is away (database, network). Safe to try again with the same ids. */
export class Outage extends Error {
  override readonly name = 'Outage';
}

export function assertNever(value: never, what: string): never {
  throw new Fault(`unexpected ${what}: ${JSON.stringify(value)}`);
}

export function invariant(holds: boolean, says: string): asserts holds {
  if (!holds) throw new Fault(says);
}
