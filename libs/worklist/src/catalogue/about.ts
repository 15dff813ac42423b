import type { Worth } from './guide.js';
import type { AnyStanding } from './timers.data.js';

/** Fields of standings that name what an exception is about, with their path; the first that is there counts. */
const SUBJECT: Readonly<Record<string, readonly string[]>> = {
  orderId: ['orderId'],
  paymentId: ['paymentId', 'refundsProposed.paymentId'],
  instructionId: ['instructions.instructionId'],
  shopId: ['shopId'],
  merchantNo: ['merchantNo'],
  terminalNo: ['terminalNo'],
  rrn: ['rrn', 'originalRrn'],
  reference: ['reference'],
  disputeId: ['disputeId'],
  noticeId: ['noticeId'],
  parkedFor: ['parkedFor'],
};

/** Ids of what a standing is about; in lists, those that belong to the code. */
export function subjectOf(standing: AnyStanding, code: string): Readonly<Record<string, string>> {
  const named = Object.entries(SUBJECT).flatMap(([name, paths]) => {
    const found = paths.flatMap((path) => valuesAt(standing, path, code)).find((value) => typeof value === 'string');
    return typeof found === 'string' && found !== '' ? [[name, found] as const] : [];
  });
  return Object.fromEntries(named);
}

/** Money at stake, 分: never negative. */
export function worthOf(standing: AnyStanding, { of, less = [] }: Worth, code: string): number {
  const sum = (paths: readonly string[]): number =>
    paths
      .flatMap((path) => valuesAt(standing, path, code))
      .reduce<number>((total, value) => total + (Number.isSafeInteger(value) ? (value as number) : 0), 0);
  return Math.abs(sum(of) - sum(less));
}

/** Values at `field` or `list.field`. Elements of a list that give the reason of another code are not meant. */
function valuesAt(standing: AnyStanding, path: string, code: string): unknown[] {
  const [first = '', second] = path.split('.');
  const value = standing[first];
  if (second === undefined) return [value];
  const elements: readonly AnyStanding[] = Array.isArray(value) ? value : [];
  return elements.filter(({ reason }) => reason === undefined || reason === code).map((element) => element[second]);
}
