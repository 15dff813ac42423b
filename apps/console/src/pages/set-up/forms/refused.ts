import { ApiProblem } from '../../../api/problem';
import type { Language } from '../../../i18n/language';
import { FIELDS_OF_REFUSAL, REFUSALS, saidOfField } from '../words/refusals.words';
import { SET_UP } from '../words/words';
import type { Field } from './field';
import { LINE_FIELDS } from './values';

type Path = (string | number)[];

/** What a refusal says, at the fields that it is about; what is about none of them is left to be told below the form. */
export interface Refused {
  readonly at: readonly { readonly name: Path; readonly errors: string[] }[];
  /** Undefined where each of its parts stands at a field. */
  readonly rest: unknown;
}

const pathOf = (field: string): Path =>
  field.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : (LINE_FIELDS[part] ?? part)));

/** Amounts and rates are typed in other units than they are sent in: the server's sentence would be about the wrong one. */
function saidOf(field: string, says: string, language: Language): string {
  const t = SET_UP[language];
  if (field.endsWith('.ratePpm')) return t.percentWrong;
  if (/^lines\.\d+\.(?:above|upTo|cap|floor)$/.test(field)) return t.yuanWrong;
  return saidOfField(says, language);
}

export function refusedAt(error: unknown, fields: readonly Field[], language: Language): Refused {
  if (!(error instanceof ApiProblem)) return { at: [], rest: error };
  const has = (name: string): boolean => fields.some((field) => field.name === name);
  if (error.code === 'REQUEST_INVALID') {
    const all = error.document?.errors ?? [];
    const told = all.flatMap(({ field, says }) => {
      const name = field === 'bankAccount' && has('payTo') ? 'payTo' : field;
      const isHere = has(name) || (has('lines') && name.startsWith('lines.'));
      return isHere ? [{ name: pathOf(name), errors: [saidOf(field, says, language)] }] : [];
    });
    return { at: told, rest: told.length === 0 || told.length < all.length ? error : undefined };
  }
  const name = FIELDS_OF_REFUSAL[error.code]?.find(has);
  const says = REFUSALS[language][error.code as keyof (typeof REFUSALS)['en']];
  return name === undefined ? { at: [], rest: error } : { at: [{ name: pathOf(name), errors: [says] }], rest: undefined };
}
