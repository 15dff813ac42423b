import { yuan, type ColumnKind } from './table.js';

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

export const SHEET_START = `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>`;
export const SHEET_END = '</sheetData></worksheet>';

/** Styles of cells by their place in `cellXfs`: 0 general, 1 text, 2 two decimals. */
const TEXT = 1;
const DECIMALS = 2;

export const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="1"><font/></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="4" applyNumberFormat="1"/></cellXfs></styleSheet>`;

export const RELATIONS = `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

const numbers = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index + 1));

export const CONTENT_TYPES = (sheets: number): string => {
  const parts = numbers(sheets).map(
    (number) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${TYPE}.worksheet+xml"/>`,
  );
  return `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${parts.join('')}</Types>`;
};

/** Sheets of rows, numbered from the second on, and `made` behind them. */
export function workbookOf(name: string, sheets: number): string {
  const names = [...numbers(sheets).map((number) => (number === '1' ? name : `${name} ${number}`)), 'made'];
  const all = names.map((each, index) => {
    const number = String(index + 1);
    return `<sheet name="${each}" sheetId="${number}" r:id="rId${number}"/>`;
  });
  return `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${all.join('')}</sheets></workbook>`;
}

export function workbookRelationsOf(sheets: number): string {
  const all = numbers(sheets).map(
    (number) => `<Relationship Id="rId${number}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${number}.xml"/>`,
  );
  const styles = `<Relationship Id="rId${String(sheets + 1)}" Type="${OFFICE}/styles" Target="styles.xml"/>`;
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${all.join('')}${styles}</Relationships>`;
}

export interface Cell {
  readonly kind: ColumnKind;
  readonly value: string | number | null;
}

/** A row of a sheet, numbered from 1. Text is a string of its own, never a formula. */
export const rowOf = (row: number, cells: readonly Cell[]): string =>
  `<row r="${String(row)}">${cells.map((cell, index) => cellOf(cell, `${letters(index)}${String(row)}`)).join('')}</row>`;

function cellOf({ kind, value }: Cell, at: string): string {
  if (value === null || value === '') return '';
  if (typeof value === 'string')
    return `<c r="${at}" s="${String(TEXT)}" t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
  return kind === 'fen'
    ? `<c r="${at}" s="${String(DECIMALS)}"><v>${yuan(value)}</v></c>`
    : `<c r="${at}"><v>${String(value)}</v></c>`;
}

/** 0 → A, 25 → Z, 26 → AA. */
function letters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last;
}

const MARKUP: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

// eslint-disable-next-line no-control-regex -- XML has no way to say these; the format has one of its own
const UNSAYABLE = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g;

/** `_x0041_` is how the format says a character by its number, so what looks like it is told with its underscore escaped. */
export const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll(UNSAYABLE, (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replaceAll(/[&<>"]/g, (character) => MARKUP[character] ?? character);
