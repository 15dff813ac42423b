import type { ReactElement } from 'react';
import { CloseCircleFilled, InfoCircleOutlined, WarningFilled } from '@ant-design/icons';
import { Button } from 'antd';
import { Link } from 'react-router';
import { filled, useLanguage, useNames, useWords } from '../../i18n/language';
import { useSetUrl } from '../../parts/url-state';
import type { Code, Verdict } from './answers';
import { mendingOf } from './forms/all';
import { useChannelName } from './forms/options';
import { useMayChange } from './scope';
import { useStepAddress } from './steps/rail';
import type { Found } from './steps/standing';
import { minute } from './times';
import { FINDINGS, MENDINGS, detailOf } from './words/findings.words';
import { FORMS } from './words/forms.words';
import { BINDING_STATES, CHECKED_KINDS, PAYMENT_METHODS } from './words/names.words';
import { SET_UP } from './words/words';

const MARKS = { broken: <CloseCircleFilled />, warning: <WarningFilled />, ok: <InfoCircleOutlined /> };

/** How bad it is: by shape, colour and word. */
export function VerdictMark({ verdict, says }: { readonly verdict: Verdict; readonly says?: string }): ReactElement {
  const t = useWords(SET_UP);
  return (
    <span className={`set-up-verdict is-${verdict}`}>
      <span aria-hidden="true">{MARKS[verdict]}</span> {says ?? t[verdict]}
    </span>
  );
}

/** Findings, each with what it means and the way to mend it. */
export function Findings({ found }: { readonly found: readonly Found[] }): ReactElement {
  return (
    <ul className="set-up-findings">
      {found.map((one, index) => (
        <OneFinding key={`${one.of.kind} ${one.of.id} ${one.finding.code} ${String(index)}`} found={one} />
      ))}
    </ul>
  );
}

function OneFinding({ found }: { readonly found: Found }): ReactElement {
  const { of, finding } = found;
  const t = useWords(SET_UP);
  const means = useWords(FINDINGS);
  const kind = useWords(CHECKED_KINDS);
  const mendings = useWords(MENDINGS);
  const detail = useDetail()(found);
  return (
    <li>
      <div className="set-up-finding">
        <p className="set-up-finding-head">
          <VerdictMark verdict={finding.verdict} />
          <span>
            {kind[of.kind]} <span className="figure set-up-id">{of.id}</span>
          </span>
          {finding.since !== null && <span className="quiet">{filled(t.since, { at: minute(finding.since) })}</span>}
        </p>
        <p className="set-up-finding-says">{means[finding.code]}</p>
        {detail !== undefined && <p className="quiet">{detail}</p>}
        <p className="quiet">{mendings[finding.code]}</p>
      </div>
      <Way found={found} />
    </li>
  );
}

/** What is particular to the case. */
function useDetail(): (found: Found) => string | undefined {
  const { language } = useLanguage();
  const method = useNames(PAYMENT_METHODS);
  const state = useNames(BINDING_STATES);
  const channel = useChannelName();
  const nameOf = (group: string, value: string): string => {
    if (group === 'method') return method(value);
    if (group === 'state') return state(value);
    if (group === 'channel') return channel(value);
    return group === 'moment' ? minute(value) : value;
  };
  return ({ finding }) => detailOf(finding, language, nameOf);
}

/** Seen at what was received, not here. */
const AT_SYSTEM: readonly Code[] = ['NO_NOTICE', 'PROBE_FAILED', 'PROBE_NOT_POSSIBLE', 'PULL_FAILING'];

function Way({ found }: { readonly found: Found }): ReactElement {
  const { of, finding, step } = found;
  const t = useWords(SET_UP);
  const forms = useWords(FORMS);
  const setUrl = useSetUrl();
  const mayChange = useMayChange();
  const to = useStepAddress();
  const mending = mendingOf(finding);
  const about = `${of.id} · ${finding.code}`;
  if (mending && mayChange) {
    const { form, opened } = mending;
    const says = finding.verdict === 'ok' ? forms[form.name] : t.mend;
    const open = (): void => setUrl({ step, form: form.name, with: JSON.stringify(opened) });
    return (
      <Button onClick={open} aria-label={`${says} ${about}`}>
        {says}
      </Button>
    );
  }
  const isElsewhere = AT_SYSTEM.includes(finding.code);
  return (
    <Link to={isElsewhere ? '/system' : to(step)} aria-label={`${isElsewhere ? t.toNotices : t.show} ${about}`}>
      {isElsewhere ? t.toNotices : t.show}
    </Link>
  );
}
