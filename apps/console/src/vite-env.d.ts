/// <reference types="vite/client" />

/** Of the build: build/antd-styles.mjs. */
declare module 'virtual:antd/base.css';
declare module 'virtual:antd/tokens' {
  type Tokens = NonNullable<import('antd').ThemeConfig['token']>;
  /** `dark`: what is other than in the light. */
  const tokens: { readonly light: Tokens; readonly dark: Tokens };
  export default tokens;
}
