import type { Ledger } from './ledger.js';

/** Two persons of the office, each with a key of its own: what one prepares, the other approves. */
export interface Office {
  readonly preparer: Person;
  readonly approver: Person;
}

export interface Person {
  readonly name: string;
  readonly key: string;
  readonly ledger: Ledger;
}

interface IssuedKey {
  readonly id: string;
  readonly key: string;
}

export async function officeOf(ledger: Ledger, merchantId: string): Promise<Office> {
  const person = async (name: string): Promise<Person> => {
    const { id, key } = await ledger.post<IssuedKey>('/v1/keys', { name: `${merchantId} ${name}`, role: 'ops' });
    return { name: `${name} (${id})`, key, ledger: ledger.as(key) };
  };
  return { preparer: await person('preparer'), approver: await person('approver') };
}
