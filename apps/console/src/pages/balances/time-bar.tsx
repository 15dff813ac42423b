import { useState, type ReactElement, type ReactNode } from 'react';
import { Button, DatePicker, Slider, Switch } from 'antd';
import dayjs from 'dayjs';
import { useAnswer } from '../../api/answers';
import { dayOf, daysAfter, moment, today } from '../../i18n/formats';
import { useWords } from '../../i18n/language';
import { Panel } from '../../parts/page';
import { useSetUrl } from '../../parts/url-state';
import { NAMES, type Point, type Times } from './times';
import { BALANCES } from './words';

const DAY_FORM = 'YYYY-MM-DD';
const MOMENT_FORM = 'YYYY-MM-DD HH:mm:ss';
const DAY_MS = 86_400_000;
const SECOND_MS = 1_000;
/** Days on the slider, and how many of them follow the last trade: its settlement comes later. */
const SLIDER_DAYS = 120;
const AFTER_TRADE_DAYS = 20;
const SLIDER_STEPS = 500;

/** Both axes of time, for one point or for two that are compared. */
export function TimeBar({ times: { first, second } }: { readonly times: Times }): ReactElement {
  const t = useWords(BALANCES);
  const setUrl = useSetUrl();
  const compare = (isOn: boolean): void =>
    setUrl(isOn ? { compare: '1' } : { compare: '', [NAMES.second.effective]: '', [NAMES.second.known]: '' });
  const tools = (
    <label className="balances-switch">
      <Switch size="small" checked={second !== undefined} onChange={compare} aria-label={t.compare} /> {t.compare}
    </label>
  );
  return (
    <Panel title={t.pointOfTime} tools={tools} className="balances-times">
      <OnePoint which="first" point={first} title={second ? t.pointA : undefined} />
      {second && <OnePoint which="second" point={second} title={t.pointB} />}
    </Panel>
  );
}

interface OnePointProps {
  readonly which: keyof typeof NAMES;
  readonly point: Point;
  readonly title: string | undefined;
}

function OnePoint({ which, point, title }: OnePointProps): ReactElement {
  return (
    <div className="balances-point" role="group" {...(title !== undefined && { 'aria-label': title })}>
      {title !== undefined && <h3>{title}</h3>}
      <EffectiveAxis day={point.effective} name={NAMES[which].effective} />
      <KnownAxis at={point.known} name={NAMES[which].known} />
    </div>
  );
}

/** Day by day around the last trade; the calendar reaches any other day. */
function EffectiveAxis({ day, name }: { readonly day: string | undefined; readonly name: string }): ReactElement {
  const t = useWords(BALANCES);
  const setUrl = useSetUrl();
  const newest = useAnswer('/v1/transactions', { query: { limit: 1 } });
  const lastTrade = newest.data?.data[0]?.at;
  const after = daysAfter(typeof lastTrade === 'string' ? dayOf(lastTrade) : today(), AFTER_TRADE_DAYS);
  const last = day !== undefined && day > after ? day : after;
  const early = daysAfter(last, -SLIDER_DAYS);
  const first = day !== undefined && day < early ? day : early;
  const dayAt = (step: number): string => daysAfter(first, step);
  const end = Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS);
  return (
    <Axis
      title={t.effective}
      hint={t.effectiveHint}
      says={day ?? t.allDays}
      isAbsent={day === undefined}
      absent={t.allDays}
      clear={() => setUrl({ [name]: '' })}
      at={day === undefined ? end : Math.round((Date.parse(day) - Date.parse(first)) / DAY_MS)}
      end={end}
      step={1}
      label={dayAt}
      onChoose={(step) => setUrl({ [name]: dayAt(step) })}
    >
      <DatePicker
        aria-label={t.effective}
        placeholder={t.allDays}
        format={DAY_FORM}
        value={day === undefined ? null : dayjs(day)}
        onChange={(chosen: dayjs.Dayjs | null) => setUrl({ [name]: chosen?.format(DAY_FORM) ?? '' })}
      />
    </Axis>
  );
}

/** The zone of accounting, whatever the reader's is. */
const stamped = (text: string): string => `${text.replace(' ', 'T')}+08:00`;

/** From the first event of the log to now. */
function KnownAxis({ at, name }: { readonly at: string | undefined; readonly name: string }): ReactElement {
  const t = useWords(BALANCES);
  const setUrl = useSetUrl();
  const oldest = useAnswer('/v1/events', { query: { limit: 1 } });
  const [now] = useState(Date.now);
  const began = oldest.data?.data[0]?.recordedAt;
  const first = Math.floor((typeof began === 'string' ? Date.parse(began) : now - DAY_MS) / SECOND_MS);
  const end = Math.max(1, Math.ceil(now / SECOND_MS) - first);
  const momentAt = (second: number): string => moment(new Date((first + second) * SECOND_MS).toISOString());
  const chosen = at === undefined ? end : Math.round(Date.parse(at) / SECOND_MS) - first;
  return (
    <Axis
      title={t.known}
      hint={t.knownHint}
      says={at === undefined ? t.now : moment(at)}
      isAbsent={at === undefined}
      absent={t.now}
      clear={() => setUrl({ [name]: '' })}
      at={Math.min(Math.max(chosen, 0), end)}
      end={end}
      step={Math.max(1, Math.round(end / SLIDER_STEPS))}
      label={momentAt}
      onChoose={(second) => setUrl({ [name]: second >= end ? '' : stamped(momentAt(second)) })}
    >
      <DatePicker
        aria-label={t.known}
        placeholder={t.now}
        format={MOMENT_FORM}
        showTime
        value={at === undefined ? null : dayjs(moment(at))}
        onChange={(moved: dayjs.Dayjs | null) => setUrl({ [name]: moved ? stamped(moved.format(MOMENT_FORM)) : '' })}
      />
    </Axis>
  );
}

interface AxisProps {
  readonly title: string;
  readonly hint: string;
  readonly says: string;
  readonly isAbsent: boolean;
  /** What the absence of a choice is called. */
  readonly absent: string;
  readonly clear: () => void;
  readonly at: number;
  readonly end: number;
  readonly step: number;
  readonly label: (at: number) => string;
  readonly onChoose: (at: number) => void;
  readonly children: ReactNode;
}

/** A slider that asks when it is let go, with a picker beside it. */
function Axis({
  title,
  hint,
  says,
  isAbsent,
  absent,
  clear,
  at,
  end,
  step,
  label,
  onChoose,
  children,
}: AxisProps): ReactElement {
  const [moving, setMoving] = useState<number>();
  return (
    <div className="balances-axis">
      <div className="balances-axis-name">
        {title} <small className="quiet">{hint}</small>
      </div>
      <Slider
        ariaLabelForHandle={title}
        ariaValueTextFormatterForHandle={(value) => (moving === undefined && isAbsent ? says : label(value))}
        min={0}
        max={end}
        step={step}
        value={moving ?? at}
        tooltip={{ formatter: (value) => (moving === undefined && isAbsent ? says : label(value ?? 0)) }}
        onChange={setMoving}
        onChangeComplete={(value) => {
          setMoving(undefined);
          onChoose(value);
        }}
      />
      <span className="balances-axis-pick">
        {children}
        <Button size="small" type="link" disabled={isAbsent} onClick={clear}>
          {absent}
        </Button>
      </span>
    </div>
  );
}
