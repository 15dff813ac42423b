import { useState, type ReactElement } from 'react';
import { useMutation } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { get } from '../../api/client';
import { moment } from '../../i18n/formats';
import { useWords } from '../../i18n/language';
import { Panel } from '../../parts/page';
import { Failed } from '../../parts/states';
import { Findings } from './findings';
import type { Checkpoint } from './checkpoint';
import { useKeys } from './keys';
import { checkpointIn } from './proof/note';
import { verifyConsistency, type Finding } from './proof/verify';
import { AUDIT } from './words';

const PATH = '/v1/audit/proofs/consistency';

interface ConsistencyProps {
  readonly checkpoints: readonly Checkpoint[];
  /** Size of the older one. */
  readonly chosen: number | undefined;
  readonly onChoose: (size: number) => void;
}

/** Works out both roots from the proof between two checkpoints, and holds them against what was signed. */
export function Consistency({ checkpoints, chosen, onChoose }: ConsistencyProps): ReactElement {
  const t = useWords(AUDIT);
  const keys = useKeys();
  const [kept, setKept] = useState('');
  const [newerSize, setNewerSize] = useState<number>();
  const newer = checkpoints.find(({ size }) => size === newerSize) ?? checkpoints.at(-1);
  const older = checkpoints.find(({ size }) => size === chosen) ?? checkpoints[0];
  // Editors and terminals lose the last line feed.
  const olderNote = kept.trim() === '' ? older?.note : `${kept.trim()}\n`;
  const verified = useMutation({
    mutationFn: async (notes: { older: string; newer: string }): Promise<Finding[]> => {
      const [from, to] = [checkpointIn(notes.older)?.size, checkpointIn(notes.newer)?.size];
      if (from === undefined || to === undefined) return [{ step: 'readable', isGood: false }];
      const answer = await get(PATH, { query: { from, to } });
      return verifyConsistency(notes, answer, keys);
    },
  });
  const options = checkpoints.map(({ size, signedAt }) => ({ value: size, label: `${String(size)} · ${moment(signedAt)}` }));
  const notes = olderNote === undefined || !newer ? undefined : { older: olderNote, newer: newer.note };
  return (
    <Panel title={t.consistency}>
      <p className="quiet audit-hint">{t.consistencyHint}</p>
      <div className="audit-form">
        <Select aria-label={t.older} value={older?.size ?? null} options={options} disabled={kept !== ''} onChange={onChoose} />
        <span aria-hidden="true">→</span>
        <Select aria-label={t.newer} value={newer?.size ?? null} options={options} onChange={setNewerSize} />
        <Button type="primary" disabled={!notes} loading={verified.isPending} onClick={() => notes && verified.mutate(notes)}>
          {t.verify}
        </Button>
      </div>
      <Input.TextArea
        aria-label={t.kept}
        placeholder={t.kept}
        rows={2}
        value={kept}
        onChange={({ target }) => setKept(target.value)}
      />
      {verified.error && <Failed error={verified.error} />}
      {verified.data && <Findings findings={verified.data} />}
    </Panel>
  );
}
