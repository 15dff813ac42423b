const YUAN = /^\d{1,9}(?:\.\d{1,2})?$/;
const FEN_DIGITS = 2;

/** 分 of an amount that a person typed in yuan; undefined where it is none. Without floats. */
export function fenOf(text: string): number | undefined {
  if (!YUAN.test(text)) return undefined;
  const [whole = '', part = ''] = text.split('.');
  return Number(whole + part.padEnd(FEN_DIGITS, '0'));
}

/** What a person would type for so many 分: `12.50`. */
export function typedOf(fen: number): string {
  const digits = String(fen).padStart(FEN_DIGITS + 1, '0');
  return `${digits.slice(0, -FEN_DIGITS)}.${digits.slice(-FEN_DIGITS)}`;
}
