import type { ReactElement } from 'react';
import { PlusOutlined, ShopOutlined } from '@ant-design/icons';
import { Alert, Button, Select } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { useAnswer } from '../../api/answers';
import { COMMON } from '../../i18n/common.words';
import { useWords } from '../../i18n/language';
import { PageHead } from '../../parts/page';
import { Loaded } from '../../parts/states';
import { useSetUrl, useUrlState } from '../../parts/url-state';
import { CheckupView } from './checkup';
import { FormDrawer } from './forms/drawer';
import { Matrix } from './matrix';
import { useMayChange, useMerchants, useOpenForm, type Scope } from './scope';
import { Binding } from './steps/binding';
import { FORMS } from './words/forms.words';
import { SET_UP } from './words/words';
import './set-up.css';
import './forms/forms.css';

const VIEWS = ['binding', 'methods', 'checkup'] as const;
type ViewName = (typeof VIEWS)[number];

export default function View(): ReactElement {
  const { list, chosen } = useMerchants();
  return (
    <>
      <PageHead>
        <MerchantChooser merchants={list.data?.data ?? []} chosen={chosen?.id} />
      </PageHead>
      <Loaded of={list} isEmpty={({ data }) => data.length === 0} empty={<FirstMerchant />}>
        {() => (chosen === undefined ? null : <OfMerchant key={chosen.id} merchant={chosen.id} />)}
      </Loaded>
      <FormDrawer merchant={chosen?.id ?? ''} />
    </>
  );
}

interface MerchantChooserProps {
  readonly merchants: readonly { readonly id: string; readonly name: string }[];
  readonly chosen: string | undefined;
}

function MerchantChooser({ merchants, chosen }: MerchantChooserProps): ReactElement | null {
  const common = useWords(COMMON);
  const add = useWords(FORMS).merchant;
  const setUrl = useSetUrl();
  const open = useOpenForm();
  const mayChange = useMayChange();
  if (merchants.length === 0) return null;
  return (
    <>
      <Select
        aria-label={common.merchant}
        value={chosen ?? ''}
        popupMatchSelectWidth={false}
        showSearch={{ optionFilterProp: 'label' }}
        options={merchants.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(id) => setUrl({ merchant: id, store: '', form: '', with: '' })}
      />
      {mayChange && (
        <Button icon={<PlusOutlined aria-hidden />} onClick={() => open('merchant')}>
          {add}
        </Button>
      )}
    </>
  );
}

function FirstMerchant(): ReactElement {
  const t = useWords(SET_UP);
  const add = useWords(FORMS).merchant;
  const open = useOpenForm();
  const mayChange = useMayChange();
  return (
    <div className="state">
      <span className="state-mark" aria-hidden="true">
        <ShopOutlined />
      </span>
      <h2>{t.noMerchant}</h2>
      <p>{mayChange ? t.noMerchantHint : t.noMerchantReader}</p>
      {mayChange && (
        <Button type="primary" onClick={() => open('merchant')}>
          {add}
        </Button>
      )}
    </div>
  );
}

function OfMerchant({ merchant }: { readonly merchant: string }): ReactElement {
  const t = useWords(SET_UP);
  const mayChange = useMayChange();
  const setUp = useAnswer('/v1/merchants/{id}/setup', { path: { id: merchant } });
  const checkup = useAnswer('/v1/merchants/{id}/checkup', { path: { id: merchant } });
  return (
    <>
      <ViewLinks />
      {!mayChange && <Alert className="set-up-note" type="info" showIcon title={t.readOnly} />}
      <Loaded of={setUp} rows={10}>
        {({ data }) => <Chosen scope={{ merchant, setUp: data, checkup: checkup.data?.data }} checkup={checkup} />}
      </Loaded>
    </>
  );
}

function ViewLinks(): ReactElement {
  const t = useWords(SET_UP);
  const at = useView();
  const [params] = useSearchParams();
  const to = (view: ViewName): string => {
    const next = new URLSearchParams(params);
    for (const name of ['form', 'with', 'show', 'verdict']) next.delete(name);
    if (view !== 'binding') next.set('show', view);
    return `?${next.toString()}`;
  };
  return (
    <nav className="set-up-views" aria-label={t.views}>
      {VIEWS.map((view) => (
        <Link key={view} to={to(view)} {...(view === at && { 'aria-current': 'page' as const })}>
          {t[view]}
        </Link>
      ))}
    </nav>
  );
}

function useView(): ViewName {
  const [view] = useUrlState('show', 'binding', (text) => VIEWS.some((one) => one === text));
  return view as ViewName;
}

interface ChosenProps {
  readonly scope: Scope;
  readonly checkup: Parameters<typeof CheckupView>[0]['asked'];
}

function Chosen({ scope, checkup }: ChosenProps): ReactElement {
  const view = useView();
  if (view === 'methods') return <Matrix scope={scope} />;
  if (view === 'checkup') return <CheckupView asked={checkup} />;
  return <Binding scope={scope} />;
}
