import { useEffect, useState, type ReactElement } from 'react';
import { Alert, Button, Divider, Form, Input } from 'antd';
import { useLocation, useSearchParams } from 'react-router';
import { useAnswer } from '../api/answers';
import { signIn } from '../api/client';
import { ApiProblem, PROBLEMS } from '../api/problem';
import { COMMON } from '../i18n/common.words';
import { filled, useWords } from '../i18n/language';
import mark from '../mark.svg';
import { useProblem } from '../parts/states';
import { APP } from './app.words';
import { LanguageSwitch, ThemeSwitch } from './switches';

/** In the address after a provider sent somebody back who was not signed in, or is signed out. */
const CODE = 'signIn';
const SIGNED_OUT = 'SIGNED_OUT';
const REFUSED = 401;

/** What came back from the provider, said until something else is tried; the address forgets it at once. */
function useReturned(): ApiProblem | typeof SIGNED_OUT | undefined {
  const [params, setParams] = useSearchParams();
  const code = params.get(CODE);
  const [returned] = useState(() => (code === null ? undefined : whatReturned(code)));
  useEffect(() => {
    if (code === null) return;
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        after.delete(CODE);
        return after;
      },
      { replace: true },
    );
  }, [code, setParams]);
  return returned;
}

const whatReturned = (code: string): ApiProblem | typeof SIGNED_OUT =>
  code === SIGNED_OUT ? code : new ApiProblem(knownCode(code), REFUSED);

/** An address is anybody's to write: what we have no words for is not repeated. */
const knownCode = (code: string): string => (Object.hasOwn(PROBLEMS.en, code) ? code : 'OIDC_REFUSED');

/** The way to the provider, which leads back to this page. A link, because the policy takes no form to another site. */
function AccountButton({ label }: { readonly label: string }): ReactElement {
  const t = useWords(APP);
  const { pathname, search } = useLocation();
  const back = new URLSearchParams({ returnTo: pathname + search });
  return (
    <>
      <Button type="primary" size="large" block href={`/session/oidc?${back.toString()}`}>
        {filled(t.signInWith, { label })}
      </Button>
      <Divider plain>{t.orKey}</Divider>
    </>
  );
}

/** The door: an account of a provider or a key becomes a session, of which the page never sees the secret. */
export function SignIn({ onSignedIn }: { readonly onSignedIn: () => void }): ReactElement {
  const t = useWords(APP);
  const { product } = useWords(COMMON);
  const says = useProblem();
  const [error, setError] = useState<unknown>(useReturned());
  const oidc = useAnswer('/session/methods').data?.oidc;
  const [isBusy, setBusy] = useState(false);
  const enter = async ({ key }: { readonly key: string }): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await signIn(key.trim());
      onSignedIn();
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  return (
    <main className="sign-in">
      <div className="panel sign-in-card">
        <img src={mark} alt={product} />
        <h1>{t.signInTitle}</h1>
        <p className="quiet">{oidc ? t.signInChoice : t.signInHint}</p>
        {error === SIGNED_OUT && <Alert type="success" showIcon title={t.signedOut} role="status" />}
        {error !== undefined && error !== SIGNED_OUT && <Alert type="error" showIcon title={says(error)} role="alert" />}
        {oidc && <AccountButton label={oidc.label} />}
        <Form layout="vertical" requiredMark={false} onFinish={(values: { key: string }) => void enter(values)}>
          <Form.Item
            name="key"
            label={t.key}
            extra={t.keyHint}
            rules={[{ required: true, whitespace: true, message: t.keyMissing }]}
          >
            <Input.Password autoFocus autoComplete="current-password" size="large" maxLength={512} />
          </Form.Item>
          <Button type={oidc ? 'default' : 'primary'} htmlType="submit" size="large" block loading={isBusy}>
            {t.signIn}
          </Button>
        </Form>
        <div className="sign-in-tools">
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </div>
    </main>
  );
}
