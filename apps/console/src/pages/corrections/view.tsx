import { useCallback, type ReactElement } from 'react';
import { Button } from 'antd';
import { useMay } from '../../app/session';
import { useWords } from '../../i18n/language';
import { PageHead } from '../../parts/page';
import { useSetUrl, useUrlState } from '../../parts/url-state';
import { Detail } from './detail';
import { FREE_KINDS, Free, type FreeKind } from './free';
import { List } from './list';
import { Propose } from './propose';
import { CORRECTIONS } from './words';
import './corrections.css';

const isCorrection = (text: string): boolean => /^[a-z][A-Za-z0-9._-]{1,200}$/.test(text);
const isCase = (text: string): boolean => /^[0-9a-f]{32}$/.test(text);
const isFree = (text: string): text is FreeKind => FREE_KINDS.some((kind) => kind === text);
const isPayment = (text: string): boolean => /^[A-Za-z0-9._-]{1,200}$/.test(text);

/** What is mended in the books: proposed by one, shown in full, approved by others. */
export default function View(): ReactElement {
  const t = useWords(CORRECTIONS);
  const isProposer = useMay()('instruct');
  const setUrl = useSetUrl();
  const [shown] = useUrlState('id', '', isCorrection);
  const open = (id: string): void => setUrl({ id, case: '', new: '', payment: '' });
  return (
    <>
      <PageHead>{isProposer && <Button onClick={() => setUrl({ new: 'adjust', id: '' })}>{t.propose}</Button>}</PageHead>
      <List onOpen={open} />
      {shown !== '' && <Detail key={shown} id={shown} onClose={() => setUrl({ id: '' })} />}
      {shown === '' && isProposer && <Proposing onProposed={open} />}
    </>
  );
}

/** What the address asks to be proposed: for a case, or without one. */
function Proposing({ onProposed }: { readonly onProposed: (id: string) => void }): ReactElement | null {
  const setUrl = useSetUrl();
  const [caseId] = useUrlState('case', '', isCase);
  const [kind] = useUrlState('new', '', isFree);
  const [paymentId] = useUrlState('payment', '', isPayment);
  const onPayment = useCallback((payment: string) => setUrl({ payment }), [setUrl]);
  if (caseId !== '') {
    return <Propose key={caseId} caseId={caseId} onProposed={onProposed} onClose={() => setUrl({ case: '' })} />;
  }
  if (!isFree(kind)) return null;
  const onClose = (): void => setUrl({ new: '', payment: '' });
  return <Free kind={kind} paymentId={paymentId} onPayment={onPayment} onProposed={onProposed} onClose={onClose} />;
}
