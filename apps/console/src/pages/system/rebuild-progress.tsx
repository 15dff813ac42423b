import type { ReactElement } from 'react';
import type { RowOf } from '../../api/client';
import { count } from '../../i18n/formats';
import { filled, useLanguage, useNames, useWords } from '../../i18n/language';
import { PHASES, REBUILD_STATES, SYSTEM } from './words';

type Rebuild = NonNullable<RowOf<'/v1/projections'>['rebuild']>;

interface RebuildProps {
  readonly name: string;
  readonly rebuild: Rebuild;
}

/** How far a rebuild is, or what came of it. */
export function RebuildProgress({ name, rebuild }: RebuildProps): ReactElement {
  const stateName = useNames(REBUILD_STATES);
  const { status, code, says } = rebuild;
  return (
    <div className="system-rebuild">
      <strong className={status === 'refused' || status === 'failed' ? 'money-loss' : ''}>{stateName(status)}</strong>
      {status === 'running' && <Running name={name} rebuild={rebuild} />}
      {status === 'done' && <Done rebuild={rebuild} />}
      {says !== undefined && (
        <span title={code}>
          {says} <small className="figure quiet">{code}</small>
        </span>
      )}
    </div>
  );
}

function Running({ name, rebuild }: RebuildProps): ReactElement {
  const t = useWords(SYSTEM);
  const { language } = useLanguage();
  const phaseName = useNames(PHASES);
  const { phase, done = 0, total = 0, eventsPerSecond, etaSeconds } = rebuild;
  const told = [
    ...(phase === undefined ? [] : [phaseName(phase)]),
    filled(t.ofTotal, { done: count(done, language), total: count(total, language) }),
    ...(eventsPerSecond === undefined ? [] : [filled(t.rate, { rate: count(eventsPerSecond, language) })]),
    ...(typeof etaSeconds === 'number' ? [filled(t.eta, { seconds: count(Math.ceil(etaSeconds), language) })] : []),
  ];
  return (
    <>
      <progress max={Math.max(total, 1)} value={done} aria-label={filled(t.progress, { name })} />
      <small className="quiet">{told.join(' · ')}</small>
    </>
  );
}

function Done({ rebuild }: { readonly rebuild: Rebuild }): ReactElement {
  const t = useWords(SYSTEM);
  const { language } = useLanguage();
  const { events, seconds, digest, replacedDigest, differences } = rebuild;
  const isSame = digest !== undefined && digest === replacedDigest;
  return (
    <>
      {events !== undefined && seconds !== undefined && (
        <small className="quiet">
          {filled(t.tookSeconds, { events: count(events, language), seconds: count(seconds, language) })}
        </small>
      )}
      {isSame && <small className="money-gain">✓ {t.same}</small>}
      {!isSame && differences && <small>{filled(t.differs, { ...differences })}</small>}
      {digest !== undefined && (
        <small className="figure quiet" title={`${t.digest} ${digest}`}>
          {digest.slice(0, 16)}…
        </small>
      )}
    </>
  );
}
