import { useState, type ReactElement } from 'react';
import { Select } from 'antd';
import { useMay, useSession } from '../../app/session';
import { COMMON } from '../../i18n/common.words';
import { useWords } from '../../i18n/language';
import { useMerchant } from '../../parts/merchant-span';
import { PageHead } from '../../parts/page';
import { Empty } from '../../parts/states';
import { useSetUrl } from '../../parts/url-state';
import { useChosen } from './choice';
import { Device } from './device';
import { Issued } from './issue-key';
import { SendRequest } from './send-request';
import { SignOn } from './sign-on';
import { useTab } from './tab';
import { TERMINAL } from './words';
import './terminal.css';

export default function View(): ReactElement {
  const t = useWords(TERMINAL);
  const [merchant] = useMerchant();
  if (merchant !== undefined) return <AtMerchant merchant={merchant} />;
  return (
    <>
      <PageHead />
      <Empty hint={t.noMerchant} />
    </>
  );
}

function AtMerchant({ merchant }: { readonly merchant: string }): ReactElement {
  const may = useMay();
  const chosen = useChosen();
  const { signedOn } = useTab();
  const [issued, setIssued] = useState<string>();
  const terminal = signedOn?.till.terminal ?? chosen;
  return (
    <>
      {signedOn ? (
        <PageHead />
      ) : (
        <PageHead>
          <MerchantChoice merchant={merchant} />
        </PageHead>
      )}
      <div className="terminal">
        <div className="terminal-column">
          {issued !== undefined && <Issued text={issued} onKept={() => setIssued(undefined)} />}
          {signedOn ? (
            <Device merchant={signedOn.merchant} till={signedOn.till} />
          ) : (
            <SignOn merchant={merchant} terminal={terminal} onIssued={setIssued} />
          )}
        </div>
        {may('instruct') && (
          <div className="terminal-column">
            <SendRequest terminal={terminal} />
          </div>
        )}
      </div>
    </>
  );
}

/** Another merchant has other terminals. */
function MerchantChoice({ merchant }: { readonly merchant: string }): ReactElement | null {
  const common = useWords(COMMON);
  const { merchants } = useSession();
  const setUrl = useSetUrl();
  if (merchants.length < 2) return null;
  return (
    <Select
      aria-label={common.merchant}
      value={merchant}
      options={merchants.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(id) => setUrl({ merchant: id, no: '', terminal: '' })}
    />
  );
}
