import type { ReactElement } from 'react';
import { Select } from 'antd';
import { useAnswer } from '../../api/answers';
import { useMay, useSession } from '../../app/session';
import { COMMON } from '../../i18n/common.words';
import { useWords } from '../../i18n/language';
import { PageHead } from '../../parts/page';
import { SavedViews } from '../../parts/saved-views';
import type { Span } from '../../parts/span';
import { SpanPicker } from '../../parts/span-picker';
import { Empty, Loading } from '../../parts/states';
import { useSetUrl, useUrlState } from '../../parts/url-state';
import { Ageing } from './ageing';
import { CaseDrawer } from './case';
import { Cases } from './cases';
import { Classes } from './classes';
import { Compare } from './compare';
import { DayResult } from './day-result';
import { useMerchant, useSpan } from './scope';
import { Statements } from './statements';
import './reconciliation.css';

const isCase = (text: string): boolean => /^[0-9a-f]{32}$/.test(text);

/** Whether the money is there: what statements say beside what the ledger says, day by day and case by case. */
export default function View(): ReactElement {
  const [merchant, setMerchant] = useMerchant();
  const { merchants } = useSession();
  const common = useWords(COMMON);
  if (merchant === undefined) {
    return (
      <>
        <PageHead />
        <Empty />
      </>
    );
  }
  const chooser = merchants.length > 1 && (
    <Select
      aria-label={common.merchant}
      value={merchant}
      popupMatchSelectWidth={false}
      options={merchants.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={setMerchant}
    />
  );
  return <OfMerchant key={merchant} merchant={merchant} chooser={chooser} />;
}

interface OfMerchantProps {
  readonly merchant: string;
  readonly chooser: ReactElement | false;
}

function OfMerchant({ merchant, chooser }: OfMerchantProps): ReactElement {
  const may = useMay();
  const setUrl = useSetUrl();
  const span = useSpan(merchant);
  const [shown] = useUrlState('case', '', isCase);
  return (
    <>
      <PageHead>
        {chooser}
        {span && <SpanPicker span={span} onChange={({ from, to }) => setUrl({ from, to, day: '' })} />}
        <SavedViews except={['case']} />
        {may('instruct') && <Compare merchant={merchant} />}
      </PageHead>
      {span ? <Panels merchant={merchant} span={span} /> : <Loading rows={8} />}
      {shown !== '' && <CaseDrawer key={shown} id={shown} onClose={() => setUrl({ case: '' })} />}
    </>
  );
}

function Panels({ merchant, span }: { readonly merchant: string; readonly span: Span }): ReactElement {
  const { from, to } = span;
  const days = useAnswer('/v1/clearing', { query: { merchant, from, to } });
  return (
    <div className="recon">
      <DayResult days={days} span={span} />
      <div className="recon-two">
        <Ageing days={days} />
        <Classes merchant={merchant} />
      </div>
      <Cases merchant={merchant} span={span} />
      <Statements merchant={merchant} />
    </div>
  );
}
