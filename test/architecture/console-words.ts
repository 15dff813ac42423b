import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as ts from 'typescript';

const SOURCES = join(process.cwd(), 'apps', 'console', 'src');

/** What people read or hear; everything else that stands in quotes is a code. */
const SAID = new Set([
  'title',
  'label',
  'placeholder',
  'alt',
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'aria-valuetext',
  'okText',
  'cancelText',
  'description',
  'help',
  'extra',
]);
const LETTER = /\p{L}/u;
/** Names that are the same in every language. */
const NAMES = /SHA-256/g;
/** A key of a dictionary or of the ledger, where a property has it. */
const CODE = /^[a-z][A-Za-z0-9_-]*$/;

/** Of both languages: what stands behind a key. */
export interface Dictionary {
  readonly zh: ReadonlyMap<string, string>;
  readonly en: ReadonlyMap<string, string>;
}

const parsed = (file: string, text: string): ts.SourceFile =>
  ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);

/** The console's files that end so, by their place in its sources. */
export const consoleFiles = (ending: string): string[] =>
  readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => relative(SOURCES, join(SOURCES, file)))
    .sort();

export const textOf = (file: string): string => readFileSync(join(SOURCES, file), 'utf8');

/** Words that stand in a component itself, `line: words`: in one language only. Names of keys (`kbd`) are the same in all. */
export function wordsOutside(file: string, text: string): string[] {
  const source = parsed(file, text);
  const found: string[] = [];
  const tell = (node: ts.Node, words: string): void => {
    if (LETTER.test(words.replaceAll(NAMES, '')))
      found.push(`${String(source.getLineAndCharacterOfPosition(node.getStart()).line + 1)}: ${words.trim()}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJsxElement(node) && node.openingElement.tagName.getText() === 'kbd') return;
    if (ts.isJsxText(node)) tell(node, node.text);
    if (ts.isJsxExpression(node) && node.expression && !ts.isJsxAttribute(node.parent)) saidBy(node.expression, tell);
    if (ts.isJsxAttribute(node) && SAID.has(node.name.getText()) && node.initializer) saidBy(node.initializer, tell);
    if (ts.isPropertyAssignment(node) && SAID.has(keyOf(node.name))) {
      saidBy(node.initializer, (part, words) => CODE.test(words) || tell(part, words));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** What either side of may be said; a comparison is not. */
const JOINS = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);

/** The literals that an expression may come to. */
function saidBy(node: ts.Node, tell: (node: ts.Node, words: string) => void): void {
  if (ts.isStringLiteralLike(node)) tell(node, node.text);
  else if (ts.isTemplateExpression(node)) {
    tell(node, [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(' '));
  } else if (ts.isConditionalExpression(node)) [node.whenTrue, node.whenFalse].forEach((part) => saidBy(part, tell));
  else if (ts.isBinaryExpression(node) && JOINS.has(node.operatorToken.kind)) {
    [node.left, node.right].forEach((part) => saidBy(part, tell));
  } else if (ts.isParenthesizedExpression(node)) saidBy(node.expression, tell);
  else if (ts.isJsxExpression(node) && node.expression) saidBy(node.expression, tell);
}

/** A dictionary of the console by its file and name, read without running it. */
export function dictionary(file: string, name: string): Dictionary {
  const made = initializerOf(file, name);
  if (ts.isCallExpression(made)) {
    const [zh, en] = made.arguments.map(pairsOf);
    return { zh: zh ?? new Map(), en: en ?? new Map() };
  }
  if (!ts.isObjectLiteralExpression(made)) throw new Error(`${file}: ${name} is no dictionary`);
  const languages = new Map(
    made.properties.filter(ts.isPropertyAssignment).map((one) => [keyOf(one.name), pairsOf(one.initializer)]),
  );
  return { zh: languages.get('zh-CN') ?? new Map(), en: languages.get('en') ?? new Map() };
}

/** The same of one language alone. */
export const pairs = (file: string, name: string): ReadonlyMap<string, string> => pairsOf(initializerOf(file, name));

function initializerOf(file: string, name: string): ts.Expression {
  const found = parsed(file, textOf(file))
    .statements.filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations)
    .find((declaration) => declaration.name.getText() === name)?.initializer;
  if (!found) throw new Error(`${file} has no ${name}`);
  return found;
}

const keyOf = (name: ts.PropertyName): string => (ts.isStringLiteralLike(name) ? name.text : name.getText());

function pairsOf(node: ts.Node): ReadonlyMap<string, string> {
  if (!ts.isObjectLiteralExpression(node)) return new Map();
  return new Map(
    node.properties
      .filter(ts.isPropertyAssignment)
      .map(({ name, initializer }) => [keyOf(name), ts.isStringLiteralLike(initializer) ? initializer.text : '']),
  );
}
