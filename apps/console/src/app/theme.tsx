import { createContext, useContext, useEffect, useMemo, useState, type ReactElement, type ReactNode } from 'react';
import { App as AntApp, ConfigProvider, theme as antTheme, type MappingAlgorithm, type ThemeConfig } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { useLanguage } from '../i18n/language';

interface Chosen {
  readonly isDark: boolean;
  readonly setDark: (isDark: boolean) => void;
}

const ThemeContext = createContext<Chosen>({ isDark: false, setDark: () => undefined });
const KEPT_AS = 'hezhang.theme';

/** Colours that pass AA on their own background in both modes; styles.css has the same as variables. */
export const PALETTE = {
  light: {
    accent: '#0f5c4c',
    gain: '#0b6e4f',
    loss: '#b3261e',
    text: '#1c2422',
    quiet: '#55605d',
    line: '#dfe5e3',
    series: ['#0f5c4c', '#b26a00', '#3b5ba9', '#8a3b6e', '#5c6b2f', '#7a4b2a'],
  },
  dark: {
    accent: '#4fc3a1',
    gain: '#5fd0a5',
    loss: '#ff8a80',
    text: '#e6ecea',
    quiet: '#a3afac',
    line: '#2f3a37',
    series: ['#4fc3a1', '#f0b457', '#8fb0ff', '#e39ac8', '#b9cf7a', '#dba37d'],
  },
} as const;

/** antd dims what it derives from a colour for the dark; ours are chosen for it, and dimmed would fail AA. */
const undimmed: MappingAlgorithm = (_, map = antTheme.darkAlgorithm(antTheme.defaultSeed)) => {
  const { accent, loss } = PALETTE.dark;
  return { ...map, colorPrimary: accent, colorLink: accent, colorInfo: accent, colorError: loss };
};

const TOKENS = (isDark: boolean): ThemeConfig => {
  const { accent, loss, quiet } = PALETTE[isDark ? 'dark' : 'light'];
  return {
    // Their styles are a file of the build.
    zeroRuntime: true,
    hashed: false,
    algorithm: isDark ? [antTheme.darkAlgorithm, undimmed] : antTheme.defaultAlgorithm,
    token: {
      colorPrimary: accent,
      colorLink: accent,
      colorInfo: accent,
      colorError: loss,
      colorTextDescription: quiet,
      colorTextTertiary: quiet,
      colorTextQuaternary: quiet,
      colorTextPlaceholder: quiet,
      ...(!isDark && { colorWarning: '#7a4f00', colorWarningBg: '#fff6dd' }),
      borderRadius: 6,
      // Cut short by a style sheet instead, it would leave menus and lists of choices outside of the window.
      motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      fontFamily:
        "-apple-system, BlinkMacSystemFont, 'Segoe UI', 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif",
      ...(isDark
        ? {
            colorBgBase: '#121816',
            colorTextLightSolid: '#06231c',
            colorPrimaryBg: '#1c332c',
            colorInfoBg: '#16261f',
            colorInfoBorder: '#2c5447',
          }
        : { colorBgLayout: '#f3f6f5', colorPrimaryBg: '#e2f0eb', colorInfoBg: '#eaf4f0', colorInfoBorder: '#b9d8cd' }),
    },
    components: {
      Layout: {
        headerPadding: '0 16px',
        headerHeight: 56,
        siderBg: isDark ? '#161d1b' : '#ffffff',
        headerBg: isDark ? '#161d1b' : '#ffffff',
      },
    },
  };
};

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
  useEffect(() => {
    localStorage.setItem(KEPT_AS, isDark ? 'dark' : 'light');
    document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
  }, [isDark]);
  dayjs.locale(language === 'en' ? 'en' : 'zh-cn');
  const chosen = useMemo(() => ({ isDark, setDark }), [isDark]);
  const config = useMemo(() => TOKENS(isDark), [isDark]);
  return (
    <ThemeContext value={chosen}>
      <ConfigProvider
        locale={language === 'en' ? enUS : zhCN}
        theme={config}
        csp={{ nonce }}
        button={{ autoInsertSpace: false }}
      >
        <AntApp component={false}>{children}</AntApp>
      </ConfigProvider>
    </ThemeContext>
  );
}

export const useTheme = (): Chosen => useContext(ThemeContext);
