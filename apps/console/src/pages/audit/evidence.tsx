import { useState, type ReactElement } from 'react';
import { useMutation } from '@tanstack/react-query';
import { DownloadOutlined } from '@ant-design/icons';
import { App, Button, DatePicker, Input, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { getRaw } from '../../api/client';
import { filled, useWords } from '../../i18n/language';
import { Panel } from '../../parts/page';
import { saveFile } from '../../parts/save-file';
import { Failed } from '../../parts/states';
import { AUDIT } from './words';

const SUBJECTS = ['account', 'event', 'order', 'payment', 'match'] as const;
type Subject = (typeof SUBJECTS)[number];
const EXAMPLES: Readonly<Record<Subject, string>> = {
  account: 'assets:bank:icbc-6222',
  event: '0000000000000042',
  order: '4781…',
  payment: 'pay_…',
  match: 'case_…',
};

/** A zip that proves a number to somebody who has neither server nor network. */
export function Evidence(): ReactElement {
  const t = useWords(AUDIT);
  const { message } = App.useApp();
  const [of, setOf] = useState<Subject>('account');
  const [id, setId] = useState('');
  const [known, setKnown] = useState<Dayjs | null>(null);
  const pack = useMutation({
    mutationFn: async () => {
      const query = { [of]: id.trim(), ...(known && { known: known.format('YYYY-MM-DD') }) };
      return saveFile(await getRaw('/v1/evidence', query));
    },
    onSuccess: (name) => void message.success(filled(t.downloaded, { name })),
  });
  return (
    <Panel title={t.evidence}>
      <p className="quiet audit-hint">{t.evidenceHint}</p>
      <div className="audit-form">
        <Select
          aria-label={t.of}
          value={of}
          popupMatchSelectWidth={false}
          options={SUBJECTS.map((value) => ({ value, label: t[`of${value}`] }))}
          onChange={setOf}
        />
        <Input
          aria-label={t.id}
          placeholder={EXAMPLES[of]}
          value={id}
          onChange={({ target }) => setId(target.value)}
          onPressEnter={() => id.trim() !== '' && pack.mutate()}
        />
        <DatePicker aria-label={t.known} placeholder={t.known} value={known} onChange={(day: Dayjs | null) => setKnown(day)} />
        <Button icon={<DownloadOutlined />} disabled={id.trim() === ''} loading={pack.isPending} onClick={() => pack.mutate()}>
          {t.download}
        </Button>
      </div>
      {pack.error && <Failed error={pack.error} />}
    </Panel>
  );
}
