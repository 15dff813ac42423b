import type { ReactElement } from 'react';
import { MoonOutlined, SunOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useLanguage, useWords } from '../i18n/language';
import { APP } from './app.words';
import { useTheme } from './theme';

/** Each language names the other in its own script. */
const OTHER = { 'zh-CN': 'EN', en: '中' } as const;

export function LanguageSwitch(): ReactElement {
  const t = useWords(APP);
  const { language, setLanguage } = useLanguage();
  return (
    <Button
      type="text"
      aria-label={t.language}
      title={t.language}
      onClick={() => setLanguage(language === 'en' ? 'zh-CN' : 'en')}
    >
      {OTHER[language]}
    </Button>
  );
}

export function ThemeSwitch(): ReactElement {
  const t = useWords(APP);
  const { isDark, setDark } = useTheme();
  const label = isDark ? t.toLight : t.toDark;
  return (
    <Button
      type="text"
      aria-label={label}
      title={label}
      icon={isDark ? <SunOutlined /> : <MoonOutlined />}
      onClick={() => setDark(!isDark)}
    />
  );
}
