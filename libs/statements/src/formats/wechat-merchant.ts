import { isBusinessDate } from '#kernel';

/** The merchant number, eight or ten digits, in the name of a bill. Eight digits that are a day are one. */
export const merchantOfWechat = (name: string): string | undefined =>
  [...name.matchAll(/(?<!\d)(?:\d{10}|\d{8})(?!\d)/g)].map(([number]) => number).find((number) => !isDay(number));

const isDay = (number: string): boolean =>
  isBusinessDate(number.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')) && number.startsWith('20');
