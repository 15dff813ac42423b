import { useState, type ReactElement } from 'react';
import { Button, Form, Input, Modal, Progress, type FormInstance } from 'antd';
import { BULK } from '../i18n/bulk.words';
import { COMMON } from '../i18n/common.words';
import { filled, useWords } from '../i18n/language';
import { inRoot } from './container';
import { DONE, useSending, type SendEach, type Sending } from './sending-each';
import { useProblem } from './states';

/** What may be done with many, by a command for each. */
export interface BulkDoing<Row> {
  readonly title: string;
  readonly says: string;
  /** What the words are called that each command needs; none where it needs none. */
  readonly text?: string;
  /** What is said where they are missing. */
  readonly missing?: string;
  readonly send: SendEach<Row>;
}

interface BulkModalProps<Row> {
  readonly doing: BulkDoing<Row>;
  readonly rows: readonly Row[];
  readonly nameOf: (row: Row) => string;
  readonly onClose: () => void;
}

interface Said {
  readonly text?: string;
}

const TEXT_MAX = 500;
const WHOLE = 100;

/** Asks once for all, then sends a command for each, and stays open with what the ledger refused and why. */
export function BulkModal<Row>({ doing, rows: chosen, nameOf, onClose }: BulkModalProps<Row>): ReactElement {
  // What is done is no more in the list, and so no more chosen.
  const [rows] = useState(chosen);
  const sending = useSending(rows, doing.send);
  const [form] = Form.useForm<Said>();
  const close = (): void => {
    sending.stop();
    onClose();
  };
  return (
    <Modal
      open
      getContainer={inRoot}
      title={doing.title}
      footer={<Footer title={doing.title} count={rows.length} sending={sending} ask={form.submit} close={close} />}
      onCancel={close}
      mask={{ closable: false }}
    >
      {sending.state === 'asking' ? (
        <Question form={form} doing={doing} begin={sending.begin} />
      ) : (
        <Standing rows={rows} nameOf={nameOf} sending={sending} />
      )}
    </Modal>
  );
}

interface FooterProps {
  readonly title: string;
  readonly count: number;
  readonly sending: Sending;
  readonly ask: () => void;
  readonly close: () => void;
}

function Footer({ title, count, sending: { state, left, begin, stop }, ask, close }: FooterProps): ReactElement {
  const t = useWords(BULK);
  const common = useWords(COMMON);
  if (state === 'sending') {
    return (
      <Button loading={left === 0} onClick={stop}>
        {left === 0 ? common.waiting : t.stop}
      </Button>
    );
  }
  const isOver = state === 'over';
  return (
    <>
      {!isOver && <Button onClick={close}>{common.cancel}</Button>}
      {isOver && left > 0 && <Button onClick={() => begin()}>{t.again}</Button>}
      <Button type="primary" onClick={isOver ? close : ask}>
        {isOver ? common.close : filled(t.eachOf, { title, count })}
      </Button>
    </>
  );
}

interface QuestionProps {
  readonly form: FormInstance<Said>;
  readonly doing: Pick<BulkDoing<never>, 'says' | 'text' | 'missing'>;
  readonly begin: Sending['begin'];
}

function Question({ form, doing: { says, text, missing }, begin }: QuestionProps): ReactElement {
  return (
    <>
      <p>{says}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={({ text: words = '' }) => begin(words.trim())}>
        {text !== undefined && (
          <Form.Item name="text" label={text} rules={[{ required: true, whitespace: true, message: missing ?? text }]}>
            <Input.TextArea rows={3} maxLength={TEXT_MAX} autoFocus />
          </Form.Item>
        )}
      </Form>
    </>
  );
}

interface StandingProps<Row> extends Pick<BulkModalProps<Row>, 'rows' | 'nameOf'> {
  readonly sending: Sending;
}

function Standing<Row>({ rows, nameOf, sending: { heard, state } }: StandingProps<Row>): ReactElement {
  const t = useWords(BULK);
  const problem = useProblem();
  const isSending = state === 'sending';
  const refused = [...heard].filter(([, error]) => error !== DONE);
  const unsent = rows.length - heard.size;
  return (
    <div className="bulk">
      <Progress
        percent={Math.floor((heard.size * WHOLE) / rows.length)}
        status={isSending ? 'active' : refused.length > 0 ? 'exception' : 'normal'}
        aria-label={t.sending}
      />
      <p role="status">
        {filled(t.done, { count: heard.size - refused.length })}
        {refused.length > 0 && ` · ${filled(t.refused, { count: refused.length })}`}
        {!isSending && unsent > 0 && ` · ${filled(t.unsent, { count: unsent })}`}
      </p>
      {refused.length > 0 && (
        <ul className="bulk-refused" tabIndex={0} aria-label={filled(t.refused, { count: refused.length })}>
          {refused.map(([at, error]) => (
            <li key={at}>
              {nameOf(rows[at] as Row)} <span className="money-loss">{problem(error)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
