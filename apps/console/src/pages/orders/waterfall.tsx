import type { ReactElement } from 'react';
import { CheckCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { useAnswer } from '../../api/answers';
import type { AnswerOf } from '../../api/client';
import { filled, useNames, useWords } from '../../i18n/language';
import { anchorOf } from '../../parts/event-timeline';
import { Money } from '../../parts/money';
import { Panel } from '../../parts/page';
import { Loaded } from '../../parts/states';
import { STEPS } from './steps.words';
import { ORDERS } from './words';

type Shown = AnswerOf<'/v1/orders/{id}/waterfall'>['data'];
type Step = Shown['steps'][number];

/** Where the money of an order went, as the ledger tells it, each step with the events behind it. */
export function Waterfall({ id, stream }: { readonly id: string; readonly stream: string }): ReactElement {
  const t = useWords(ORDERS);
  const waterfall = useAnswer('/v1/orders/{id}/waterfall', { path: { id } });
  return (
    <Panel title={t.waterfall} isFlush>
      <Loaded of={waterfall} isEmpty={({ data }) => data.steps.length === 0}>
        {({ data }) => (
          <>
            <Steps steps={data.steps} stream={stream} />
            <Verdict {...data} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function Steps({ steps, stream }: { readonly steps: readonly Step[]; readonly stream: string }): ReactElement {
  const t = useWords(ORDERS);
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.waterfall}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t.step}</th>
            <th scope="col" className="is-right">
              {t.amount}
            </th>
            <th scope="col" className="is-right">
              {t.after}
            </th>
            <th scope="col">{t.because}</th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <StepRow key={step.step} step={step} stream={stream} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function StepRow({
  step: { step, amount, after, isTotal, events },
  stream,
}: {
  readonly step: Step;
  readonly stream: string;
}): ReactElement {
  const nameOf = useNames(STEPS);
  return (
    <tr className={isTotal ? 'orders-total' : ''}>
      <th scope="row">{nameOf(step)}</th>
      <td className="is-right">{!isTotal && <Money fen={amount} as="signed" />}</td>
      <td className="is-right">
        <Money fen={after} />
      </td>
      <td className="orders-because">
        {events.map((event) => (
          <Because key={`${event.stream} ${event.position}`} {...event} isHere={event.stream === stream} />
        ))}
      </td>
    </tr>
  );
}

interface BecauseProps {
  readonly stream: string;
  readonly position: string;
  /** Of the order itself, so that it stands on this page. */
  readonly isHere: boolean;
}

function Because({ stream, position, isHere }: BecauseProps): ReactElement {
  const t = useWords(ORDERS);
  const says = filled(t.event, { position: position.replace(/^0+/, '') });
  if (!isHere) {
    return (
      <span className="quiet figure" title={stream}>
        {says}{' '}
      </span>
    );
  }
  return (
    <>
      <a href={`#${anchorOf(position)}`} className="figure">
        {says}
      </a>{' '}
    </>
  );
}

function Verdict({ isExplained, unexplained }: Shown): ReactElement {
  const t = useWords(ORDERS);
  return (
    <div className="orders-note">
      {isExplained ? (
        <span className="money-gain">
          <CheckCircleOutlined aria-hidden="true" /> {t.explained}
        </span>
      ) : (
        <span className="money-loss">
          <WarningOutlined aria-hidden="true" /> {t.unexplained} <Money fen={unexplained} />
        </span>
      )}
    </div>
  );
}
