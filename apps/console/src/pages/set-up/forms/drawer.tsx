import { useState, type ReactElement } from 'react';
import { App, Button, Drawer, Form } from 'antd';
import { useAnswer } from '../../../api/answers';
import { COMMON } from '../../../i18n/common.words';
import { filled, useLanguage, useWords } from '../../../i18n/language';
import { AskModal } from '../../../parts/ask-modal';
import { inRoot } from '../../../parts/container';
import { Facts } from '../../../parts/facts';
import { useSetUrl, useUrlState } from '../../../parts/url-state';
import type { SetUp } from '../answers';
import { useMayChange, useOpenForm, useSend } from '../scope';
import { FIELDS, HINTS } from '../words/fields.words';
import { FORMS, FORM_SAYS, type FormWord } from '../words/forms.words';
import { SET_UP } from '../words/words';
import { formNamed } from './all';
import { Control } from './control';
import type { Field, Source, Values } from './field';
import { partsOf, type SetUpForm } from './form';
import { FORGETS, Lines } from './lines';
import { useOptions, type Option } from './options';
import { refusedAt } from './refused';
import { useRefusal } from './use-refusal';
import { firstValues, isAsked, sentOf } from './values';

/** The form that the address names, for who may give its command. Without a merchant: to register the first. */
export function FormDrawer({ merchant }: { readonly merchant: string }): ReactElement | null {
  const [name] = useUrlState('form', '');
  const [text] = useUrlState('with', '');
  const mayChange = useMayChange();
  const setUp = useAnswer('/v1/merchants/{id}/setup', { path: { id: merchant } }, { enabled: merchant !== '' });
  const form = formNamed(name);
  if (!form || !mayChange) return null;
  // Its choices come from the set-up; who registers a merchant needs none, and sees it through while the page turns to the new one.
  const isReady = setUp.data !== undefined || form.name === 'merchant';
  if (!isReady) return null;
  const opened = openedWith(text);
  return <OpenForm key={`${name} ${text}`} form={form} opened={opened} merchant={merchant} setUp={setUp.data?.data} />;
}

/** What somebody else wrote into the address may be anything. */
function openedWith(text: string): Values {
  try {
    const opened = JSON.parse(text) as unknown;
    return typeof opened === 'object' && opened !== null ? (opened as Values) : {};
  } catch {
    return {};
  }
}

interface OpenFormProps {
  readonly merchant: string;
  readonly setUp: SetUp | undefined;
  readonly form: SetUpForm;
  readonly opened: Values;
}

function OpenForm({ form, opened, merchant, setUp }: OpenFormProps): ReactElement {
  const t = useWords(SET_UP);
  const common = useWords(COMMON);
  const title = useWords(FORMS)[form.name];
  const says = useWords(FORM_SAYS)[form.name];
  const setUrl = useSetUrl();
  const [antForm] = Form.useForm<Values>();
  const { isSending, refusal, submit } = useSubmit(form, opened, merchant, antForm);
  const [asked, setAsked] = useState<Values>();
  const problem = useRefusal();
  const about = partsOf(form)
    .map((name) => String(opened[name]))
    .join(' ');
  const close = (): void => setUrl({ form: '', with: '' });
  return (
    <Drawer
      open
      title={title}
      onClose={close}
      getContainer={inRoot}
      size={form.fields.some(({ kind }) => kind === 'lines') ? 'large' : 'default'}
      className="set-up-form"
      footer={
        <div className="set-up-form-foot">
          <Button onClick={close}>{common.cancel}</Button>
          <Button type="primary" danger={form.isDangerous ?? false} loading={isSending} onClick={() => antForm.submit()}>
            {title}
          </Button>
        </div>
      }
    >
      <p className="set-up-form-says">{says}</p>
      <About form={form} opened={opened} />
      <Fields form={form} antForm={antForm} opened={opened} setUp={setUp} onFinish={form.isDangerous ? setAsked : submit} />
      {refusal !== undefined && (
        <p role="alert" className="money-loss">
          {problem(refusal)}
        </p>
      )}
      {asked && (
        <AskModal
          title={title}
          says={`${about} · ${says}`}
          isDangerous
          send={() => submit(asked)}
          onClose={() => setAsked(undefined)}
        />
      )}
      <p className="visually-hidden" role="status">
        {isSending ? t.sending : ''}
      </p>
    </Drawer>
  );
}

type AntForm = ReturnType<typeof Form.useForm<Values>>[0];

