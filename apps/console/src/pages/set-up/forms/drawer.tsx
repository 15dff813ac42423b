import { useState, type ReactElement } from 'react';
import { App, Button, Drawer, Form } from 'antd';
import { COMMON } from '../../../i18n/common.words';
import { useLanguage, useWords } from '../../../i18n/language';
import { AskModal } from '../../../parts/ask-modal';
import { inRoot } from '../../../parts/container';
import { Facts } from '../../../parts/facts';
import { useSetUrl, useUrlState } from '../../../parts/url-state';
import type { SetUp } from '../answers';
import { useMayChange, useSend } from '../scope';
import { FIELDS, HINTS } from '../words/fields.words';
import { FORMS, FORM_SAYS } from '../words/forms.words';
import { SET_UP } from '../words/words';
import { formNamed } from './all';
import { Control } from './control';
import type { Field, Values } from './field';
import { partsOf, type SetUpForm } from './form';
import { Lines } from './lines';
import { useOptions, type Option } from './options';
import { refusedAt } from './refused';
import { useRefusal } from './use-refusal';
import { firstValues, isAsked, sentOf } from './values';

interface DrawerProps {
  readonly merchant: string;
  readonly setUp: SetUp | undefined;
}

/** The form that the address names, for who may give its command. */
export function FormDrawer({ merchant, setUp }: DrawerProps): ReactElement | null {
  const [name] = useUrlState('form', '');
  const [text] = useUrlState('with', '');
  const mayChange = useMayChange();
  const form = formNamed(name);
  if (!form || !mayChange) return null;
  return <OpenForm key={`${name} ${text}`} form={form} opened={openedWith(text)} merchant={merchant} setUp={setUp} />;
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

interface OpenFormProps extends DrawerProps {
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
        <AskModal title={title} says={says} isDangerous send={() => submit(asked)} onClose={() => setAsked(undefined)} />
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
  const hint = useWords(HINTS);
  const { kind, name, isOptional = false } = field;
  if (kind === 'lines') return <Lines />;
  return (
    <Form.Item
      name={name.split('.')}
      label={label[field.label]}
      required={!isOptional}
      {...(field.hint && { extra: hint[field.hint] })}
    >
      <Control field={field} options={options} />
    </Form.Item>
  );
}
