import { unzipSync, strFromU8 } from 'fflate';
import { csv } from './csv.js';
import { json } from './json.js';
import { digestOf, type Made } from './made.js';
import { columnsOf, yuan, type Table } from './table.js';
import { allOf } from './testing.js';
import { escaped } from './xlsx-parts.js';
import { xlsx } from './xlsx.js';

interface Row {
  readonly id: string;
  readonly text: string | null;
  readonly amount: number;
  readonly count: number;
  readonly codes: readonly string[];
}

const MADE: Made = { what: 'things', position: '0000000000000007', asOf: 'now', digest: 'ab', query: { status: 'paid' } };
const COLUMNS = columnsOf<Row>({ id: 'id', text: 'text', amount: 'fen', count: 'count', codes: 'text' });
const row = (fields: Partial<Row>): Row => ({ id: '1', text: null, amount: 0, count: 0, codes: [], ...fields });

async function* pagesOf(...pages: readonly (readonly Row[])[]): AsyncGenerator<readonly Row[]> {
  for (const page of pages) yield await Promise.resolve(page);
}

const tableOf = (...pages: readonly (readonly Row[])[]): Table<Row> => ({
  made: MADE,
  columns: COLUMNS,
  pages: pagesOf(...pages),
});

const textOf = async (parts: AsyncIterable<string>): Promise<string> => (await allOf(parts)).join('');

async function sheetsOf(parts: AsyncIterable<Uint8Array>): Promise<{ bytes: Buffer; files: Record<string, string> }> {
  const bytes = Buffer.concat(await allOf(parts));
  const files = Object.entries(unzipSync(bytes)).map(([name, content]): [string, string] => [name, strFromU8(content)]);
  return { bytes, files: Object.fromEntries(files) };
}

describe('yuan', () => {
  it.each([
    [0, '0.00'],
    [5, '0.05'],
    [-5, '-0.05'],
    [12_990, '129.90'],
    [-Number.MAX_SAFE_INTEGER, '-90071992547409.91'],
  ])('of %i are %s', (fen, text) => {
    expect(yuan(fen)).toBe(text);
  });
});

describe('a table as CSV', () => {
  const cellOf = async (text: string): Promise<string> => {
    const lines = (await textOf(csv(tableOf([row({ text })])))).split('\r\n');
    return (lines[1] ?? '').slice('1\t,'.length, -',0.00,0,'.length);
  };

  it.each([
    ['=1+1', "'=1+1"],
    ['+8613', "'+8613"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['＝1+1', "'＝1+1"],
    ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
    ['-', '-'],
    ['茶, 铺', '"茶, 铺"'],
    ['a=b', 'a=b'],
  ])('tells %s as %s', async (text, cell) => {
    expect(await cellOf(text)).toBe(cell);
  });

  it('has a BOM, a heading, ids that stay text, and amounts that are numbers', async () => {
    const rows = [row({ id: '6900000000000000001', amount: -5, codes: ['A', 'B'] }), row({ id: '=1', count: 3 })];
    expect(await textOf(csv(tableOf(rows.slice(0, 1), [], rows.slice(1))))).toBe(
      "\uFEFFid,text,amount,count,codes\r\n6900000000000000001\t,,-0.05,0,A B\r\n'=1,,0.00,3,\r\n",
    );
  });
});

describe('a table as JSON', () => {
  it('is one object with a row a line, however it came in pages', async () => {
    const rows = [row({ id: 'a' }), row({ id: 'b' }), row({ id: 'c' })];
    const text = await textOf(json(tableOf(rows.slice(0, 1), [], rows.slice(1))));
    expect(JSON.parse(text)).toEqual({
      export: 'things',
      position: MADE.position,
      asOf: 'now',
      digest: 'sha256:ab',
      query: { status: 'paid' },
      data: rows,
    });
    expect(text.split('\n').slice(1, -2)).toEqual(rows.map((each, index) => JSON.stringify(each) + (index < 2 ? ',' : '')));
    expect(JSON.parse(await textOf(json(tableOf())))).toMatchObject({ data: [] });
    expect(await digestOf(pagesOf(rows))).toBe(await digestOf(pagesOf(...rows.map((each) => [each]))));
    expect(await digestOf(pagesOf(rows))).not.toBe(await digestOf(pagesOf(rows.toReversed())));
  });
});

describe('a table as XLSX', () => {
  it('holds text as text, amounts as numbers with two decimals, nothing where nothing is', async () => {
    const { files } = await sheetsOf(xlsx(tableOf([row({ id: '0069', text: '=1+1 <茶>', amount: 12_990, count: 2 })])));
    expect(files['xl/worksheets/sheet1.xml']).toContain(
      '<row r="2"><c r="A2" s="1" t="inlineStr"><is><t xml:space="preserve">0069</t></is></c>' +
        '<c r="B2" s="1" t="inlineStr"><is><t xml:space="preserve">=1+1 &lt;茶&gt;</t></is></c>' +
        '<c r="C2" s="2"><v>129.90</v></c><c r="D2"><v>2</v></c></row></sheetData>',
    );
    expect(files['xl/worksheets/sheet2.xml']).toMatch(/position 0000000000000007.*digest sha256:ab.*status paid/);
  });

  it('goes on in a further sheet where one is full, each with the heading', async () => {
    const rows = Array.from({ length: 5 }, (_, index) => row({ id: `row-${String(index)}` }));
    const { files } = await sheetsOf(xlsx(tableOf(rows.slice(0, 4), rows.slice(4)), 3));
    const ids = ['sheet1', 'sheet2', 'sheet3'].map((name) =>
      [...(files[`xl/worksheets/${name}.xml`] ?? '').matchAll(/>(id|row-\d)</g)].map(([, id]) => id),
    );
    expect(ids).toEqual([
      ['id', 'row-0', 'row-1'],
      ['id', 'row-2', 'row-3'],
      ['id', 'row-4'],
    ]);
    expect(files['xl/workbook.xml']).toContain(
      '<sheet name="things 3" sheetId="3" r:id="rId3"/><sheet name="made" sheetId="4"',
    );
    for (const name of Object.keys(files).filter((file) => file.startsWith('xl/worksheets/')))
      expect(files['[Content_Types].xml']).toContain(`PartName="/${name}"`);
  });

  it('is the same bytes whenever it is made', async () => {
    const made = async (): Promise<Buffer> => (await sheetsOf(xlsx(tableOf([row({ text: 'x' })])))).bytes;
    const first = await made();
    jest.useFakeTimers({ now: Date.parse('2040-05-05T00:00:00Z'), doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    const second = await made();
    jest.useRealTimers();
    expect(second.equals(first)).toBe(true);
  });

  it.each([
    ['a\u0001b', 'a_x0001_b'],
    ['_x0041_', '_x005F_x0041_'],
    ['\ud800', '\ufffd'],
    ['"&<>', '&quot;&amp;&lt;&gt;'],
  ])('says %j as %j', (text, told) => {
    expect(escaped(text)).toBe(told);
  });
});
