import type { ReactElement, ReactNode } from 'react';
import { Button, Form, Input } from 'antd';
import { useWords } from '../../i18n/language';
import { useProblem } from '../../parts/states';
import type { Asked } from './answers';
import { Radius } from './radius';
import { ShownPart } from './shown';
import { useProposal } from './use-proposal';
import { CORRECTIONS } from './words';

/** What is said of every correction. */
export interface Grounds {
  readonly reason: string;
  /** One reference a line. */
  readonly evidence: string;
}

interface ProposalFormProps<Said extends Grounds> {
  readonly initial: { readonly [Name in keyof Said]?: Said[Name] | undefined };
  /** As the ledger takes it; what belongs to another kind is left out. */
  readonly bodyOf: (said: Said, grounds: Pick<Asked, 'reason' | 'evidence'>) => Asked;
  readonly onProposed: (correctionId: string) => void;
  /** The fields of this kind, above reason and evidence. */
  readonly children: ReactNode;
}

/** Asks what is to be corrected and why, shows by a dry run what that would do, and proposes just that. */
export function ProposalForm<Said extends Grounds>(props: ProposalFormProps<Said>): ReactElement {
  const { initial, bodyOf, onProposed, children } = props;
  const t = useWords(CORRECTIONS);
  const problem = useProblem();
  const { shown, forget, look, isLooking, send, isSending, refusal } = useProposal(onProposed);
  return (
    <>
      <Form<Said>
        layout="vertical"
        requiredMark={false}
        initialValues={initial}
        // What was shown is of what was asked then.
        onValuesChange={forget}
        onFinish={(said) => void look(bodyOf(said, groundsIn(said)))}
      >
        {children}
        <GroundsFields />
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

const groundsIn = ({ reason, evidence }: Grounds): Pick<Asked, 'reason' | 'evidence'> => ({
  reason: reason.trim(),
  evidence: evidence
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== ''),
});

function GroundsFields(): ReactElement {
  const t = useWords(CORRECTIONS);
  return (
    <>
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
