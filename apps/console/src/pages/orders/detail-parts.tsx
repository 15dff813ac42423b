import type { ReactElement, ReactNode } from 'react';
import { ArrowLeftOutlined } from '@ant-design/icons';
import { Tag } from 'antd';
import { Link } from 'react-router';
import type { AnswerOf } from '../../api/client';
import { EXCEPTION_NAMES } from '../../i18n/exception.words';
import { moment } from '../../i18n/formats';
import { KINDS } from '../../i18n/ledger.words';
import { useNames, useWords } from '../../i18n/language';
import { Copyable } from '../../parts/copyable';
import { Actor } from '../../parts/event-timeline';
import type { Fact } from '../../parts/facts';
import { JsonDrawer } from '../../parts/json-drawer';
import { Money } from '../../parts/money';
import { PageHead, Panel } from '../../parts/page';
import type { Kind } from './kinds';
import { Status } from './status';
import { ORDERS } from './words';

interface HeadProps {
  readonly kind: Kind;
  readonly id: string;
  readonly status: string | undefined;
  /** What its status does not say. */
  readonly mark?: string | undefined;
  /** As the ledger answered it; undefined until then. */
  readonly answer: unknown;
  readonly children?: ReactNode;
}

/** Heading of a transaction's own page, with what may be done about it. */
export function Head({ kind, id, status, mark, answer, children }: HeadProps): ReactElement {
  const t = useWords(ORDERS);
  const kindName = useNames(KINDS);
  return (
    <>
      <Link to="/orders" className="orders-back">
        <ArrowLeftOutlined aria-hidden="true" /> {t.back}
      </Link>
      <PageHead title={kindName(kind)}>
        {children}
        {answer !== undefined && <JsonDrawer title={id} value={answer} />}
      </PageHead>
      <p className="orders-id">
        <Copyable text={id} /> {status !== undefined && <Status status={status} />}
        {mark !== undefined && <Tag>{mark}</Tag>}
      </p>
    </>
  );
}

export const amountFact = (name: string, fen: number | null): Fact => ({
  name,
  value: fen === null ? null : <Money fen={fen} />,
});
export const timeFact = (name: string, at: string | null): Fact => ({
  name,
  value: at === null ? null : <span className="figure">{moment(at)}</span>,
});
export const idFact = (name: string, id: string | null): Fact => ({
  name,
  value: id === null ? null : <span className="figure">{id}</span>,
});

/** What is wrong with it, each leading to where it is followed up. */
export function Wrong({ codes }: { readonly codes: readonly string[] }): ReactElement | null {
  const t = useWords(ORDERS);
  const nameOf = useNames(EXCEPTION_NAMES);
  if (codes.length === 0) return null;
  return (
    <Panel title={t.exceptions}>
      <ul className="orders-list">
        {codes.map((code) => (
          <li key={code}>
            <Link to={`/exceptions?code=${code}`}>{nameOf(code)}</Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

type Brief = AnswerOf<'/v1/orders/{id}'>['data']['corrections'][number];

/** What was, or shall be, corrected about it. */
export function Corrections({ corrections }: { readonly corrections: readonly Brief[] }): ReactElement {
  const t = useWords(ORDERS);
  return (
    <Panel title={t.corrections} isFlush={corrections.length > 0}>
      {corrections.length === 0 ? <span className="quiet">{t.noCorrections}</span> : <Briefs corrections={corrections} />}
    </Panel>
  );
}

function Briefs({ corrections }: { readonly corrections: readonly Brief[] }): ReactElement {
  const t = useWords(ORDERS);
  const nameOf = useNames(ORDERS);
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.corrections}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t.correction}</th>
            <th scope="col">{t.status}</th>
            <th scope="col">{t.by}</th>
            <th scope="col">{t.time}</th>
            <th scope="col" className="is-right">
              {t.amount}
            </th>
          </tr>
        </thead>
        <tbody>
          {corrections.map(({ correctionId, kind, status, amount, by, at }) => (
            <tr key={correctionId}>
              <th scope="row">
                <Link to={`/corrections/${correctionId}`}>{nameOf(kind)}</Link>
              </th>
              <td>{nameOf(status)}</td>
              <td>
                <Actor actor={by} />
              </td>
              <td className="figure">{moment(at)}</td>
              <td className="is-right">
                <Money fen={amount} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
