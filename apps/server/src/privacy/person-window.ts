import { shownOf, type Persons } from '#privacy';
import { mayRole, type Caller } from '../http/access.js';

/** Names under which answers tell persons. */
const FIELDS = ['card', 'payer', 'buyer'];

interface Rows<Row extends object> {
  readonly data: readonly Row[];
}

interface One<Row extends object> {
  readonly data: Row;
}

/** The edge of reading: the one place where what was sealed of persons is opened, for those who may see it. */
export class PersonWindow {
  constructor(private readonly persons: Pick<Persons, 'open'>) {}

  /** @throws Outage */
  async page<Row extends object, P extends Rows<Row>>(page: P & Rows<Row>, caller: Caller | undefined): Promise<P> {
    return { ...page, data: await this.shown(page.data, caller) };
  }

  /** @throws Outage */
  async one<Row extends object, A extends One<Row>>(answer: A & One<Row>, caller: Caller | undefined): Promise<A> {
    const [data] = await this.shown([answer.data], caller);
    return { ...answer, data };
  }

  private shown<Row extends object>(rows: readonly Row[], caller: Caller | undefined): Promise<Row[]> {
    const isFull = caller !== undefined && mayRole(caller.role, 'persons');
    return shownOf(this.persons, rows, { fields: FIELDS, showing: isFull ? 'whole' : 'masked' });
  }
}
