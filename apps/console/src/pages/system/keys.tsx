import { useState, type ReactElement } from 'react';
import { Button, Tag } from 'antd';
import { useAnswer } from '../../api/answers';
import { remove, type RowOf } from '../../api/client';
import { useMay } from '../../app/session';
import { moment } from '../../i18n/formats';
import { ROLES } from '../../i18n/ledger.words';
import { filled, useNames, useWords } from '../../i18n/language';
import { AskModal } from '../../parts/ask-modal';
import { Panel } from '../../parts/page';
import { Loaded } from '../../parts/states';
import { IssueKey } from './issue-key';
import { Table } from './table';
import { SYSTEM } from './words';

type Key = RowOf<'/v1/keys'>;

/** All keys ever issued, for who may see them; issuing and revoking for who may do that. */
export function Keys(): ReactElement {
  const t = useWords(SYSTEM);
  const may = useMay();
  const keys = useAnswer('/v1/keys');
  const [isIssuing, setIssuing] = useState(false);
  const [revoked, setRevoked] = useState<Key>();
  const revoke = async ({ id }: Key): Promise<void> => {
    await remove('/v1/keys/{id}', { id });
    await keys.refetch();
  };
  const tools = may('administer') && (
    <Button size="small" type="primary" onClick={() => setIssuing(true)}>
      {t.issue}
    </Button>
  );
  return (
    <Panel title={t.keys} tools={tools} isFlush>
      <p className="quiet system-hint">{t.keysHint}</p>
      <Loaded of={keys} isEmpty={({ data }) => data.length === 0}>
        {({ data }) => (
          <Table label={t.keys} titles={[t.name, t.role, t.createdBy, t.createdAt, t.status]} className="system-keys">
            {data.map((key) => (
              <OneRow key={key.id} of={key} revoke={() => setRevoked(key)} />
            ))}
          </Table>
        )}
      </Loaded>
      {isIssuing && <IssueKey onIssued={() => void keys.refetch()} onClose={() => setIssuing(false)} />}
      {revoked && (
        <AskModal
          title={t.revoke}
          says={filled(t.revokeSays, { name: revoked.name })}
          isDangerous
          send={() => revoke(revoked)}
          onClose={() => setRevoked(undefined)}
        />
      )}
    </Panel>
  );
}

function OneRow({ of, revoke }: { readonly of: Key; readonly revoke: () => void }): ReactElement {
  const t = useWords(SYSTEM);
  const may = useMay();
  const roleName = useNames(ROLES);
  const { id, name, role, createdBy, createdAt, revokedAt } = of;
  return (
    <tr>
      <th scope="row" title={id}>
        {name}
      </th>
      <td>
        <Tag>{roleName(role)}</Tag>
      </td>
      <td className="figure">{createdBy}</td>
      <td className="figure">{moment(createdAt)}</td>
      <td>{revokedAt === null ? t.valid : <span className="quiet">{`${t.revokedAt} ${moment(revokedAt)}`}</span>}</td>
      {may('administer') && (
        <td>
          {revokedAt === null && (
            <Button size="small" aria-label={filled(t.revokeOf, { name })} onClick={revoke}>
              {t.revoke}
            </Button>
          )}
        </td>
      )}
    </tr>
  );
}
