import { useMemo, useState, type ReactElement } from 'react';
import { Alert } from 'antd';
import { useAnswer } from '../../api/answers';
import { useWords } from '../../i18n/language';
import { PageHead } from '../../parts/page';
import { AccessLog } from './access';
import { Certificates } from './certificates';
import { Evidence } from './evidence';
import { History } from './history';
import { Keys } from './keys';
import { Latest, useLatest } from './latest';
import { checkpointIn } from './proof/note';
import { VerifyEvent } from './verify-event';
import { AUDIT } from './words';
import './audit.css';

/** What it takes to see for oneself that the past was not rewritten, and who looked at it. */
export default function View(): ReactElement {
  const t = useWords(AUDIT);
  const [ownKey, setOwnKey] = useState('');
  const told = useAnswer('/v1/audit/keys');
  const latest = useLatest();
  const size = checkpointIn(latest.data ?? '')?.size ?? 0;
  const named = told.data?.data;
  const keys = useMemo(() => (ownKey.trim() === '' ? (named ?? []) : [ownKey.trim()]), [ownKey, named]);
  return (
    <Keys value={keys}>
      <PageHead />
      <div className="audit">
        {!isSecureContext && <Alert type="warning" showIcon title={t.insecure} />}
        <Latest ownKey={ownKey} onOwnKey={setOwnKey} />
        <VerifyEvent />
        {size > 0 && <History size={size} />}
        <Evidence />
        <Certificates />
        <AccessLog />
      </div>
    </Keys>
  );
}
