/** First and second byte of two-byte characters. */
const LEADS = [0x81, 0xfe] as const;
const TRAILS = [0x40, 0xfe] as const;
const ASCII = 0x80;

/** By character; made once, by asking the decoder of the platform. */
let known: ReadonlyMap<string, number> | undefined;

/** Text in GBK, as exports of Alipay and acquirers are. @throws RangeError on a character that it does not have */
export function gbkOf(text: string): Uint8Array {
  known ??= twoByteCharacters();
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const pair = known.get(character);
    if (code < ASCII) bytes.push(code);
    else if (pair !== undefined) bytes.push(pair >> 8, pair & 0xff);
    else throw new RangeError(`GBK has no ${character}`);
  }
  return Uint8Array.from(bytes);
}

function twoByteCharacters(): ReadonlyMap<string, number> {
  const decoder = new TextDecoder('gb18030');
  const found = new Map<string, number>();
  for (let lead: number = LEADS[0]; lead <= LEADS[1]; lead += 1) {
    for (let trail: number = TRAILS[0]; trail <= TRAILS[1]; trail += 1) {
      const [character, ...more] = decoder.decode(Uint8Array.of(lead, trail));
      if (character !== undefined && character !== '\uFFFD' && more.length === 0) found.set(character, (lead << 8) | trail);
    }
  }
  return found;
}
