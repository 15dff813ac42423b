import { useState, type ReactElement } from 'react';
import { Button } from 'antd';
import { useAnswer } from '../../api/answers';
import { moment } from '../../i18n/formats';
import { filled, useWords } from '../../i18n/language';
import { Panel } from '../../parts/page';
import { Empty, Loaded } from '../../parts/states';
import type { Checkpoint } from './checkpoint';
import { Consistency } from './consistency';
import { AUDIT } from './words';

/** Events in a stretch: there is at most a checkpoint for each, so one answer has them all. */
const STRETCH = 1_000;
const FEW = 1;

/** Checkpoints of a stretch of the log, the newest stretch first; and the proof between two of them. */
export function History({ size }: { readonly size: number }): ReactElement {
  const t = useWords(AUDIT);
  const [back, setBack] = useState(0);
  const [chosen, setChosen] = useState<number>();
  const after = Math.max(0, size - STRETCH * (back + 1));
  const answer = useAnswer('/v1/audit/checkpoints', { query: { after, limit: STRETCH } });
  // An old log of few checkpoints: its first ones, where the last stretch has nothing to compare.
  const newest = answer.data?.data ?? [];
  const isLone = answer.data !== undefined && newest.length <= FEW;
  const first = useAnswer('/v1/audit/checkpoints', { query: { after: 0, limit: STRETCH } }, { enabled: isLone });
  const all = !isLone ? newest : [...(first.data?.data.filter((one) => one.size <= after) ?? []), ...newest];
  const tools = (
    <>
      <Button size="small" disabled={after === 0} onClick={() => setBack(back + 1)}>
        {t.olderOnes}
      </Button>{' '}
      <Button size="small" disabled={back === 0} onClick={() => setBack(back - 1)}>
        {t.newerOnes}
      </Button>
    </>
  );
  return (
    <>
      <Consistency checkpoints={all} chosen={chosen} onChoose={setChosen} />
      <Panel title={t.history} tools={tools} isFlush>
        <Loaded of={answer} isEmpty={() => all.length === 0} empty={<Empty hint={t.noneHere} />}>
          {() => <Table checkpoints={all.toReversed()} onCompare={setChosen} />}
        </Loaded>
      </Panel>
    </>
  );
}

interface TableProps {
  readonly checkpoints: readonly Checkpoint[];
  readonly onCompare: (size: number) => void;
}

function Table({ checkpoints, onCompare }: TableProps): ReactElement {
  const t = useWords(AUDIT);
  return (
    <div className="scroll-x audit-scroll" tabIndex={0} role="region" aria-label={t.history}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col" className="is-right">
              {t.size}
            </th>
            <th scope="col">{t.signedAt}</th>
            <th scope="col">{t.position}</th>
            <th scope="col" aria-label={t.verify} />
          </tr>
        </thead>
        <tbody>
          {checkpoints.map(({ size, signedAt, position }) => (
            <tr key={size}>
              <td className="is-right figure">{size}</td>
              <td className="figure">{moment(signedAt)}</td>
              <td className="figure">{position}</td>
              <td>
                <Button size="small" type="link" onClick={() => onCompare(size)}>
                  {filled(t.compareWith, { size })}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
