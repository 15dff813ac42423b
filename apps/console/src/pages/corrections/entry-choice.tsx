import type { ReactElement } from 'react';
import { Radio } from 'antd';
import { usePages } from '../../api/answers';
import type { RowOf } from '../../api/client';
import { ENTRY_KINDS } from '../../i18n/entry.words';
import { EVENT_NAMES } from '../../i18n/event.words';
import { useNames, useWords } from '../../i18n/language';
import { entriesIn } from '../../parts/entries';
import { Money } from '../../parts/money';
import { Loading } from '../../parts/states';
import { CORRECTIONS } from './words';

type LedgerEvent = RowOf<'/v1/payments/{id}/events'>;

interface EntryRef {
  readonly stream: string;
  readonly eventId: string;
  readonly entry: number;
}

const textOf = (ref: EntryRef): string => JSON.stringify(ref);
/** The entry that was chosen. */
export const entryIn = (text: string): EntryRef => JSON.parse(text) as EntryRef;

interface EntryChoiceProps {
  readonly paymentId: string | undefined;
  readonly value?: string;
  readonly onChange?: (entry: string) => void;
}

/** The entries of a payment, one of which is to be reversed. */
export function EntryChoice({ paymentId, value, onChange }: EntryChoiceProps): ReactElement {
  const t = useWords(CORRECTIONS);
  const events = usePages('/v1/payments/{id}/events', { path: { id: paymentId ?? '' } }, { enabled: paymentId !== undefined });
  if (events.isLoading) return <Loading rows={2} />;
  const choices = events.rows.flatMap((event) => entriesIn(event.data).map((entry, place) => ({ event, entry, place })));
  if (choices.length === 0) return <p className="quiet">{t.noEntries}</p>;
  return (
    <Radio.Group
      className="corrections-entries"
      value={value}
      onChange={({ target }) => onChange?.(String(target.value))}
      options={choices.map(({ event, entry, place }) => ({
        value: textOf({ stream: event.stream, eventId: event.id, entry: place }),
        label: <EntryLabel event={event} entry={entry} />,
      }))}
    />
  );
}

interface EntryLabelProps {
  readonly event: LedgerEvent;
  readonly entry: ReturnType<typeof entriesIn>[number];
}

function EntryLabel({ event, entry: { kind, businessDate, lines } }: EntryLabelProps): ReactElement {
  const eventName = useNames(EVENT_NAMES);
  const kindName = useNames(ENTRY_KINDS);
  const moved = lines.filter(({ side }) => side === 'debit').reduce((sum, { amount }) => sum + amount, 0);
  return (
    <>
      {eventName(event.type)} · {kindName(kind)} · <span className="figure">{businessDate}</span> <Money fen={moved} />
    </>
  );
}
