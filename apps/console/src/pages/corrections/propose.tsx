import type { ReactElement } from 'react';
import { Form, Radio } from 'antd';
import { Link } from 'react-router';
import { useAnswer } from '../../api/answers';
import { useNames, useWords } from '../../i18n/language';
import { Facts } from '../../parts/facts';
import { Money } from '../../parts/money';
import { SideSheet } from '../../parts/side-sheet';
import { Loaded } from '../../parts/states';
import { EntryChoice, entryIn } from './entry-choice';
import { ProposalForm, type Grounds } from './proposal-form';
import { RowChoice, isOfRow, rowIn, type RowItem } from './row-choice';
import { CORRECTIONS, KIND_NAMES } from './words';

interface ProposeProps {
  readonly caseId: string;
  readonly onProposed: (correctionId: string) => void;
  readonly onClose: () => void;
}

/** Proposes what mends the difference of a case. */
export function Propose({ caseId, onProposed, onClose }: ProposeProps): ReactElement {
  const t = useWords(CORRECTIONS);
  const found = useAnswer('/v1/match-cases/{id}', { path: { id: caseId } });
  return (
    <SideSheet title={t.propose} onClose={onClose}>
      <Loaded of={found} rows={8}>
        {({ data: { difference, worth, account, day, items, differences } }) => (
          <div className="corrections-detail">
            <div>
              <h2>{t.proposeFor}</h2>
              <Facts
                facts={[
                  { name: t.amount, value: <Money fen={difference === 0 ? worth : difference} /> },
                  { name: t.account, value: <span className="figure">{account}</span> },
                  { name: t.day, value: <span className="figure">{day}</span> },
                  { name: t.ends, value: <Link to={`/reconciliation?case=${caseId}`}>{t.toCase}</Link> },
                ]}
              />
            </div>
            <Asking
              caseId={caseId}
              paymentId={items.find(({ refs }) => refs.paymentId !== undefined)?.refs.paymentId}
              rows={items.filter(isOfRow)}
              isToldOnly={differences.some(({ proposal }) => proposal?.action === 'record')}
              onProposed={onProposed}
            />
          </div>
        )}
      </Loaded>
    </SideSheet>
  );
}

const KINDS = ['write-off', 'record', 'reverse'] as const;

interface Said extends Grounds {
  readonly kind: (typeof KINDS)[number];
  readonly surplus: 'liability' | 'income';
  readonly entry?: string;
  readonly row?: string;
}

interface AskingProps extends Pick<ProposeProps, 'caseId' | 'onProposed'> {
  readonly paymentId: string | undefined;
  /** What statements tell of it. */
  readonly rows: readonly RowItem[];
  /** The ledger proposes to record what only a statement tells. */
  readonly isToldOnly: boolean;
}

function Asking({ caseId, paymentId, rows, isToldOnly, onProposed }: AskingProps): ReactElement {
  return (
    <ProposalForm<Said>
      initial={{
        kind: isToldOnly && rows.length > 0 ? 'record' : 'write-off',
        surplus: 'liability',
        row: rows[0]?.id,
        evidence: `case ${caseId}`,
      }}
      bodyOf={({ kind, surplus, entry = '', row = '' }, grounds) => {
        if (kind === 'write-off') return { kind, ...grounds, caseId, surplus };
        if (kind === 'record') return { kind, ...grounds, caseId, row: rowIn(row) };
        return { kind, ...grounds, entry: entryIn(entry) };
      }}
      onProposed={onProposed}
    >
      <Fields paymentId={paymentId} rows={rows} />
    </ProposalForm>
  );
}

function Fields({ paymentId, rows }: Pick<AskingProps, 'paymentId' | 'rows'>): ReactElement {
  const t = useWords(CORRECTIONS);
  const kindName = useNames(KIND_NAMES);
  const kind = Form.useWatch<Said['kind'] | undefined>('kind') ?? 'write-off';
  return (
    <>
      <Form.Item name="kind" label={t.kind}>
        <Radio.Group
          options={KINDS.filter((one) => one !== 'record' || rows.length > 0).map((value) => ({
            value,
            label: kindName(value),
          }))}
        />
      </Form.Item>
      {kind === 'write-off' && (
        <Form.Item name="surplus" label={t.surplus}>
          <Radio.Group
            options={[
              { value: 'liability', label: t.liability },
              { value: 'income', label: t.income },
            ]}
          />
        </Form.Item>
      )}
      {kind === 'record' && (
        <Form.Item name="row" label={t.row}>
          <RowChoice rows={rows} />
        </Form.Item>
      )}
      {kind === 'reverse' && (
        <Form.Item name="entry" label={t.entry} rules={[{ required: true, message: t.entryMissing }]}>
          <EntryChoice paymentId={paymentId} />
        </Form.Item>
      )}
    </>
  );
}
