import { useState, type ReactElement } from 'react';
import { Button } from 'antd';
import { useCommands } from '../../api/commands';
import { useWords } from '../../i18n/language';
import { BulkBar } from '../../parts/bulk-bar';
import { BulkModal, type SendEach } from '../../parts/bulk-modal';
import type { Chosen } from '../../parts/chosen';
import type { Exception } from './details';
import { SHOWS } from './doings';
import { EXCEPTIONS } from './words';

type Doing = 'claim' | 'takeOver' | 'resolve';

const DOINGS: readonly Doing[] = ['claim', 'takeOver', 'resolve'];

/** Claims, takes over or resolves many: a command for each, and each is refused or carried out by itself. */
export function Bulk({ chosen }: { readonly chosen: Chosen<Exception> }): ReactElement {
  const t = useWords(EXCEPTIONS);
  const [asked, setAsked] = useState<Doing>();
  const claim = useCommands('/v1/exceptions/{id}/claim', { shows: SHOWS });
  const resolve = useCommands('/v1/exceptions/{id}/resolve', { shows: SHOWS });
  const send: SendEach<Exception> = (rows, text, ...told) => {
    const paths = rows.map(({ exceptionId }) => ({ path: { id: exceptionId } }));
    if (asked === 'resolve')
      return resolve(
        paths.map((path) => ({ ...path, body: { reason: text } })),
        ...told,
      );
    return claim(
      paths.map((path) => ({ ...path, body: { force: asked === 'takeOver' } })),
      ...told,
    );
  };
  return (
    <BulkBar chosen={chosen}>
      {DOINGS.map((doing) => (
        <Button key={doing} size="small" disabled={chosen.rows.length === 0} onClick={() => setAsked(doing)}>
          {t[doing]}
        </Button>
      ))}
      {asked && (
        <BulkModal
          title={t[asked]}
          says={t[`${asked}Each`]}
          {...(asked === 'resolve' && { text: t.text, missing: t.textMissing })}
          rows={chosen.rows}
          nameOf={chosen.nameOf}
          send={send}
          onClose={() => setAsked(undefined)}
        />
      )}
    </BulkBar>
  );
}
