import { createContext, useContext, useEffect, useMemo, useState, type ReactElement, type ReactNode } from 'react';

export type Language = 'zh-CN' | 'en';

/** The same words in both languages: a word that one of them lacks does not compile. */
export interface Words<K extends string = string> {
  readonly 'zh-CN': Readonly<Record<K, string>>;
  readonly en: Readonly<Record<K, string>>;
}

export const defineWords = <const K extends string>(
  zh: Readonly<Record<K, string>>,
  en: Readonly<Record<NoInfer<K>, string>>,
): Words<K> => ({ 'zh-CN': zh, en });

/** Puts values where a text names them in braces. */
export const filled = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

interface Chosen {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
}

const LanguageContext = createContext<Chosen>({ language: 'en', setLanguage: () => undefined });
const KEPT_AS = 'hezhang.language';

/** What was chosen here before, else Chinese where the browser speaks it. */
function initial(): Language {
  const kept = localStorage.getItem(KEPT_AS);
  if (kept === 'zh-CN' || kept === 'en') return kept;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

export function LanguageProvider({ children }: { readonly children: ReactNode }): ReactElement {
  const [language, setLanguage] = useState(initial);
  useEffect(() => {
    localStorage.setItem(KEPT_AS, language);
    document.documentElement.lang = language;
  }, [language]);
  const chosen = useMemo(() => ({ language, setLanguage }), [language]);
  return <LanguageContext value={chosen}>{children}</LanguageContext>;
}

export const useLanguage = (): Chosen => useContext(LanguageContext);

/** The words of a dictionary in the language of the moment. */
export function useWords<K extends string>(words: Words<K>): Readonly<Record<K, string>> {
  return words[useLanguage().language];
}

/** What a code of the ledger is called; a code that nobody named is shown as it is. */
export function useNames(names: Words): (code: string) => string {
  const known = useWords(names);
  return (code) => known[code] ?? code;
}
