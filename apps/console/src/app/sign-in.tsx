import { useState, type ReactElement } from 'react';
import { Alert, Button, Form, Input } from 'antd';
import { signIn } from '../api/client';
import { COMMON } from '../i18n/common.words';
import { useWords } from '../i18n/language';
import mark from '../mark.svg';
import { useProblem } from '../parts/states';
import { APP } from './app.words';
import { LanguageSwitch, ThemeSwitch } from './switches';

/** The door: a key becomes a session, of which the page never sees the secret. */
export function SignIn({ onSignedIn }: { readonly onSignedIn: () => void }): ReactElement {
  const t = useWords(APP);
  const { product } = useWords(COMMON);
  const says = useProblem();
  const [error, setError] = useState<unknown>();
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
        <p className="quiet">{t.signInHint}</p>
        {error !== undefined && <Alert type="error" showIcon title={says(error)} role="alert" />}
        <Form layout="vertical" requiredMark={false} onFinish={(values: { key: string }) => void enter(values)}>
          <Form.Item
            name="key"
            label={t.key}
            extra={t.keyHint}
            rules={[{ required: true, whitespace: true, message: t.keyMissing }]}
          >
            <Input.Password autoFocus autoComplete="current-password" size="large" maxLength={512} />
          </Form.Item>
          <Button type="primary" htmlType="submit" size="large" block loading={isBusy}>
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
