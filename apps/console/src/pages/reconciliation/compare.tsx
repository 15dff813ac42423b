import type { ReactElement } from 'react';
import { App, Button } from 'antd';
import { useCommand, type FreshPath } from '../../api/commands';
import { filled, useWords } from '../../i18n/language';
import { useProblem } from '../../parts/states';
import { RECONCILIATION } from './words';

export const SHOWS: readonly FreshPath[] = [
  '/v1/match-cases',
  '/v1/match-cases/{id}',
  '/v1/clearing',
  '/v1/exceptions/summary',
];

const OUTCOMES = ['matched', 'proposed', 'suspended', 'difference'] as const;

/** Compares all accounts of a merchant now, and tells what came of it. */
export function Compare({ merchant }: { readonly merchant: string }): ReactElement {
  const t = useWords(RECONCILIATION);
  const { message } = App.useApp();
  const problem = useProblem();
  const compare = useCommand('/v1/reconciliations', { shows: SHOWS });
  const send = (): void =>
    compare.mutate(
      { body: { merchant } },
      {
        onSuccess: ({ accounts }) => {
          const sums = OUTCOMES.map((name) => [name, accounts.reduce((sum, { outcomes }) => sum + outcomes[name], 0)] as const);
          void message.success(filled(t.compared, Object.fromEntries(sums)));
        },
        onError: (error) => void message.error(problem(error)),
      },
    );
  return (
    <Button loading={compare.isPending} onClick={send}>
      {t.compare}
    </Button>
  );
}
