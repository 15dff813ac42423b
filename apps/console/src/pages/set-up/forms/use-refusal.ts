import { ApiProblem } from '../../../api/problem';
import { useWords } from '../../../i18n/language';
import { useProblem } from '../../../parts/states';
import { REFUSALS } from '../words/refusals.words';

/** Says a refusal of a set-up; whatever else it is, as everywhere. */
export function useRefusal(): (error: unknown) => string {
  const known: Readonly<Record<string, string>> = useWords(REFUSALS);
  const says = useProblem();
  return (error) => (error instanceof ApiProblem ? known[error.code] : undefined) ?? says(error);
}
