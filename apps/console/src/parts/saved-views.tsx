import { useId, useState, type ReactElement } from 'react';
import { BookOutlined, DeleteOutlined } from '@ant-design/icons';
import { App, Button, Drawer, Form, Input } from 'antd';
import { Link, useLocation } from 'react-router';
import { useAnswer } from '../api/answers';
import { put, remove, type RowOf } from '../api/client';
import { filled, useWords } from '../i18n/language';
import { VIEWS } from '../i18n/views.words';
import { inRoot } from './container';
import { Loaded, useProblem } from './states';
import './saved-views.css';

type View = RowOf<'/v1/views'>;

const NAME_MAX = 60;

interface SavedViewsProps {
  /** What stands in the address and is no filter: a row that is open. */
  readonly except?: readonly string[];
}

/** The filters of a page under names: those that were kept before, and the present ones to be kept. They follow the person, not the browser. */
export function SavedViews({ except = [] }: SavedViewsProps): ReactElement {
  const t = useWords(VIEWS);
  const [isOpen, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  return (
    <>
      <Button icon={<BookOutlined />} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t.views}
      </Button>
      <Drawer title={t.views} open={isOpen} onClose={close} destroyOnHidden getContainer={inRoot}>
        <Views except={except} onGone={close} />
      </Drawer>
    </>
  );
}

/** Path and filters, always in the same order. */
function useAddress(except: readonly string[]): string {
  const { pathname, search } = useLocation();
  const params = new URLSearchParams(search);
  for (const name of except) params.delete(name);
  params.sort();
  return params.size === 0 ? pathname : `${pathname}?${params.toString()}`;
}

const pathOf = (address: string): string => address.split('?')[0] ?? '';

function Views({ except, onGone }: Required<SavedViewsProps> & { readonly onGone: () => void }): ReactElement {
  const t = useWords(VIEWS);
  const address = useAddress(except);
  const kept = useAnswer('/v1/views');
  const reload = async (): Promise<void> => {
    await kept.refetch();
  };
  return (
    <div className="views-body">
      <Loaded of={kept} rows={2}>
        {({ data }) => {
          const views = data.filter((view) => pathOf(view.address) === pathOf(address));
          return (
            <>
              {views.length === 0 && <p className="quiet">{t.none}</p>}
              <List views={views} address={address} reload={reload} onGone={onGone} />
              <Keep views={views} address={address} reload={reload} />
            </>
          );
        }}
      </Loaded>
      <small className="quiet">{t.hint}</small>
    </div>
  );
}

interface KeptProps {
  readonly views: readonly View[];
  /** What is looked at now. */
  readonly address: string;
  readonly reload: () => Promise<void>;
}

function List({ views, address, reload, onGone }: KeptProps & { readonly onGone: () => void }): ReactElement {
  const t = useWords(VIEWS);
  const problem = useProblem();
  const { message } = App.useApp();
  const forget = ({ id }: View): void => {
    remove('/v1/views/{id}', { id })
      .then(reload)
      .catch((error: unknown) => message.error(problem(error)));
  };
  return (
    <ul className="views-list">
      {views.map((view) => (
        <li key={view.id} className={view.address === address ? 'is-chosen' : ''}>
          <Link
            to={view.address}
            title={view.name}
            onClick={onGone}
            {...(view.address === address && { 'aria-current': 'true' as const })}
          >
            {view.name}
          </Link>
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={filled(t.remove, { name: view.name })}
            onClick={() => forget(view)}
          />
        </li>
      ))}
    </ul>
  );
}

/** Names the present filters; a name that is there already is given to these instead. */
function Keep({ views, address, reload }: KeptProps): ReactElement {
  const t = useWords(VIEWS);
  const problem = useProblem();
  const { message } = App.useApp();
  const field = useId();
  const [name, setName] = useState('');
  const [says, setSays] = useState<string>();
  const [isSaving, setSaving] = useState(false);
  const same = views.find((view) => view.name === name.trim());
  const save = async (): Promise<void> => {
    setSaving(true);
    setSays(undefined);
    try {
      await put('/v1/views/{id}', { id: same?.id ?? crypto.randomUUID() }, { name: name.trim(), address });
      await reload();
      setName('');
      void message.success(filled(t.saved, { name: name.trim() }));
    } catch (error) {
      setSays(problem(error));
    }
    setSaving(false);
  };
  const submit = (): void => {
    if (name.trim() === '') setSays(t.nameMissing);
    else void save();
  };
  return (
    <Form layout="vertical" onFinish={submit}>
      <label htmlFor={field}>{t.name}</label>
      <div className="views-keep">
        <Input id={field} value={name} maxLength={NAME_MAX} onChange={({ target }) => setName(target.value)} />
        <Button htmlType="submit" type="primary" loading={isSaving}>
          {same ? t.replace : t.save}
        </Button>
      </div>
      {says !== undefined && (
        <p role="alert" className="money-loss">
          {says}
        </p>
      )}
    </Form>
  );
}
