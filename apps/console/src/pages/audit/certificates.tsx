import { useState, type ReactElement } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useAnswer } from '../../api/answers';
import { getRaw } from '../../api/client';
import { moment } from '../../i18n/formats';
import { filled, useWords } from '../../i18n/language';
import { inRoot } from '../../parts/container';
import { Panel } from '../../parts/page';
import { Empty, Loaded } from '../../parts/states';
import { useKeys } from './keys';
import { SignedMark } from './latest';
import { signedBy } from './proof/note';
import { AUDIT } from './words';

const LIMIT = 1_000;

/** Read models that took the place of others, each with what was compared, signed. */
export function Certificates(): ReactElement {
  const t = useWords(AUDIT);
  const [open, setOpen] = useState<number>();
  const answer = useAnswer('/v1/audit/certificates', { query: { limit: LIMIT } });
  return (
    <Panel title={t.certificates} isFlush>
      <Loaded of={answer} rows={2} isEmpty={({ data }) => data.length === 0} empty={<Empty hint={t.noCertificates} />}>
        {({ data }) => (
          <div className="scroll-x audit-scroll" tabIndex={0} role="region" aria-label={t.certificates}>
            <table className="plain-table">
              <thead>
                <tr>
                  <th scope="col">{t.at}</th>
                  <th scope="col">{t.projection}</th>
                  <th scope="col">{t.kind}</th>
                  <th scope="col">{t.signature}</th>
                  <th scope="col" aria-label={t.open} />
                </tr>
              </thead>
              <tbody>
                {data.toReversed().map(({ id, at, projection, kind, unsignedBecause }) => (
                  <tr key={id}>
                    <td className="figure">{moment(at)}</td>
                    <td>{projection}</td>
                    <td>{t[kind]}</td>
                    <td>{unsignedBecause === null ? t.signed : filled(t.unsigned, { why: unsignedBecause })}</td>
                    <td>
                      <Button
                        size="small"
                        type="link"
                        aria-label={filled(t.openCertificate, { id })}
                        onClick={() => setOpen(id)}
                      >
                        {t.open}
                      </Button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
      <Drawer
        title={t.certificates}
        open={open !== undefined}
        onClose={() => setOpen(undefined)}
        getContainer={inRoot}
        size="large"
        destroyOnHidden
      >
        {open !== undefined && <Certificate id={open} />}
      </Drawer>
    </Panel>
  );
}

function Certificate({ id }: { readonly id: number }): ReactElement {
  const t = useWords(AUDIT);
  const keys = useKeys();
  const note = useQuery({
    queryKey: ['/v1/audit/certificates/{id}', id, keys],
    queryFn: async ({ signal }) => {
      const text = await (await getRaw(`/v1/audit/certificates/${String(id)}`, {}, signal)).text();
      return { text, signed: await signedBy(text, keys) };
    },
  });
  return (
    <Loaded of={note}>
      {({ text, signed }) => (
        <>
          <p>
            {t.signature}: <SignedMark signed={signed} />
          </p>
          <pre className="audit-note">{text}</pre>
        </>
      )}
    </Loaded>
  );
}
