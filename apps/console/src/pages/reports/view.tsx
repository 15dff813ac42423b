import type { ReactElement } from 'react';
import { Alert } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { useWords } from '../../i18n/language';
import { useMerchant, useSpan } from '../../parts/merchant-span';
import { PageHead } from '../../parts/page';
import type { Span } from '../../parts/span';
import { Empty, Loading } from '../../parts/states';
import { useUrlState } from '../../parts/url-state';
import { useScope, type Scope } from './asked';
import { MerchantPicker, TimesBar } from './bar';
import { LateFacts } from './late';
import { Months } from './months';
import { Ageing, Discounts, Fees, Settlement } from './other-reports';
import { Unified } from './unified';
import { REPORTS } from './words';
import './reports.css';

const TABS = ['report', 'discounts', 'fees', 'ageing', 'settlement', 'months', 'late'] as const;
type Tab = (typeof TABS)[number];

export default function View(): ReactElement {
  const t = useWords(REPORTS);
  const [merchant] = useMerchant();
  const [tab] = useUrlState('tab', 'report', (text) => TABS.some((one) => one === text));
  if (merchant === undefined) {
    return (
      <>
        <PageHead />
        <Empty hint={t.noMerchantHint} />
      </>
    );
  }
  return (
    <>
      <PageHead>
        <MerchantPicker merchant={merchant} />
      </PageHead>
      <Tabs at={tab as Tab} />
      <div className="reports">
        {tab === 'months' ? <Months merchant={merchant} /> : <OfDays merchant={merchant} tab={tab as Tab} />}
      </div>
    </>
  );
}

/** Days and store go along from report to report; axes do not: each has its own. */
function Tabs({ at }: { readonly at: Tab }): ReactElement {
  const t = useWords(REPORTS);
  const [params] = useSearchParams();
  const to = (tab: Tab): string => {
    const next = new URLSearchParams(params);
    for (const name of ['by', 'figure', 'month', 'tab']) next.delete(name);
    if (tab !== 'report') next.set('tab', tab);
    return `?${next.toString()}`;
  };
  return (
    <nav className="reports-tabs" aria-label={t.tabs}>
      {TABS.map((tab) => (
        <Link key={tab} to={to(tab)} {...(tab === at && { 'aria-current': 'page' as const })}>
          {t[tab]}
        </Link>
      ))}
    </nav>
  );
}

function OfDays({ merchant, tab }: { readonly merchant: string; readonly tab: Tab }): ReactElement {
  const { span, isOld } = useSpan(merchant);
  return span ? <Report merchant={merchant} span={span} isOld={isOld} tab={tab} /> : <Loading rows={10} />;
}

interface ReportProps {
  readonly merchant: string;
  readonly span: Span;
  readonly isOld: boolean;
  readonly tab: Tab;
}

function Report({ merchant, span, isOld, tab }: ReportProps): ReactElement {
  const t = useWords(REPORTS);
  const scope = useScope(merchant, span);
  return (
    <>
      {isOld && <Alert type="info" showIcon title={t.latestShown} />}
      <TimesBar scope={scope} hasStores={tab !== 'settlement' && tab !== 'late'} />
      <Chosen tab={tab} scope={scope} />
    </>
  );
}

function Chosen({ tab, scope }: { readonly tab: Tab; readonly scope: Scope }): ReactElement {
  if (tab === 'discounts') return <Discounts scope={scope} />;
  if (tab === 'fees') return <Fees scope={scope} />;
  if (tab === 'ageing') return <Ageing scope={scope} />;
  if (tab === 'settlement') return <Settlement scope={scope} />;
  if (tab === 'late') return <LateFacts scope={scope} />;
  return <Unified scope={scope} />;
}
