import { useState, type ReactElement } from 'react';
import { CheckOutlined } from '@ant-design/icons';
import { Button, Checkbox } from 'antd';
import { filled, useNames, useWords } from '../../i18n/language';
import { AskModal } from '../../parts/ask-modal';
import type { Model, Terminal } from './answers';
import { useRefusal } from './forms/use-refusal';
import { useMayChange, useSend, type Scope } from './scope';
import { useListed, useStoreName } from './steps/parts';
import { minute, timelineNow } from './times';
import { PAYMENT_METHODS } from './words/names.words';
import { SET_UP } from './words/words';

/** What is shown as taken: what was said, else all that the model can. */
export const takenBy = (terminal: Terminal, model: Model | undefined): readonly string[] =>
  timelineNow(terminal.methods).now?.methods ?? model?.methods ?? [];

interface RowProps {
  readonly terminal: Terminal;
  readonly model: Model | undefined;
  readonly methods: readonly string[];
  readonly scope: Scope;
}

/** A terminal: what it takes now, changed box by box and saved at once. */
export function MatrixRow({ terminal, model, methods, scope }: RowProps): ReactElement {
  const t = useWords(SET_UP);
  const methodName = useNames(PAYMENT_METHODS);
  const mayChange = useMayChange();
  const taken = takenBy(terminal, model);
  const [draft, setDraft] = useState<readonly string[]>();
  const shown = draft ?? taken;
  const chosen = methods.filter((method) => shown.includes(method));
  const isChanged = methods.some((method) => shown.includes(method) !== taken.includes(method));
  const toggle = (method: string, isTaken: boolean): void =>
    setDraft(isTaken ? [...shown, method] : shown.filter((one) => one !== method));
  return (
    <tr>
      <th scope="row">
        <RowHead terminal={terminal} scope={scope} />
        {isChanged && <Change terminal={terminal} chosen={chosen} scope={scope} undo={() => setDraft(undefined)} />}
      </th>
      {methods.map((method) => (
        <td key={method} className="set-up-method">
          <Cell
            label={filled(t.takes, { terminal: terminal.terminalNo, method: methodName(method) })}
            isTaken={shown.includes(method)}
            can={model === undefined || model.methods.includes(method) || taken.includes(method)}
            isFixed={!mayChange}
            onToggle={(isTaken) => toggle(method, isTaken)}
          />
        </td>
      ))}
    </tr>
  );
}

function RowHead({ terminal, scope }: Pick<RowProps, 'terminal' | 'scope'>): ReactElement {
  const { terminalNo, placements, methods } = terminal;
  const t = useWords(SET_UP);
  const storeName = useStoreName(scope.setUp.merchant.stores);
  const placed = timelineNow(placements).now;
  const planned = timelineNow(methods).next;
  return (
    <>
      <span className="figure">{terminalNo}</span> <small className="quiet">{placed && storeName(placed.storeId)}</small>
      {planned && <small className="quiet"> · {filled(t.plannedMethods, { from: minute(planned.from) })}</small>}
    </>
  );
}

interface ChangeProps extends Pick<RowProps, 'terminal' | 'scope'> {
  readonly chosen: readonly string[];
  readonly undo: () => void;
}

/** Asks once more, then saves; what the server refuses is told here. */
function Change({ terminal, chosen, scope, undo }: ChangeProps): ReactElement {
  const { merchantNo, terminalNo } = terminal;
  const t = useWords(SET_UP);
  const methodName = useNames(PAYMENT_METHODS);
  const listed = useListed();
  const problem = useRefusal();
  const [isAsked, setAsked] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const send = useSend('/v1/merchants/{id}/terminals/{merchantNo}/{terminalNo}/methods');
  const save = async (): Promise<void> => {
    setRefusal(undefined);
    try {
      const parts = { id: scope.merchant, merchantNo, terminalNo };
      await send(parts, { methods: chosen, from: new Date().toISOString() });
    } catch (error) {
      setRefusal(error);
    }
  };
  const says = filled(t.askMethodsSays, { terminal: terminalNo, methods: listed(chosen.map(methodName)) });
  return (
    <>
      <span className="set-up-row-doings">
        <Button
          size="small"
          type="primary"
          aria-label={filled(t.saveOf, { terminal: terminalNo })}
          onClick={() => setAsked(true)}
        >
          {t.saveRow}
        </Button>
        <Button size="small" aria-label={filled(t.undoOf, { terminal: terminalNo })} onClick={undo}>
          {t.undoRow}
        </Button>
      </span>
      {refusal !== undefined && (
        <p role="alert" className="money-loss">
          {problem(refusal)}
        </p>
      )}
      {isAsked && <AskModal title={t.askMethods} says={says} send={save} onClose={() => setAsked(false)} />}
    </>
  );
}

interface CellProps {
  readonly label: string;
  readonly isTaken: boolean;
  readonly can: boolean;
  readonly isFixed: boolean;
  readonly onToggle: (isTaken: boolean) => void;
}

function Cell({ label, isTaken, can, isFixed, onToggle }: CellProps): ReactElement | null {
  const t = useWords(SET_UP);
  if (!can) {
    return (
      <span className="quiet" title={t.cannot}>
        <span aria-hidden="true">–</span>
        <span className="visually-hidden">{t.cannot}</span>
      </span>
    );
  }
  if (!isFixed) return <Checkbox aria-label={label} checked={isTaken} onChange={({ target }) => onToggle(target.checked)} />;
  return isTaken ? <CheckOutlined className="set-up-takes" aria-label={label} role="img" /> : null;
}
