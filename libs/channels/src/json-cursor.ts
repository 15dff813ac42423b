/** Thrown by the cursor alone, caught by whoever moves it. */
export class NotJson extends Error {
  override readonly name = 'NotJson';
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

export type JsonKind = 'string' | 'object' | 'array' | 'scalar';

/** Walks JSON text without building values: for those who need the exact bytes of a part. */
export class JsonCursor {
  at = 0;

  constructor(readonly text: string) {}

  /** What begins at the next character that is not a space. */
  kind(): JsonKind {
    this.skipSpace();
    const code = this.text.charCodeAt(this.at);
    if (code === QUOTE) return 'string';
    if (code === OPEN_OBJECT) return 'object';
    if (code === OPEN_ARRAY) return 'array';
    return 'scalar';
  }

  /** Visits each member of the object here; the visitor must pass its value. */
  members(visit: (key: string, keyStart: number) => void): void {
    this.expect(OPEN_OBJECT);
    if (this.accept(CLOSE_OBJECT)) return;
    do {
      this.skipSpace();
      const keyStart = this.at;
      const key = this.string();
      this.expect(COLON);
      this.skipSpace();
      visit(key, keyStart);
    } while (this.accept(COMMA));
    this.expect(CLOSE_OBJECT);
  }

  /** Visits each element of the array here; the visitor must pass it. */
  elements(visit: () => void): void {
    this.expect(OPEN_ARRAY);
    if (this.accept(CLOSE_ARRAY)) return;
    do {
      this.skipSpace();
      visit();
    } while (this.accept(COMMA));
    this.expect(CLOSE_ARRAY);
  }

  /** Passes the string here; its decoded value. */
  string(): string {
    const start = this.at;
    this.passString();
    const inner = this.text.slice(start + 1, this.at - 1);
    if (!inner.includes('\\')) return inner;
    try {
      return JSON.parse(this.text.slice(start, this.at)) as string;
    } catch {
      throw new NotJson();
    }
  }

  /** Passes the number, true, false or null here; as written. */
  scalar(): string {
    const start = this.at;
    while (isScalarCode(this.text.charCodeAt(this.at))) this.at += 1;
    if (this.at === start) throw new NotJson();
    return this.text.slice(start, this.at);
  }

  /** Passes the value here, however deep, without recursion. */
  passValue(): void {
    let depth = 0;
    do {
      this.skipSpace();
      const code = this.text.charCodeAt(this.at);
      if (code === OPEN_OBJECT || code === OPEN_ARRAY) depth += 1;
      else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) depth -= 1;
      if (code === QUOTE) this.passString();
      else if (isScalarCode(code)) this.scalar();
      else if (Number.isNaN(code)) throw new NotJson();
      else this.at += 1;
    } while (depth > 0);
  }

  /** @throws NotJson where anything but space is left */
  end(): void {
    this.skipSpace();
    if (this.at < this.text.length) throw new NotJson();
  }

  private passString(): void {
    if (this.text.charCodeAt(this.at) !== QUOTE) throw new NotJson();
    for (let end = this.text.indexOf('"', this.at + 1); end >= 0; end = this.text.indexOf('"', end + 1)) {
      if (!isEscaped(this.text, end)) {
        this.at = end + 1;
        return;
      }
    }
    throw new NotJson();
  }

  private accept(code: number): boolean {
    this.skipSpace();
    if (this.text.charCodeAt(this.at) !== code) return false;
    this.at += 1;
    return true;
  }

  private expect(code: number): void {
    if (!this.accept(code)) throw new NotJson();
  }

  private skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.at += 1;
    }
  }
}

/** Letters, digits, `+`, `-`, `.`: what numbers and the three words are made of. */
const isScalarCode = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) ||
  (code >= 0x61 && code <= 0x7a) ||
  code === 0x2b ||
  code === 0x2d ||
  code === 0x2e ||
  code === 0x45;

/** Behind an odd number of backslashes. */
function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (text.charCodeAt(before) === BACKSLASH) before -= 1;
  return (at - before) % 2 === 0;
}
