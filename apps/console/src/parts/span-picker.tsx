import { Suspense, lazy, startTransition, useEffect, useState, type ReactElement } from 'react';
import type { Span } from './span';

const Picker = lazy(async () => ({ default: (await import('./range-picker')).RangePicker }));

interface SpanPickerProps {
  /** Undefined while it is not known yet. */
  readonly span: Span | undefined;
  readonly onChange: (span: Span) => void;
}

/** Without idle time for so long, or where a browser tells of none, it is time all the same. */
const PATIENCE_MS = 1_000;

/** False until the browser has nothing better to do. */
function useIdle(): boolean {
  const [isIdle, setIdle] = useState(false);
  useEffect(() => {
    const begin = (): void => startTransition(() => setIdle(true));
    if (!('requestIdleCallback' in globalThis)) {
      const timer = setTimeout(begin, PATIENCE_MS);
      return () => clearTimeout(timer);
    }
    const asked = requestIdleCallback(begin, { timeout: PATIENCE_MS });
    return () => cancelIdleCallback(asked);
  }, []);
  return isIdle;
}

/**
 * Picks a span of accounting days. Says which it is before the calendar is there, in the room that it will take: the calendar is loaded
 * after what it picks for.
 */
export const SpanPicker = ({ span, onChange }: SpanPickerProps): ReactElement =>
  span === undefined ? <Said /> : <Later span={span} onChange={onChange} />;

function Later({ span, onChange }: SpanPickerProps & { readonly span: Span }): ReactElement {
  if (!useIdle()) return <Said {...span} />;
  return (
    <Suspense fallback={<Said {...span} />}>
      <Picker span={span} onChange={onChange} />
    </Suspense>
  );
}

const Said = ({ from, to }: Partial<Span>): ReactElement => (
  <div className="span-said">
    {from} <span className="quiet">→</span> {to}
  </div>
);
