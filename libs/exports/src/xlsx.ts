import { Zip, ZipDeflate } from 'fflate';
import { madeOf } from './made.js';
import type { Table } from './table.js';
import {
  CONTENT_TYPES,
  RELATIONS,
  SHEET_END,
  SHEET_START,
  STYLES,
  rowOf,
  workbookOf,
  workbookRelationsOf,
} from './xlsx-parts.js';

/** Rows that a sheet takes; what is more goes to a further one. */
const SHEET_ROWS = 1_048_576;
const LEVEL = 6;

/** A workbook: sheets with the rows, and one called `made` that says what they were made from. One page is held at a time. */
export async function* xlsx<Row extends object>(
  { made, columns, pages }: Table<Row>,
  sheetRows = SHEET_ROWS,
): AsyncGenerator<Uint8Array> {
  const archive = new Archive();
  const heading = rowOf(
    1,
    columns.map(({ name }) => ({ kind: 'text', value: name })),
  );
  let sheets = 1;
  let row = 1;
  archive.open('xl/worksheets/sheet1.xml', SHEET_START + heading);
  for await (const rows of pages) {
    const parts: string[] = [];
    for (const each of rows) {
      if (row === sheetRows) {
        archive.close(parts.splice(0).join('') + SHEET_END);
        archive.open(`xl/worksheets/sheet${String((sheets += 1))}.xml`, SHEET_START + heading);
        row = 1;
      }
      const cells = columns.map(({ kind, of }) => ({ kind, value: of(each) }));
      parts.push(rowOf((row += 1), cells));
    }
    archive.push(parts.join(''));
    yield* archive.taken();
  }
  archive.close(SHEET_END);
  const about = madeOf(made).map((text, index) => rowOf(index + 1, [{ kind: 'text', value: text }]));
  archive.whole(`xl/worksheets/sheet${String(sheets + 1)}.xml`, SHEET_START + about.join('') + SHEET_END);
  archive.whole('xl/workbook.xml', workbookOf(made.what, sheets));
  archive.whole('xl/_rels/workbook.xml.rels', workbookRelationsOf(sheets + 1));
  archive.whole('xl/styles.xml', STYLES);
  archive.whole('_rels/.rels', RELATIONS);
  archive.whole('[Content_Types].xml', CONTENT_TYPES(sheets + 1));
  archive.end();
  yield* archive.taken();
}

/** A zip that is written from front to back. Its files have no time of their own, so that equal content gives equal bytes. */
class Archive {
  private chunks: Uint8Array[] = [];
  private readonly zip: Zip;
  private file: ZipDeflate | undefined;

  constructor() {
    this.zip = new Zip((error, chunk) => {
      if (error) throw error;
      this.chunks.push(chunk);
    });
  }

  open(name: string, text: string): void {
    this.file = new ZipDeflate(name, { level: LEVEL });
    // Zip has no zone: the first moment that it can say, whatever the zone of this machine.
    this.file.mtime = new Date(1980, 0, 1);
    this.zip.add(this.file);
    this.push(text);
  }

  push(text: string): void {
    this.file?.push(Buffer.from(text));
  }

  close(text: string): void {
    this.file?.push(Buffer.from(text), true);
  }

  whole(name: string, text: string): void {
    this.open(name, '');
    this.close(text);
  }

  end(): void {
    this.zip.end();
  }

  /** What came out since it was asked last. */
  taken(): Uint8Array[] {
    return this.chunks.splice(0);
  }
}
