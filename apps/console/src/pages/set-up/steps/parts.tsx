import type { ReactElement, ReactNode } from 'react';
import { PlusOutlined } from '@ant-design/icons';
import { Button, Tag } from 'antd';
import { Link } from 'react-router';
import { filled, useLanguage, useWords } from '../../../i18n/language';
import { Facts, type Fact } from '../../../parts/facts';
import { Panel } from '../../../parts/page';
import type { Shop } from '../answers';
import { Findings } from '../finding';
import type { Values } from '../forms/field';
import { useMayChange, useOpenForm } from '../scope';
import { minute } from '../times';
import { FORMS, type FormWord } from '../words/forms.words';
import { BINDING_STATES } from '../words/names.words';
import { STEP_SAYS, STEP_TITLES } from '../words/steps.words';
import { SET_UP } from '../words/words';
import { STEPS } from './names';
import { useStepAddress } from './rail';
import type { Standing } from './standing';

interface OpenButtonProps {
  readonly form: FormWord;
  readonly opened?: Values;
  /** Its form's name unless said. */
  readonly says?: string;
  /** What it is about, for who only hears it. */
  readonly about?: string;
  readonly isMain?: boolean;
}

/** Opens the form of a command; not there for who may not give it. */
export function OpenButton({ form, opened, says, about, isMain = false }: OpenButtonProps): ReactElement | null {
  const title = useWords(FORMS)[form];
  const open = useOpenForm();
  if (!useMayChange()) return null;
  const text = says ?? title;
  return (
    <Button
      size={isMain ? 'middle' : 'small'}
      {...(isMain && { icon: <PlusOutlined aria-hidden /> })}
      {...(about !== undefined && { 'aria-label': `${text} ${about}` })}
      onClick={() => open(form, opened)}
    >
      {text}
    </Button>
  );
}

interface StepPanelProps {
  readonly standing: Standing;
  /** What adds to it. */
  readonly adds?: readonly FormWord[];
  readonly isEmpty: boolean;
  readonly children: ReactNode;
}

/** A step: what it is for, what is to be mended, what is there, what adds to it, and where it goes on. */
export function StepPanel({ standing, adds = [], isEmpty, children }: StepPanelProps): ReactElement {
  const { step, todo } = standing;
  const t = useWords(SET_UP);
  const title = useWords(STEP_TITLES);
  const to = useStepAddress();
  const next = STEPS[STEPS.indexOf(step) + 1];
  return (
    <Panel title={title[step]} className="set-up-step">
      <p className="set-up-says">{useWords(STEP_SAYS)[step]}</p>
      {todo.length > 0 && (
        <section className="set-up-todo" aria-label={t.toMend}>
          <h3>{t.toMend}</h3>
          <Findings found={todo} />
        </section>
      )}
      {isEmpty ? <p className="quiet">{t.nothing}</p> : children}
      <div className="set-up-foot">
        {adds.map((form) => (
          <OpenButton key={form} form={form} isMain />
        ))}
        {next !== undefined && (
          <Link to={to(next)} className="set-up-next">
            {filled(t.nextStep, { step: title[next] })} →
          </Link>
        )}
      </div>
    </Panel>
  );
}

interface ItemProps {
  readonly title: ReactNode;
  readonly tags?: readonly (string | null)[];
  readonly facts: readonly Fact[];
  readonly children?: ReactNode;
}

/** One thing that is set up; its children are what can be done with it. */
export function Item({ title, tags = [], facts, children }: ItemProps): ReactElement {
  return (
    <article className="set-up-item">
      <h3>
        {title}
        {tags.map((tag) => tag !== null && <Tag key={tag}>{tag}</Tag>)}
      </h3>
      <Facts facts={facts} />
      <div className="set-up-doings">{children}</div>
    </article>
  );
}

/** Steps that were taken, with their evidence; in sight until it is live. */
export function Trail({ steps, state }: Pick<Shop, 'steps' | 'state'>): ReactElement | null {
  const name: Readonly<Record<string, string>> = useWords(BINDING_STATES);
  const t = useWords(SET_UP);
  if (steps.length === 0) return null;
  return (
    <details className="set-up-trail" open={state !== 'live'}>
      <summary>{filled(t.taken, { count: steps.length })}</summary>
      <ol>
        {steps.map(({ to, evidence: { by, at, reference } }) => (
          <li key={`${to} ${at}`}>
            <strong>{name[to] ?? to}</strong> <span className="figure">{minute(at)}</span> {by} · {reference}
          </li>
        ))}
      </ol>
    </details>
  );
}

/** That a secret is kept, and until when the one before verifies too. */
export function useSecretSays(): (secret: { readonly present: boolean; readonly overlapUntil: string | null }) => string {
  const t = useWords(SET_UP);
  return ({ present, overlapUntil }) => {
    if (!present) return t.secretMissing;
    return overlapUntil === null ? t.secretThere : `${t.secretThere} · ${filled(t.overlap, { until: minute(overlapUntil) })}`;
  };
}

/** Words in a row, as the language writes them. */
export function useListed(): (words: readonly string[]) => string {
  const { language } = useLanguage();
  return (words) => words.join(language === 'en' ? ', ' : '、');
}

/** Stores by name; `-` is none. */
export function useStoreName(stores: readonly { readonly id: string; readonly name: string }[]): (id: string) => string {
  const t = useWords(SET_UP);
  return (id) => (id === '-' ? t.noStore : (stores.find((store) => store.id === id)?.name ?? id));
}
