import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import { App, Button } from 'antd';
import { CopyOutlined } from '@ant-design/icons';
import { getRaw } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { COMMON } from '../../i18n/common.words';
import { count } from '../../i18n/formats';
import { filled, useLanguage, useWords } from '../../i18n/language';
import { Panel } from '../../parts/page';
import { Empty, Loaded } from '../../parts/states';
import { KeyField, useKeys } from './keys';
import { hex } from './proof/bytes';
import { checkpointIn, signedBy, type Signed } from './proof/note';
import { AUDIT } from './words';

const LOOK_EVERY_MS = 15_000;
const PATH = '/v1/audit/checkpoint';

/** The newest signed note; empty where none was signed yet. */
export const useLatest = (): UseQueryResult<string> =>
  useQuery({
    queryKey: [PATH],
    queryFn: async ({ signal }) => {
      try {
        return await (await getRaw(PATH, {}, signal)).text();
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 404) return '';
        throw error;
      }
    },
    refetchInterval: LOOK_EVERY_MS,
  });

interface LatestProps {
  readonly ownKey: string;
  readonly onOwnKey: (key: string) => void;
}

export function Latest({ ownKey, onOwnKey }: LatestProps): ReactElement {
  const t = useWords(AUDIT);
  const latest = useLatest();
  return (
    <Panel title={t.latest} tools={latest.data ? <CopyNote note={latest.data} /> : undefined}>
      <Loaded of={latest} rows={3} isEmpty={(note) => note === ''} empty={<Empty hint={t.noCheckpoint} />}>
        {(note) => (
          <>
            <Said note={note} />
            <KeyField own={ownKey} onChange={onOwnKey} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function CopyNote({ note }: { readonly note: string }): ReactElement {
  const t = useWords(AUDIT);
  const common = useWords(COMMON);
  const { message } = App.useApp();
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(note);
    void message.success(common.copied);
  };
  return (
    <Button size="small" icon={<CopyOutlined />} onClick={() => void copy()}>
      {t.copyNote}
    </Button>
  );
}

function Said({ note }: { readonly note: string }): ReactElement {
  const t = useWords(AUDIT);
  const { language } = useLanguage();
  const keys = useKeys();
  const signed = useQuery({ queryKey: ['signed', note, keys], queryFn: () => signedBy(note, keys), staleTime: Infinity });
  const checkpoint = checkpointIn(note);
  return (
    <dl className="audit-facts">
      <Fact title={t.size}>
        <strong>{filled(t.events, { count: count(checkpoint?.size ?? 0, language) })}</strong>
      </Fact>
      <Fact title={t.signature}>
        <SignedMark signed={signed.data} />
      </Fact>
      <Fact title={t.origin}>{checkpoint?.origin}</Fact>
      <Fact title={t.root}>{checkpoint && hex(checkpoint.root)}</Fact>
    </dl>
  );
}

/** Whether a note is signed, as this browser found. */
export function SignedMark({ signed }: { readonly signed: Signed | undefined }): ReactElement {
  const t = useWords(AUDIT);
  if (signed === undefined) return <span className="quiet">{t.checking}</span>;
  if (signed === 'unsupported') return <span className="quiet">{t.unclear}</span>;
  return <strong className={signed === 'good' ? 'audit-good' : 'money-loss'}>{signed === 'good' ? t.good : t.bad}</strong>;
}

function Fact({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{title}</dt>
      <dd className="figure">{children}</dd>
    </div>
  );
}
