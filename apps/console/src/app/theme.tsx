import { createContext, useContext, useLayoutEffect, useMemo, useState, type ReactElement, type ReactNode } from 'react';
import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import TOKENS from 'virtual:antd/tokens';
import { useLanguage } from '../i18n/language';
import { Messages } from './messages';

interface Chosen {
  readonly isDark: boolean;
  readonly setDark: (isDark: boolean) => void;
}

const ThemeContext = createContext<Chosen>({ isDark: false, setDark: () => undefined });
const KEPT_AS = 'hezhang.theme';

function initial(): boolean {
  const kept = localStorage.getItem(KEPT_AS);
  return kept === null ? matchMedia('(prefers-color-scheme: dark)').matches : kept === 'dark';
}

/** The nonce of this answer of the page: styles that components make carry it. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

/** Colours, component language and style nonce for all that stands below. */
export function ThemeProvider({ children }: { readonly children: ReactNode }): ReactElement {
  const [isDark, setDark] = useState(initial);
  const { language } = useLanguage();
  useLayoutEffect(() => {
    localStorage.setItem(KEPT_AS, isDark ? 'dark' : 'light');
    document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
  }, [isDark]);
  dayjs.locale(language === 'en' ? 'en' : 'zh-cn');
  const chosen = useMemo(() => ({ isDark, setDark }), [isDark]);
  const config = useMemo(() => {
    const isMoving = !matchMedia('(prefers-reduced-motion: reduce)').matches;
    return { zeroRuntime: true, hashed: false, token: { ...TOKENS.light, ...(isDark && TOKENS.dark), motion: isMoving } };
  }, [isDark]);
  return (
    <ThemeContext value={chosen}>
      <ConfigProvider
        locale={language === 'en' ? enUS : zhCN}
        theme={config}
        csp={{ nonce }}
        button={{ autoInsertSpace: false }}
      >
        <Messages>{children}</Messages>
      </ConfigProvider>
    </ThemeContext>
  );
}

export const useTheme = (): Chosen => useContext(ThemeContext);
