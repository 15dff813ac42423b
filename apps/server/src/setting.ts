/** Settings as texts: by name, absent or whatever a person typed. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Why a text is no such setting, to be said after its name. */
export class Refusal {
  constructor(readonly says: string) {}
}

/** The decoded setting of a name; `absent` where there is none, or one that is wrong and was noted as a problem. */
export type Read = <T>(name: string, absent: T, decode: (text: string) => T | Refusal) => T;

export const seconds = (text: string): number | Refusal =>
  /^[1-9]\d{0,5}$/.test(text) ? Number(text) : new Refusal('must be seconds from 1 to 999999');

export const secondsOrNone = (text: string): number | Refusal => (text === '0' ? 0 : seconds(text));

export const shortName = (text: string): string | Refusal =>
  text.length <= 40 ? text : new Refusal('must be a name of at most 40 characters');

export function httpUrl(text: string): string | Refusal {
  const url = URL.parse(text);
  const isPlain = url !== null && ['http:', 'https:'].includes(url.protocol) && url.search === '' && url.hash === '';
  return isPlain && url.username === '' ? text.replace(/\/+$/, '') : new Refusal('must be a URL like https://host');
}

/** A path and its slash at the end are the other side's own. */
export const serviceUrl = (text: string): string | Refusal => {
  const url = httpUrl(text);
  return url instanceof Refusal ? url : text;
};
