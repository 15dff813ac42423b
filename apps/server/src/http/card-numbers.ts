const RUN = /\d(?:[ -]?\d){12,18}/g;

export const holdsCardNumber = (value: string): boolean =>
  (value.match(RUN) ?? []).some((run) => passesLuhn(run.replaceAll(/[ -]/g, '')));

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
