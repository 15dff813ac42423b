import { useState, type ReactElement } from 'react';
import { Button, Drawer, Form, Input, Radio } from 'antd';
import { Link } from 'react-router';
import { useAnswer } from '../../api/answers';
import { useNames, useWords } from '../../i18n/language';
import { inRoot } from '../../parts/container';
import { Facts } from '../../parts/facts';
import { Money } from '../../parts/money';
import { Loaded, useProblem } from '../../parts/states';
import type { Asked } from './answers';
import { EntryChoice, entryIn } from './entry-choice';
import { Radius } from './radius';
import { RowChoice, isOfRow, rowIn, type RowItem } from './row-choice';
import { ShownPart } from './shown';
import { useProposal } from './use-proposal';
import { CORRECTIONS, KIND_NAMES } from './words';

interface ProposeProps {
  readonly caseId: string;
  readonly onProposed: (correctionId: string) => void;
  readonly onClose: () => void;
}

/** Proposes what mends the difference of a case: first shown by a dry run, then proposed by its digest. */
export function Propose({ caseId, onProposed, onClose }: ProposeProps): ReactElement {
  const t = useWords(CORRECTIONS);
  const [isOpen, setOpen] = useState(true);
  const found = useAnswer('/v1/match-cases/{id}', { path: { id: caseId } });
  return (
    <Drawer
      title={t.propose}
      open={isOpen}
      onClose={() => setOpen(false)}
      afterOpenChange={(open) => {
        if (!open) onClose();
      }}
      getContainer={inRoot}
      size="large"
    >
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
    </Drawer>
  );
}

const KINDS = ['write-off', 'record', 'reverse'] as const;

interface Said {
  readonly kind: (typeof KINDS)[number];
  readonly surplus: 'liability' | 'income';
  readonly entry?: string;
  readonly row?: string;
  readonly reason: string;
  readonly evidence: string;
}

/** As the ledger takes it; what belongs to another kind is left out. */
function bodyOf(caseId: string, { kind, surplus, entry = '', row = '', reason, evidence }: Said): Asked {
  const common = {
    reason: reason.trim(),
    evidence: evidence
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  };
  if (kind === 'write-off') return { kind, ...common, caseId, surplus };
  if (kind === 'record') return { kind, ...common, caseId, row: rowIn(row) };
  return { kind, ...common, entry: entryIn(entry) };
}

interface AskingProps extends Pick<ProposeProps, 'caseId' | 'onProposed'> {
  readonly paymentId: string | undefined;
  /** What statements tell of it. */
  readonly rows: readonly RowItem[];
  /** The ledger proposes to record what only a statement tells. */
  readonly isToldOnly: boolean;
}

function Asking({ caseId, paymentId, rows, isToldOnly, onProposed }: AskingProps): ReactElement {
  const t = useWords(CORRECTIONS);
  const problem = useProblem();
  const { shown, forget, look, isLooking, send, isSending, refusal } = useProposal(onProposed);
  return (
    <>
      <Form<Said>
        layout="vertical"
        requiredMark={false}
        initialValues={{
          kind: isToldOnly && rows.length > 0 ? 'record' : 'write-off',
          surplus: 'liability',
          row: rows[0]?.id,
          evidence: `case ${caseId}`,
        }}
        // What was shown is of what was asked then.
        onValuesChange={forget}
        onFinish={(said) => void look(bodyOf(caseId, said))}
      >
        <Fields paymentId={paymentId} rows={rows} />
        <Button htmlType="submit" loading={isLooking}>
          {t.preview}
        </Button>
      </Form>
      {refusal !== undefined && (
        <p role="alert" className="money-loss">
          {problem(refusal)}
        </p>
      )}
      {shown && (
        <section className="corrections-preview" aria-label={t.previewed}>
          <h2>{t.previewed}</h2>
          <ShownPart shown={shown} />
          <Radius radius={shown.radius} />
          <p className="figure corrections-digest">
            {t.digest} {shown.digest}
          </p>
          <Button type="primary" loading={isSending} onClick={() => void send()}>
            {t.send}
          </Button>
        </section>
      )}
    </>
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
      <Form.Item name="reason" label={t.reason} rules={[{ required: true, whitespace: true, message: t.reasonMissing }]}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
      <Form.Item
        name="evidence"
        label={t.evidence}
        extra={t.evidenceHint}
        rules={[{ required: true, whitespace: true, message: t.evidenceMissing }]}
      >
        <Input.TextArea rows={2} />
      </Form.Item>
    </>
  );
}
