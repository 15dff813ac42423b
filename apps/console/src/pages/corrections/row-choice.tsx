import type { ReactElement } from 'react';
import { Radio } from 'antd';
import type { AnswerOf } from '../../api/client';
import { moment } from '../../i18n/formats';
import { Money } from '../../parts/money';
import type { Asked } from './answers';

export type RowItem = AnswerOf<'/v1/match-cases/{id}'>['data']['items'][number];
type Row = NonNullable<Asked['row']>;

const STREAM = 'statement-row';

/** Whether it is told by a row of a statement: then its id is the stream of that. */
export const isOfRow = ({ id }: RowItem): boolean => id.startsWith(`${STREAM}.`);

/** The row that a stream is named after: channel, book, account, key. */
export function rowIn(stream: string): Row {
  const [, channel = '', book = '', account = '', ...key] = stream.split('.');
  return { channel, book: book as Row['book'], account, key: key.join('.') };
}

interface RowChoiceProps {
  readonly rows: readonly RowItem[];
  readonly value?: string;
  readonly onChange?: (stream: string) => void;
}

/** Rows of statements, one of which is to be recorded. */
export function RowChoice({ rows, value, onChange }: RowChoiceProps): ReactElement {
  return (
    <Radio.Group
      className="corrections-entries"
      value={value}
      onChange={({ target }) => onChange?.(String(target.value))}
      options={rows.map(({ id, amount, direction, occurredAt, refs }) => ({
        value: id,
        label: (
          <>
            <span className="figure">
              {moment(occurredAt)} {refs.channelTradeNo ?? refs.traceNo}
            </span>{' '}
            <Money fen={direction === 'in' ? amount : -amount} as="signed" />
          </>
        ),
      }))}
    />
  );
}
