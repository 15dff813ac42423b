import { useEffect, useRef, type ReactElement } from 'react';
import { CheckCircleFilled, ExclamationCircleFilled, MinusCircleOutlined } from '@ant-design/icons';
import { Link, useSearchParams } from 'react-router';
import { filled, useWords } from '../../../i18n/language';
import { STEP_TITLES } from '../words/steps.words';
import { SET_UP } from '../words/words';
import type { StepName } from './names';
import type { Standing } from './standing';

const MARKS = { done: <CheckCircleFilled />, open: <ExclamationCircleFilled />, empty: <MinusCircleOutlined /> };

/** The address of a step, with all else as it is. */
export function useStepAddress(): (step: StepName) => string {
  const [params] = useSearchParams();
  return (step) => {
    const next = new URLSearchParams(params);
    for (const name of ['form', 'with', 'show']) next.delete(name);
    next.set('step', step);
    return `?${next.toString()}`;
  };
}

/** All steps with how far they are; each is a link. */
export function Rail({ standings, at }: { readonly standings: readonly Standing[]; readonly at: StepName }): ReactElement {
  const t = useWords(SET_UP);
  const title = useWords(STEP_TITLES);
  const to = useStepAddress();
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    // Where the steps stand in one row, the one that is open is in sight.
    const here = list.current?.children[standings.findIndex(({ step }) => step === at)];
    if (here instanceof HTMLElement && list.current) list.current.scrollLeft = here.offsetLeft - list.current.offsetLeft;
  }, [at, standings]);
  const done = standings.filter(({ state }) => state === 'done').length;
  const progress = filled(t.progress, { done, all: standings.length });
  return (
    <nav className="set-up-rail" aria-label={t.steps}>
      <p className="set-up-progress">
        <progress value={done} max={standings.length} aria-label={progress} />
        <span>{progress}</span>
      </p>
      <ol ref={list}>
        {standings.map((standing, index) => (
          <li key={standing.step}>
            <Link
              to={to(standing.step)}
              className={`set-up-rail-step is-${standing.state}`}
              {...(standing.step === at && { 'aria-current': 'step' as const })}
            >
              <span className="set-up-mark" aria-hidden="true">
                {MARKS[standing.state]}
              </span>
              <span>
                <span className="set-up-rail-title">{`${String(index + 1)}. ${title[standing.step]}`}</span>
                <small>{saysOf(standing, t)}</small>
              </span>
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function saysOf({ state, items, todo }: Standing, t: Readonly<Record<keyof (typeof SET_UP)['en'], string>>): string {
  if (state === 'open') return filled(t.stepOpen, { count: todo.length });
  if (state === 'empty') return t.stepEmpty;
  return `${t.stepDone} · ${filled(t.stepItems, { count: items })}`;
}
