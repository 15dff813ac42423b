/** Widths in bytes of the fields of one file, one blank between two. */
export interface Layout {
  readonly name: string;
  readonly widths: readonly number[];
}

const COMMON = [
  3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21, 15, 1, 15, 32, 13, 13, 8, 32,
  13, 13, 12, 2, 1,
];

/** Merchant files (ZM) of UnionPay. There are more versions in the field: another one is another line. */
export const ZM_LAYOUTS: readonly Layout[] = [
  { name: 'unionpay-zm', widths: [...COMMON, 32, 98] },
  { name: 'unionpay-zm-older', widths: [...COMMON, 131] },
];

/** Error file (ZME): rows of differences. What its fields mean is not published. */
export const ZME_LAYOUT: Layout = {
  name: 'unionpay-zme',
  widths: [3, 11, 11, 6, 10, 19, 12, 4, 2, 2, 6, 10, 4, 12, 13, 13, 15, 15, 1, 12, 2, 135],
};

/** What stands in a field (from 1). Empty where the layout does not have it; its last field is reserved. */
export function fieldOf(bytes: Buffer, { widths }: Layout, field: number): string {
  const width = field < widths.length ? widths[field - 1] : undefined;
  if (width === undefined) return '';
  const from = widths.slice(0, field - 1).reduce((before, each) => before + each + 1, 0);
  return bytes.toString('latin1', from, from + width).trim();
}

const BLANK = 0x20;

/** The last field without which a row says nothing: whose it is. */
const LAST_NEEDED = 28;

/** A blank behind every field. Those at the end may have been cut off. */
export function fits(bytes: Buffer, { widths }: Layout): boolean {
  const needed = Math.min(LAST_NEEDED, widths.length - 1);
  let end = 0;
  for (const [index, width] of widths.slice(0, -1).entries()) {
    end += width;
    if (bytes.length < end && index < needed) return false;
    if ((bytes[end] ?? BLANK) !== BLANK) return false;
    end += 1;
  }
  return bytes.length <= end + (widths.at(-1) ?? 0);
}
