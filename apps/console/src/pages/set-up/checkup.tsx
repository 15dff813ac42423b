import type { ReactElement } from 'react';
import { ReloadOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import type { UseQueryResult } from '@tanstack/react-query';
import type { AnswerOf } from '../../api/client';
import { moment } from '../../i18n/formats';
import { filled, useWords } from '../../i18n/language';
import { Panel } from '../../parts/page';
import { Loaded } from '../../parts/states';
import { useUrlState } from '../../parts/url-state';
import type { Checkup, Verdict } from './answers';
import { Findings, VerdictMark } from './finding';
import { foundIn, type Found } from './steps/standing';
import { CHECKED_KINDS, PROBES } from './words/names.words';
import { SET_UP } from './words/words';

/** The worst first. */
const VERDICTS: readonly Verdict[] = ['broken', 'warning', 'ok'];

/** Whether all that was set up works, and the way to mend what does not. */
export function CheckupView({
  asked,
}: {
  readonly asked: UseQueryResult<AnswerOf<'/v1/merchants/{id}/checkup'>>;
}): ReactElement {
  const t = useWords(SET_UP);
  const again = (
    <Button size="small" icon={<ReloadOutlined aria-hidden />} loading={asked.isFetching} onClick={() => void asked.refetch()}>
      {t.again}
    </Button>
  );
  return (
    <Panel title={t.checkup} tools={again} className="set-up-checkup">
      <Loaded of={asked} rows={8}>
        {({ data }) => <Result checkup={data} />}
      </Loaded>
    </Panel>
  );
}

function Result({ checkup }: { readonly checkup: Checkup }): ReactElement {
  const t = useWords(SET_UP);
  const found = foundIn(checkup);
  const isFine = checkup.verdict === 'ok';
  const [only, setOnly] = useUrlState('verdict', 'all', (text) => VERDICTS.some((one) => one === text));
  const of = (verdict: Verdict): Found[] => found.filter(({ finding }) => finding.verdict === verdict);
  const options = [
    { value: 'all', label: `${t.all} ${String(found.length)}` },
    ...VERDICTS.map((verdict) => ({ value: verdict, label: `${t[verdict]} ${String(of(verdict).length)}` })),
  ];
  return (
    <>
      <p className="quiet">{filled(t.checkedAt, { at: moment(checkup.at) })}</p>
      {isFine && (
        <div className="set-up-fine">
          <h3>{t.allFine}</h3>
          <p>{t.allFineHint}</p>
        </div>
      )}
      {found.length > 0 && (
        <Segmented aria-label={t.verdict} className="set-up-verdicts" options={options} value={only} onChange={setOnly} />
      )}
      {VERDICTS.filter((verdict) => (only === 'all' || only === verdict) && of(verdict).length > 0).map((verdict) => (
        <Group key={verdict} verdict={verdict} found={of(verdict)} />
      ))}
      <Everything checkup={checkup} />
    </>
  );
}

function Group({ verdict, found }: { readonly verdict: Verdict; readonly found: readonly Found[] }): ReactElement {
  const t = useWords(SET_UP);
  return (
    <section className="set-up-group" aria-label={t[verdict]}>
      <h3>
        <VerdictMark verdict={verdict} says={`${t[verdict]} · ${filled(t.findingsShown, { count: found.length })}`} />
      </h3>
      <p className="quiet">{t[`${verdict}Hint`]}</p>
      <Findings found={found} />
    </section>
  );
}

function Everything({ checkup }: { readonly checkup: Checkup }): ReactElement {
  const t = useWords(SET_UP);
  const kind = useWords(CHECKED_KINDS);
  const probe = useWords(PROBES);
  return (
    <details className="set-up-everything">
      <summary>{`${t.everything} · ${filled(t.findingsShown, { count: checkup.bindings.length })}`}</summary>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t.everything}>
        <table className="plain-table">
          <thead>
            <tr>
              {[t.object, t.verdict, t.probe].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {checkup.bindings.map((one) => (
              <tr key={`${one.kind} ${one.id}`}>
                <td>
                  {kind[one.kind]} <span className="figure">{one.id}</span>
                </td>
                <td>{one.verdict === 'ok' ? t.fine : <VerdictMark verdict={one.verdict} />}</td>
                <td>{one.probe === null ? '' : probe[one.probe.outcome]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
