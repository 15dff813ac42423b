import type { ReactElement } from 'react';
import { useAnswer } from '../../api/answers';
import { filled, useNames, useWords } from '../../i18n/language';
import { Panel } from '../../parts/page';
import { Empty, Loaded } from '../../parts/states';
import type { Model, Terminal } from './answers';
import { MatrixRow, takenBy } from './matrix-row';
import type { Scope } from './scope';
import { OpenButton } from './steps/parts';
import { StoreFilter, useTerminalsOfStore } from './store-filter';
import { PAYMENT_METHODS } from './words/names.words';
import { SET_UP } from './words/words';

/** What each terminal takes, by models: terminals × payment methods. */
export function Matrix({ scope }: { readonly scope: Scope }): ReactElement {
  const t = useWords(SET_UP);
  const models = useAnswer('/v1/pos-models');
  const terminals = useTerminalsOfStore(scope.setUp);
  const tools = (
    <>
      <StoreFilter setUp={scope.setUp} /> <OpenButton form="posModel" />
    </>
  );
  return (
    <Panel title={t.methods} tools={tools} isFlush className="set-up-matrix">
      <p className="quiet set-up-matrix-hint">{t.methodsHint}</p>
      <Loaded of={models}>
        {({ data }) =>
          terminals.length === 0 ? (
            <Empty hint={t.noTerminalsHint}>
              <OpenButton form="terminal" isMain />
            </Empty>
          ) : (
            <Table terminals={terminals} models={data} scope={scope} />
          )
        }
      </Loaded>
    </Panel>
  );
}

interface TableProps {
  readonly terminals: readonly Terminal[];
  readonly models: readonly Model[];
  readonly scope: Scope;
}

function Table({ terminals, models, scope }: TableProps): ReactElement {
  const t = useWords(SET_UP);
  const methodName = useNames(PAYMENT_METHODS);
  const known = new Map(models.map((model) => [model.model, model]));
  const byModel = Map.groupBy(terminals, ({ model }) => model);
  const used = new Set(
    terminals.flatMap((terminal) => {
      const model = known.get(terminal.model);
      return [...(model?.methods ?? []), ...takenBy(terminal, model)];
    }),
  );
  const methods = Object.keys(PAYMENT_METHODS.en).filter((method) => used.has(method));
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.methods}>
      <table className="plain-table set-up-matrix-table">
        <thead>
          <tr>
            <th scope="col">{t.object}</th>
            {methods.map((method) => (
              <th key={method} scope="col" className="set-up-method">
                {methodName(method)}
              </th>
            ))}
          </tr>
        </thead>
        {[...byModel].map(([model, those]) => (
          <tbody key={model}>
            <tr className="set-up-model">
              <th scope="rowgroup" colSpan={methods.length + 1}>
                <span>
                  {filled(t.byModel, { model, count: those.length })}{' '}
                  <span className="quiet">
                    {known.has(model) ? filled(t.modelTakes, { count: known.get(model)?.methods.length ?? 0 }) : t.modelUnknown}
                  </span>
                </span>
              </th>
            </tr>
            {those.map((terminal) => (
              <MatrixRow
                key={`${terminal.merchantNo}/${terminal.terminalNo} ${String(terminal.revision)}`}
                terminal={terminal}
                model={known.get(model)}
                methods={methods}
                scope={scope}
              />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}
