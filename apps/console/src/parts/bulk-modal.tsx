import { useRef, useState, type ReactElement } from 'react';
import { Button, Form, Input, Modal, Progress } from 'antd';
import { isPassing } from '../api/answers';
import { BULK } from '../i18n/bulk.words';
import { COMMON } from '../i18n/common.words';
import { filled, useWords } from '../i18n/language';
import { inRoot } from './container';
import { useProblem } from './states';

/** Sends a command for each; `heard` is told of each by its place in the list, with what went wrong where something did. */
export type SendEach<Row> = (
  rows: readonly Row[],
  text: string,
  heard: (at: number, error?: unknown) => void,
  signal: AbortSignal,
) => Promise<void>;

interface BulkModalProps<Row> {
  readonly title: string;
  readonly says: string;
  /** What the words are called that each command needs; none where it needs none. */
  readonly text?: string;
  /** What is said where they are missing. */
  readonly missing?: string;
  readonly rows: readonly Row[];
  readonly nameOf: (row: Row) => string;
  readonly send: SendEach<Row>;
  readonly onClose: () => void;
}

const TEXT_MAX = 500;
const WHOLE = 100;
const DONE = Symbol('done');

/** Asks once for all, then sends a command for each, and stays open with what the ledger refused and why. */
// eslint-disable-next-line max-lines-per-function -- one dialog in three states
export function BulkModal<Row>({
  title,
  says,
  text,
  missing,
  rows: chosen,
  nameOf,
  send,
  onClose,
}: BulkModalProps<Row>): ReactElement {
  const t = useWords(BULK);
  const common = useWords(COMMON);
  // What is done is no more in the list, and so no more chosen.
  const [rows] = useState(chosen);
  const [heard, setHeard] = useState<ReadonlyMap<number, unknown>>(new Map());
  const [state, setState] = useState<'asking' | 'sending' | 'over'>('asking');
  const stop = useRef(new AbortController());
  const said = useRef('');
  const [form] = Form.useForm<{ text?: string }>();
  const left = rows.map((_row, at) => at).filter((at) => !heard.has(at) || isPassing(heard.get(at)));
  const submit = async (): Promise<void> => {
    stop.current = new AbortController();
    setState('sending');
    const meant = left;
    const of = (place: number): number => meant[place] ?? place;
    await send(
      meant.map((at) => rows[at] as Row),
      said.current,
      (place, error) => setHeard((before) => new Map(before).set(of(place), error ?? DONE)),
      stop.current.signal,
    );
    setState('over');
  };
  const close = (): void => {
    stop.current.abort();
    onClose();
  };
  const footer = {
    asking: [
      <Button key="cancel" onClick={close}>
        {common.cancel}
      </Button>,
      <Button key="send" type="primary" onClick={() => form.submit()}>
        {filled(t.eachOf, { title, count: rows.length })}
      </Button>,
    ],
    sending: [
      <Button key="stop" loading={left.length === 0} onClick={() => stop.current.abort()}>
        {left.length === 0 ? common.waiting : t.stop}
      </Button>,
    ],
    over: [
      left.length > 0 && (
        <Button key="again" onClick={() => void submit()}>
          {t.again}
        </Button>
      ),
      <Button key="close" type="primary" onClick={close}>
        {common.close}
      </Button>,
    ],
  };
  return (
    <Modal open getContainer={inRoot} title={title} footer={footer[state]} onCancel={close} mask={{ closable: false }}>
      {state === 'asking' ? (
        <>
          <p>{says}</p>
          <Form
            form={form}
            layout="vertical"
            requiredMark={false}
            onFinish={({ text: words = '' }) => {
              said.current = words.trim();
              void submit();
            }}
          >
            {text !== undefined && (
              <Form.Item name="text" label={text} rules={[{ required: true, whitespace: true, message: missing ?? text }]}>
                <Input.TextArea rows={3} maxLength={TEXT_MAX} autoFocus />
              </Form.Item>
            )}
          </Form>
        </>
      ) : (
        <Standing rows={rows} heard={heard} nameOf={nameOf} isSending={state === 'sending'} />
      )}
    </Modal>
  );
}

interface StandingProps<Row> extends Pick<BulkModalProps<Row>, 'rows' | 'nameOf'> {
  /** What came back, by place: done, or what went wrong. */
  readonly heard: ReadonlyMap<number, unknown>;
  readonly isSending: boolean;
}

function Standing<Row>({ rows, heard, nameOf, isSending }: StandingProps<Row>): ReactElement {
  const t = useWords(BULK);
  const problem = useProblem();
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
