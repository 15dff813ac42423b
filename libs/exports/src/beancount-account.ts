/** The five roots that beancount has. */
const ROOTS: ReadonlyMap<string, string> = new Map([
  ['assets', 'Assets'],
  ['liabilities', 'Liabilities'],
  ['equity', 'Equity'],
  ['revenue', 'Income'],
  ['expenses', 'Expenses'],
]);
const ROOT_NAMES = new Map([...ROOTS].map(([ours, theirs]) => [theirs, ours]));

/** In front of a step whose first character is none that turns into a capital and back. */
const AS_IT_IS = 'X0-';
/** In front of a root of ours that beancount does not have; it stands below Equity. */
const ROOT = 'X1-';

/**
 * An account as beancount names it: `assets:receivable:douyin:4463798` → `Assets:Receivable:Douyin:4463798`. Steps begin with
 * a capital or a digit and go on with letters, digits and dashes of any script; other characters are told by their number,
 * `.` as `-x2E-`. `ledgerAccount` takes it back, so no two accounts of ours become one.
 */
export function beancountAccount(account: string): string {
  const [root = '', ...steps] = account.split(':');
  const known = ROOTS.get(root);
  return [...(known === undefined ? ['Equity', ROOT + told(root)] : [known]), ...steps.map(stepOf)].join(':');
}

/** The account of ours behind a name that `beancountAccount` gave. */
export function ledgerAccount(name: string): string {
  const [root = '', ...steps] = name.split(':');
  const [first = ''] = steps;
  if (first.startsWith(ROOT)) return [untold(first.slice(ROOT.length)), ...steps.slice(1).map(ofStep)].join(':');
  return [ROOT_NAMES.get(root) ?? root, ...steps.map(ofStep)].join(':');
}

function stepOf(step: string): string {
  const text = told(step);
  return /^[a-z0-9]/.test(text) && !/^x[01]-/.test(text) ? capitalised(text) : AS_IT_IS + text;
}

const ofStep = (step: string): string =>
  step.startsWith(AS_IT_IS) ? untold(step.slice(AS_IT_IS.length)) : uncapitalised(untold(step));

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const uncapitalised = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** A dash before an x would read as the beginning of a number. */
const told = (text: string): string => text.replaceAll(/-(?=x)|[^\p{L}\p{Nd}-]/gu, numbered);

const numbered = (character: string): string => `-x${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}-`;

const untold = (text: string): string =>
  text.replaceAll(/-x([0-9A-F]+)-/g, (_match, number: string) => String.fromCodePoint(parseInt(number, 16)));
