import type { BodyOf, PostPath } from '../../../api/client';
import type { StepName } from '../steps/names';
import type { FormWord } from '../words/forms.words';
import type { Field, Values } from './field';

/** A command of a set-up as people give it. */
export interface SetUpForm {
  /** In the address, and what its words are called. */
  readonly name: FormWord;
  readonly step: StepName;
  readonly path: PostPath;
  readonly fields: readonly Field[];
  /** Asks once more. */
  readonly isDangerous?: true;
}

type Names<B> = (keyof B & string) | `${keyof B & string}.${string}`;

/** Its fields are those of the body, those that stand in its address, and those that only choose among them. */
type FieldOf<P extends PostPath> =
  Field<Names<BodyOf<P>>> | (Field & { readonly isPart: true }) | (Field & { readonly isLocal: true });

export const defineForm = <const P extends PostPath>(
  form: Omit<SetUpForm, 'path' | 'fields'> & { readonly path: P; readonly fields: readonly FieldOf<P>[] },
): SetUpForm => form;

const BRACES = /\{(\w+)\}/g;

/** Names in braces of an address, but for the merchant's. */
export const partsOf = ({ path }: SetUpForm): string[] =>
  [...path.matchAll(BRACES)].flatMap(([, name = '']) => (name === 'id' ? [] : [name]));

/** What a form is opened with, by a finding's command. Undefined where this is not its command. */
export function openedBy(
  { path }: SetUpForm,
  send: { readonly path: string; readonly body: Readonly<Record<string, unknown>> },
): Values | undefined {
  const form = new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(BRACES, '(?<$1>[^/]+)')}$`);
  const found = form.exec(send.path);
  if (!found) return undefined;
  const { id: _merchant, ...parts } = found.groups ?? {};
  return { ...(known(send.body) as Values), ...parts };
}

/** Without what only a person knows: that stands in angle brackets. */
function known(value: unknown): unknown {
  if (typeof value === 'string') return /^<.*>$/s.test(value) ? undefined : value;
  if (Array.isArray(value)) {
    const items = value.map(known).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([name, one]) => {
    const kept = known(one);
    return kept === undefined ? [] : [[name, kept] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
