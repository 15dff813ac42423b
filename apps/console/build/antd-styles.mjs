// The styles of antd's components as files of the build, each loaded with its component: made in the browser they cost a second and
// more of a phone's time, and all in one file half of what a phone then had to read was for pages that nobody had opened.
import { StyleProvider, createCache, extractStyle } from '@ant-design/cssinjs';
import { extractStyle as withAllComponents } from '@ant-design/static-style-extract';
import { ConfigProvider } from 'antd';
import { createElement } from 'react';
import { themeOf } from '../src/app/tokens.ts';

const PREFIX = 'virtual:antd/';
/** Of no component: what they share, and the variables of the theme. */
const BASE = 'base';
const TOKENS = `${PREFIX}tokens`;
const OF_ANTD = /\/node_modules\/antd\/es\/.+\.js$/;

/** For what nobody sees in a list of all components: of these the console uses none. */
const UNSEEN = ['BackTop', 'Form-item-item', 'Pagination-bordered'];

/** What makes styles and what they are made of in the browser, and what stands in its place: names that need no style made. */
const MAKERS = new Map([
  ['genStyleHooks', "(() => ['', ''])"],
  ['genComponentStyleHook', "(() => '')"],
  ['genSubStyleComponent', '(() => null)'],
  ['genStyleUtils', '({})'],
  ['useStyleRegister', 'undefined'],
  ['createTheme', '({})'],
  ['useCacheToken', "[rootDesignToken, '', rootDesignToken]"],
]);

/**
 * In each module of antd that would make styles: takes that out, and puts an import of the file in, which holds them. What else antd
 * reads of a theme, `virtual:antd/tokens` has.
 */
export const antdStyles = () => {
  let made;
  return {
    name: 'antd-styles',
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return undefined;
      made ??= madeByAntd();
      if (id === `\0${TOKENS}`) return `export default ${JSON.stringify(made.tokens)};`;
      const name = id.slice(PREFIX.length + 1, -'.css'.length);
      if (!made.styles.has(name) && !UNSEEN.includes(name))
        this.error(`antd was not seen to make any styles for ${name}: see build/antd-styles.mjs`);
      return made.styles.get(name) ?? '';
    },
    transform(code, id) {
      if (!OF_ANTD.test(id) || ![...MAKERS.keys()].some((maker) => code.includes(`${maker}(`))) return undefined;
      return withoutMakers(code, callsIn(this.parse(code)));
    },
  };
};

function withoutMakers(code, calls) {
  let rest = code;
  for (const { start, end, maker } of calls.toReversed()) rest = rest.slice(0, start) + MAKERS.get(maker) + rest.slice(end);
  const names = new Set(calls.flatMap(({ name }) => (name === undefined ? [] : [name, name.split('-')[0]])));
  return { code: [...names].map((name) => `import '${PREFIX}${name}.css';\n`).join('') + rest, map: null };
}

/** Where styles are made, in the order of the text, and for which component where that is said: `Button`, `Input-Shared`. */
function callsIn(node) {
  if (node === null || typeof node !== 'object') return [];
  if (node.type === 'CallExpression' && MAKERS.has(node.callee.name)) {
    const [{ value, elements }] = node.arguments;
    const name = value ?? elements?.map((part) => part.value).join('-');
    return [{ start: node.start, end: node.end, maker: node.callee.name, name }];
  }
  return Object.values(node)
    .flat()
    .flatMap(callsIn)
    .sort((a, b) => a.start - b.start);
}

/** Everything that antd makes: styles of every component, by the name under which it makes them, and its tokens. */
function madeByAntd() {
  const light = cacheOf(themeOf({ isDark: false, isMoving: true }));
  const dark = cacheOf(themeOf({ isDark: true, isMoving: true }));
  const still = cacheOf(themeOf({ isDark: false, isMoving: false }));
  const tokens = tokensIn(light);
  return {
    styles: stylesOf(light, variablesIn(dark), variablesIn(still)),
    tokens: { light: Object.fromEntries(tokens), dark: Object.fromEntries(changed(tokens, tokensIn(dark))) },
  };
}

function stylesOf(light, dark, still) {
  const variables = variablesIn(light);
  const styles = stylesIn(light);
  const names = new Set([...variables.keys(), ...styles.keys()]);
  return new Map(
    [...names].map((name) => {
      const all = variables.get(name);
      const rules = [
        rule(':root', all),
        rule(":root[data-theme='dark']", changed(all, dark.get(name))),
        rule('@media (prefers-reduced-motion: reduce){:root', changed(all, still.get(name)), '}'),
      ];
      return [name, rules.join('') + (styles.get(name) ?? '')];
    }),
  );
}

function cacheOf(theme) {
  const cache = createCache();
  withAllComponents({
    customTheme: (all) => createElement(StyleProvider, { cache }, createElement(ConfigProvider, { theme }, all)),
  });
  return cache;
}

/** Colours, sizes and times by antd's own names for them. */
function tokensIn(cache) {
  const [, [, entry]] = [...cache.cache].find(([key]) => key.startsWith('token%'));
  const [, , all] = entry;
  return new Map(Object.entries(all).filter(([name, value]) => !name.startsWith('_') && typeof value !== 'object'));
}

/** Variables by component, those of the theme under `base`. Wherever they are used, they are the same: they can stand at the root. */
function variablesIn(cache) {
  const found = new Map();
  for (const [key, text] of textsIn(cache, ['token', 'cssVar'])) {
    const [type, component] = key.split('%');
    const name = type === 'token' ? BASE : component;
    const values = found.get(name) ?? new Map();
    for (const [, variable, value] of text.matchAll(/(--[\w-]+):([^;}]+)/g)) values.set(variable, value);
    found.set(name, values);
  }
  return found;
}

function stylesIn(cache) {
  const found = new Map();
  for (const [key, text] of textsIn(cache, ['style'])) {
    const path = key.split('%')[2];
    // `Input-Shared` of a part, `Input-Input` of the whole.
    const [component, ...part] = path.split('-');
    const isOfOne = /^[A-Z]/.test(component) && component !== 'Shared';
    const name = !isOfOne ? BASE : part.join('-') === component ? component : path;
    found.set(name, (found.get(name) ?? '') + text);
  }
  return found;
}

/** Each entry by itself, as a style sheet would have it. */
function textsIn(cache, types) {
  return [...cache.cache].map(([key, entry]) => {
    const one = createCache();
    one.cache.set(key, entry);
    return [key, extractStyle(one, { plain: true, types }).replace(/\.data-ant-cssinjs-cache-path\{[^}]*\}/, '')];
  });
}

const changed = (from = new Map(), to = new Map()) => new Map([...to].filter(([name, value]) => from.get(name) !== value));

const rule = (selector, values = new Map(), end = '') =>
  values.size === 0 ? '' : `${selector}{${[...values].map((pair) => pair.join(':')).join(';')}}${end}\n`;
