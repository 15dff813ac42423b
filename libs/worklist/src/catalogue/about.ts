import type { Worth } from './guide.js';
import type { AnyStanding } from './timers.data.js';

/** Fields of standings that name what an exception is about, with their path; the first that is there counts. */
const SUBJECT: Readonly<Record<string, readonly string[]>> = {
  orderId: ['orderId'],
  paymentId: ['paymentId', 'refundsProposed.paymentId', 'requests.paymentIds'],
  instructionId: ['instructions.instructionId'],
  shopId: ['shopId'],
  merchantNo: ['merchantNo'],
  terminalNo: ['terminalNo'],
  rrn: ['rrn', 'originalRrn'],
  reference: ['reference'],
  disputeId: ['disputeId'],
  caseId: ['caseId'],
  noticeId: ['noticeId'],
  parkedFor: ['parkedFor'],
  bill: ['bill'],
  account: ['account'],
  day: ['day'],
  missingFor: ['missingFor'],
};

/** Ids of what a standing is about; in lists, those that belong to the code. */
export function subjectOf(standing: AnyStanding, code: string): Readonly<Record<string, string>> {
  const named = Object.entries(SUBJECT).flatMap(([name, paths]) => {
    const found = paths.flatMap((path) => valuesAt(standing, path, code)).find((value) => typeof value === 'string');
    return typeof found === 'string' && found !== '' ? [[name, found] as const] : [];
  });
  return Object.fromEntries(named);
}

/** Numbers that a mending command names: `refund` is what is proposed to be given back of the payment that the subject names, 分. */
export function evidenceOf(standing: AnyStanding, code: string): Readonly<Record<string, number>> {
  const [refund] = valuesAt(standing, 'refundsProposed.amount', code);
  return typeof refund === 'number' ? { refund } : {};
}

/** Money at stake, 分: never negative. */
export function worthOf(standing: AnyStanding, { of, less = [] }: Worth, code: string): number {
  const sum = (paths: readonly string[]): number =>
    paths
      .flatMap((path) => valuesAt(standing, path, code))
      .reduce<number>((total, value) => total + (Number.isSafeInteger(value) ? (value as number) : 0), 0);
  return Math.abs(sum(of) - sum(less));
}

/**
 * Values at `field` or `list.field`. Elements of a list that give the reason of another code are not meant. Of a field that is a list itself
 * its one value, and none where there are several: which of them is meant is not said.
 */
function valuesAt(standing: AnyStanding, path: string, code: string): unknown[] {
  const [first = '', second] = path.split('.');
  const value = standing[first];
  if (second === undefined) return [value];
  const elements: readonly AnyStanding[] = Array.isArray(value) ? value : [];
  const values = elements.filter(({ reason }) => reason === undefined || reason === code).map((element) => element[second]);
  if (!values.some(Array.isArray)) return values;
  const inner = values.flat();
  return inner.length === 1 ? inner : [];
}
