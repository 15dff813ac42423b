import { useState, type ReactElement } from 'react';
import { ReloadOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useAnswer } from '../../api/answers';
import type { RowOf } from '../../api/client';
import { useCommand } from '../../api/commands';
import { useMay } from '../../app/session';
import { count } from '../../i18n/formats';
import { filled, useLanguage, useWords } from '../../i18n/language';
import { AskModal } from '../../parts/ask-modal';
import { Panel } from '../../parts/page';
import { Loaded } from '../../parts/states';
import { RebuildProgress } from './rebuild-progress';
import { Table } from './table';
import { SYSTEM } from './words';

type Projection = RowOf<'/v1/projections'>;
interface Asked {
  readonly doing: 'rebuild' | 'rollBack';
  readonly name: string;
}

const WATCH_MS = 1_500;

/** Read models and how they stand. Only who may rebuild watches: each look of an auditor is noted. */
export function Projections(): ReactElement {
  const t = useWords(SYSTEM);
  const isWatching = useMay()('administer');
  const [asked, setAsked] = useState<Asked>();
  const projections = useAnswer('/v1/projections', {}, isWatching ? { everyMs: WATCH_MS } : {});
  const tools = (
    <Button size="small" type="text" icon={<ReloadOutlined />} onClick={() => void projections.refetch()}>
      {t.reload}
    </Button>
  );
  return (
    <Panel title={t.projections} tools={tools} isFlush>
      <p className="quiet system-hint">{t.projectionsHint}</p>
      <Loaded of={projections} rows={8}>
        {({ data }) => (
          <Table label={t.projections} titles={[t.name, t.version, t.generation, t.position, t.lag, t.lastRebuild]}>
            {data.map((row) => (
              <OneRow key={row.name} row={row} ask={setAsked} />
            ))}
          </Table>
        )}
      </Loaded>
      {asked && <Asking asked={asked} reload={projections.refetch} onClose={() => setAsked(undefined)} />}
    </Panel>
  );
}

interface RowProps {
  readonly row: Projection;
  readonly ask: (asked: Asked) => void;
}

function OneRow({ row, ask }: RowProps): ReactElement {
  const t = useWords(SYSTEM);
  const may = useMay();
  const { name, version, generation, position, rebuild } = row;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="figure">{version}</td>
      <td className="figure">{generation}</td>
      <td className="figure">{position.replace(/^0+(?=.)/, '')}</td>
      <td className="system-do">
        <Lag row={row} />
      </td>
      <td>{rebuild === null ? <span className="quiet">{t.never}</span> : <RebuildProgress name={name} rebuild={rebuild} />}</td>
      {may('administer') && (
        <td className="system-do">
          {(['rebuild', 'rollBack'] as const).map((doing) => (
            <Button
              key={doing}
              size="small"
              disabled={rebuild?.status === 'running'}
              aria-label={filled(t[`${doing}Of`], { name })}
              onClick={() => ask({ doing, name })}
            >
              {t[doing]}
            </Button>
          ))}
        </td>
      )}
    </tr>
  );
}

function Lag({ row: { lag, error } }: { readonly row: Projection }): ReactElement {
  const t = useWords(SYSTEM);
  const { language } = useLanguage();
  if (error !== null) return <span className="money-loss">{filled(t.stopped, { error })}</span>;
  return lag === 0 ? <>{t.upToDate}</> : <span className="figure">{filled(t.behind, { lag: count(lag, language) })}</span>;
}

interface AskingProps {
  readonly asked: Asked;
  readonly reload: () => Promise<unknown>;
  readonly onClose: () => void;
}

function Asking({ asked: { doing, name }, reload, onClose }: AskingProps): ReactElement {
  const t = useWords(SYSTEM);
  const { message } = App.useApp();
  const rebuild = useCommand('/v1/projections/{name}/rebuild', { shows: [] });
  const rollBack = useCommand('/v1/projections/{name}/roll-back', { shows: [] });
  const send = async (): Promise<void> => {
    const sent: Promise<unknown> = (doing === 'rebuild' ? rebuild : rollBack).mutateAsync({ path: { name }, body: undefined });
    await sent;
    await reload();
    void message.success(t.begun);
  };
  return <AskModal title={t[doing]} says={filled(t[`${doing}Says`], { name })} send={send} onClose={onClose} />;
}