/** Sends what was typed in; what the server refuses is told at its field. */
function useSubmit(form: SetUpForm, opened: Values, merchant: string, antForm: AntForm) {
  const { language } = useLanguage();
  const t = useWords(SET_UP);
  const { message } = App.useApp();
  const send = useSend(form.path);
  const setUrl = useSetUrl();
  const [isSending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const submit = async (values: Values): Promise<void> => {
    setSending(true);
    setRefusal(undefined);
    const { parts, body } = sentOf(form.fields, values);
    const named = Object.fromEntries(partsOf(form).map((name) => [name, opened[name]]));
    try {
      await send({ ...named, ...parts, id: merchant }, body);
      void message.success(t.sent);
      const isNew = form.name === 'merchant' ? { merchant: String(body['id']), step: 'stores', show: '' } : {};
      setUrl({ ...isNew, form: '', with: '' });
    } catch (error) {
      const { at, rest } = refusedAt(error, form.fields, language);
      antForm.setFields(at.map(({ name, errors }) => ({ name, errors })));
      const [first] = at;
      if (first) antForm.scrollToField(first.name, { focus: true });
      setRefusal(rest);
      setSending(false);
    }
  };
  return { isSending, refusal, submit };
}

/** What the command is about, where that is not to be chosen. */
function About({ form, opened }: Pick<OpenFormProps, 'form' | 'opened'>): ReactElement | null {
  const label: Readonly<Record<string, string>> = useWords(FIELDS);
  const asked = form.fields.filter(({ isPart }) => isPart).map(({ name }) => name);
  const parts = partsOf(form).filter((name) => !asked.includes(name) && opened[name] !== undefined);
  if (parts.length === 0) return null;
  const labelOf = (name: string): string => label[ABOUT[name] ?? name] ?? name;
  return <Facts facts={parts.map((name) => ({ name: labelOf(name), value: String(opened[name]) }))} />;
}

const ABOUT: Readonly<Record<string, string>> = {
  kind: 'accountKind',
  scheduleId: 'scheduleNew',
  destinationId: 'destinationNew',
};

interface FieldsProps {
  readonly form: SetUpForm;
  readonly antForm: AntForm;
  readonly opened: Values;
  readonly setUp: SetUp | undefined;
  readonly onFinish: (values: Values) => unknown;
}

function Fields({ form, antForm, opened, setUp, onFinish }: FieldsProps): ReactElement {
  const options = useOptions(setUp);
  const values = Form.useWatch([], antForm);
  const optionsOf = ({ from }: Field): readonly Option[] => (from === undefined ? [] : options(from));
  const first = firstValues(form.fields, opened, (field) => {
    const [one, other] = field.kind === 'choice' && !field.isOptional ? optionsOf(field) : [];
    return other === undefined ? one?.value : undefined;
  });
  return (
    <Form
      form={antForm}
      layout="vertical"
      requiredMark="optional"
      initialValues={first}
      onFinish={(typed) => void onFinish(typed)}
      className="set-up-fields"
    >
      {form.fields.map((field) =>
        isAsked(field, { ...first, ...values }) ? <OneField key={field.name} field={field} options={optionsOf(field)} /> : null,
      )}
    </Form>
  );
}

function OneField({ field, options }: { readonly field: Field; readonly options: readonly Option[] }): ReactElement {
  const label = useWords(FIELDS);
  const { kind, name, from, isOptional = false } = field;
  const adds = kind === 'choice' && from && options.length === 0 ? ADDS[from] : undefined;
  if (kind === 'lines') return <Lines />;
  return (
    <Form.Item
      name={name.split('.')}
      label={label[field.label]}
      required={!isOptional}
      rules={FORGETS}
      {...((field.hint ?? adds) ? { extra: <Extra field={field} adds={adds} /> } : {})}
    >
      <Control field={field} options={options} />
    </Form.Item>
  );
}

/** What adds a choice where there is none yet. */
const ADDS: Partial<Readonly<Record<Source, FormWord>>> = {
  stores: 'store',
  shops: 'shop',
  interfaces: 'interface',
  models: 'posModel',
};

function Extra({ field, adds }: { readonly field: Field; readonly adds: FormWord | undefined }): ReactElement {
  const hint = useWords(HINTS);
  const t = useWords(SET_UP);
  const form = useWords(FORMS);
  const open = useOpenForm();
  return (
    <>
      {field.hint && hint[field.hint]}
      {adds && (
        <Button type="link" size="small" onClick={() => open(adds)}>
          {filled(t.addFirst, { what: form[adds] })}
        </Button>
      )}
    </>
  );
}
