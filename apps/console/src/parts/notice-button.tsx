import { useState, type ReactElement } from 'react';
import { Button, Drawer } from 'antd';
import { useAnswer } from '../api/answers';
import { moment } from '../i18n/formats';
import { NOTICE_CHANNELS } from '../i18n/ledger.words';
import { useNames, useWords } from '../i18n/language';
import { TIMELINE } from '../i18n/timeline.words';
import { Copyable } from './copyable';
import { Facts } from './facts';
import { inRoot } from './container';
import { Loaded } from './states';

/** Opens what the outside sent, as it is kept: without card data. For who may see notices. */
export function NoticeButton({ id }: { readonly id: string }): ReactElement {
  const t = useWords(TIMELINE);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="small" type="link" onClick={() => setOpen(true)}>
        {t.showNotice}
      </Button>
      <Drawer title={t.notice} open={isOpen} onClose={() => setOpen(false)} size="large" destroyOnHidden getContainer={inRoot}>
        <Notice id={id} />
      </Drawer>
    </>
  );
}

function Notice({ id }: { readonly id: string }): ReactElement {
  const t = useWords(TIMELINE);
  const channelName = useNames(NOTICE_CHANNELS);
  const notice = useAnswer('/v1/notices/{id}', { path: { id } });
  return (
    <Loaded of={notice}>
      {({ channel, source, receivedAt, digest, raw }) => (
        <>
          <Facts
            facts={[
              { name: t.notice, value: <Copyable text={id} /> },
              { name: t.channel, value: `${channelName(channel)} · ${source}` },
              { name: t.receivedAt, value: <span className="figure">{moment(receivedAt)}</span> },
              { name: t.digest, value: <span className="figure">{digest}</span> },
            ]}
          />
          <p className="quiet">{t.noticeMasked}</p>
          <pre className="notice-raw figure" tabIndex={0} aria-label={t.notice}>
            {raw}
          </pre>
        </>
      )}
    </Loaded>
  );
}
