import { useState, type ReactElement } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { get } from '../../api/client';
import { moment } from '../../i18n/formats';
import { useWords } from '../../i18n/language';
import { Panel } from '../../parts/page';
import { Loaded } from '../../parts/states';
import { useUrlState } from '../../parts/url-state';
import { Findings } from './findings';
import { useKeys } from './keys';
import { fromBase64 } from './proof/bytes';
import { fieldsOf, verifyInclusion, type Finding } from './proof/verify';
import { AUDIT } from './words';

const PATH = '/v1/audit/proofs/inclusion';

interface Verified {
  readonly findings: readonly Finding[];
  /** What the leaf says. */
  readonly fields: readonly string[];
}

const readFields = (leaf: string): readonly string[] => {
  try {
    return fieldsOf(fromBase64(leaf));
  } catch {
    return [];
  }
};

/** Works out the root from an event's bytes, and holds it against what was signed. */
export function VerifyEvent(): ReactElement {
  const t = useWords(AUDIT);
  const keys = useKeys();
  const [position, setPosition] = useUrlState('position', '');
  const [text, setText] = useState(position);
  const verified = useQuery({
    queryKey: [PATH, position, keys],
    queryFn: async ({ signal }): Promise<Verified> => {
      const answer = await get(PATH, { query: { position } }, signal);
      return { findings: await verifyInclusion(position, answer, keys), fields: readFields(answer.leaf) };
    },
    enabled: position !== '' && keys.length > 0,
    gcTime: 0,
    staleTime: 0,
    // Each look is noted in the log.
    refetchOnWindowFocus: false,
  });
  const verify = (): void => {
    if (text.trim() === position) void verified.refetch();
    else setPosition(text.trim());
  };
  return (
    <Panel title={t.verifyEvent}>
      <p className="quiet audit-hint">{t.verifyEventHint}</p>
      <div className="audit-form">
        <Input
          aria-label={t.position}
          placeholder="0000000000000042"
          value={text}
          onChange={({ target }) => setText(target.value)}
          onPressEnter={verify}
        />
        <Button type="primary" disabled={text.trim() === ''} loading={verified.isFetching} onClick={verify}>
          {t.verify}
        </Button>
      </div>
      {position !== '' && (
        <Loaded of={verified}>
          {({ findings, fields }) => (
            <>
              <Findings findings={findings} />
              <Leaf fields={fields} />
            </>
          )}
        </Loaded>
      )}
    </Panel>
  );
}

/** The event as its leaf has it. */
function Leaf({ fields }: { readonly fields: readonly string[] }): ReactElement | null {
  const t = useWords(AUDIT);
  const [, , stream = '', revision = '', , type = '', , recordedAt = ''] = fields;
  if (type === '') return null;
  return (
    <dl className="audit-facts" aria-label={t.leafFields}>
      <div>
        <dt>{t.type}</dt>
        <dd>{type}</dd>
      </div>
      <div>
        <dt>{t.stream}</dt>
        <dd>
          {stream} #{revision}
        </dd>
      </div>
      <div>
        <dt>{t.recordedAt}</dt>
        <dd className="figure">{Number.isNaN(Date.parse(recordedAt)) ? recordedAt : moment(recordedAt)}</dd>
      </div>
    </dl>
  );
}
