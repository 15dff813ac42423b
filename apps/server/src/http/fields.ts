import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ValidateBy, ValidateIf, ValidateNested } from 'class-validator';
import { cardNumbersIn } from '#channels';
import { AMOUNT_LIMIT, isAmount, isBusinessDate, isCutOff, parseInstant } from '#kernel';
import { isSetupId } from '#merchants';

/** What a field must be, said once: to the validator, to the OpenAPI document and to the person who got it wrong. */
export interface FieldRule {
  /** Name of the constraint; `cardNumber` has an error code of its own. */
  readonly name: string;
  /** JSON schema of it. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly says: string;
  readonly holds: (value: unknown) => boolean;
}

const satisfies = ({ name, holds, says }: Omit<FieldRule, 'schema'>): PropertyDecorator =>
  ValidateBy({ name, validator: { validate: holds, defaultMessage: () => says } });

/** A field that must be there. */
export const Field = (rule: FieldRule): PropertyDecorator =>
  applyDecorators(ApiProperty({ ...rule.schema, required: true }), satisfies(rule));

/** A field that may be absent; where it is there, the rule holds. */
export const OptionalField = (rule: FieldRule): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ ...rule.schema, required: false }),
    ValidateIf((_object, value) => value !== undefined),
    satisfies(rule),
  );

export const text = (pattern: RegExp, says: string, description?: string): FieldRule => ({
  name: 'text',
  schema: { type: 'string', pattern: pattern.source, ...(description !== undefined && { description }) },
  says,
  holds: (value) => typeof value === 'string' && pattern.test(value),
});

/** Money: a JSON number, whole 分, above zero, exact. */
export const FEN: FieldRule = {
  name: 'fen',
  schema: { type: 'integer', minimum: 1, maximum: AMOUNT_LIMIT, description: '分 (1/100 yuan)', examples: [12990] },
  says: `must be a whole number of 分, from 1 to ${String(AMOUNT_LIMIT)}, as a JSON number`,
  holds: (value) => isAmount(value) && value >= 1,
};

export const SETUP_ID: FieldRule = {
  name: 'id',
  schema: { type: 'string', maxLength: 64, pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$' },
  says: 'must be 1 to 64 letters, digits, dots, dashes or underscores, starting with a letter or digit',
  holds: (value) => typeof value === 'string' && isSetupId(value),
};

export const INSTANT: FieldRule = {
  name: 'instant',
  schema: { type: 'string', format: 'date-time', examples: ['2026-09-21T10:13:20+08:00'] },
  says: 'must be an ISO 8601 time with its zone, like 2026-09-21T10:13:20+08:00',
  holds: (value) => typeof value === 'string' && parseInstant(value) !== undefined,
};

export const BUSINESS_DATE: FieldRule = {
  name: 'date',
  schema: { type: 'string', format: 'date', examples: ['2026-09-21'] },
  says: 'must be a date like 2026-09-21',
  holds: (value) => typeof value === 'string' && isBusinessDate(value),
};

export const CUT_OFF: FieldRule = {
  name: 'cutOff',
  schema: { type: 'string', pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$', examples: ['23:00', '24:00'] },
  says: 'must be a time of day like 23:00; 24:00 is midnight',
  holds: (value) => typeof value === 'string' && isCutOff(value),
};

/** Position of the log, as answers give it: how many digits depends on where the log is. */
export const POSITION: FieldRule = text(
  /^(?:\d{16}|\d{38})$/,
  'must be a position as an answer gave it, all its digits',
  'Position in the log',
);

const isKnown = (value: unknown): boolean =>
  typeof value === 'string' && (POSITION.holds(value) || INSTANT.holds(value) || BUSINESS_DATE.holds(value));

/** What was recorded by then: a position, a moment, or the end of a day (Asia/Shanghai). */
export const KNOWN: FieldRule = {
  name: 'known',
  schema: {
    type: 'string',
    description: 'a position of the log, a moment with its zone, or a day of recording (Asia/Shanghai), all included',
    examples: ['2026-09-21', '2026-09-21T10:13:20+08:00', '0000000000000042'],
  },
  says: 'must be a position, all its digits, a time with its zone like 2026-09-21T10:13:20+08:00, or a date like 2026-09-21',
  holds: isKnown,
};

/** Where a page ended, as its answer gave it. */
export const CURSOR: FieldRule = text(/^[A-Za-z0-9_-]{1,512}$/, 'must be a cursor as next gave it', 'next of the page before');

export const ACCOUNT: FieldRule = text(
  /^(?=.{1,200}$)[A-Za-z0-9][A-Za-z0-9._-]*(:[A-Za-z0-9][A-Za-z0-9._-]*)*$/,
  'must be an account like assets:bank:main',
  'path of an account',
);

/** A store, or `-` for none. */
export const STORE: FieldRule = text(/^(?:-|[A-Za-z0-9][A-Za-z0-9._-]{0,63})$/, 'must be the id of a store, or - for none');

export const oneOf = (values: readonly string[], description?: string): FieldRule => ({
  name: 'oneOf',
  schema: { type: 'string', enum: [...values], ...(description !== undefined && { description }) },
  says: `must be one of ${values.join(', ')}`,
  holds: (value) => typeof value === 'string' && values.includes(value),
});

// eslint-disable-next-line no-control-regex -- these are what is refused
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]/;

/** Free text for people: no control characters, no lone surrogates, no card numbers. */
export function Prose(maxLength: number, description?: string): PropertyDecorator {
  const rule: FieldRule = {
    name: 'prose',
    schema: { type: 'string', minLength: 1, maxLength, ...(description !== undefined && { description }) },
    says: `must be text of 1 to ${String(maxLength)} characters without control characters`,
    holds: (value) => typeof value === 'string' && isProse(value, maxLength),
  };
  const holds = (value: unknown): boolean => typeof value !== 'string' || cardNumbersIn(value, 'any').length === 0;
  return applyDecorators(Field(rule), satisfies({ name: 'cardNumber', holds, says: 'holds a card number' }));
}

const isProse = (value: string, maxLength: number): boolean =>
  value.trim() !== '' && value.length <= maxLength && !CONTROL.test(value) && value.isWellFormed();

/** One or several objects of a kind, each checked by the rules of its class. */
export function Several(kind: new () => object, max: number, description: string): PropertyDecorator {
  const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
  const holds = (value: unknown): boolean =>
    Array.isArray(value) && value.length >= 1 && value.length <= max && value.every(isObject);
  return applyDecorators(
    ApiProperty({ type: [kind], minItems: 1, maxItems: max, required: true, description }),
    Type(() => kind),
    satisfies({ name: 'several', holds, says: `must be a list of 1 to ${String(max)} objects` }),
    ValidateNested({ each: true }),
  );
}

/** An object of a kind, checked by the rules of its class. */
export const OptionalPart = (kind: new () => object, description: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: kind, required: false, description }),
    Type(() => kind),
    ValidateIf((_object, value) => value !== undefined),
    satisfies({
      name: 'part',
      holds: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
      says: 'must be an object',
    }),
    ValidateNested(),
  );

/** A whole number in a body. */
export const whole = (min: number, max: number, description?: string): FieldRule => ({
  name: 'whole',
  schema: { type: 'integer', minimum: min, maximum: max, ...(description !== undefined && { description }) },
  says: `must be a whole number from ${String(min)} to ${String(max)}, as a JSON number`,
  holds: (value) => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max,
});

/** Several different days in a body. */
export const days = (max: number, description: string): FieldRule => ({
  name: 'days',
  schema: { type: 'array', items: { type: 'string', format: 'date' }, maxItems: max, description },
  says: `must be a list of at most ${String(max)} dates like 2026-09-21`,
  holds: (value) =>
    Array.isArray(value) && value.length <= max && value.every((day) => typeof day === 'string' && isBusinessDate(day)),
});

/** Yes or no in a query string. */
export function OptionalFlag(description: string): PropertyDecorator {
  const rule: FieldRule = {
    name: 'flag',
    schema: { type: 'boolean', description },
    says: 'must be true or false',
    holds: (value) => typeof value === 'boolean',
  };
  return applyDecorators(
    OptionalField(rule),
    Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : (value as unknown))),
  );
}

/** Yes or no in a body. */
export const OptionalSwitch = (description: string): PropertyDecorator =>
  OptionalField({
    name: 'switch',
    schema: { type: 'boolean', description },
    says: 'must be true or false',
    holds: (value) => typeof value === 'boolean',
  });

/** Several words in a query string, separated by commas. */
export function OptionalWords(values: readonly string[], description: string): PropertyDecorator {
  const rule: FieldRule = {
    name: 'words',
    schema: { type: 'array', items: { type: 'string', enum: [...values] }, uniqueItems: true, description },
    says: `must be of ${values.join(', ')}, separated by commas`,
    holds: (value) =>
      Array.isArray(value) && new Set(value).size === value.length && value.every((word) => values.includes(word as string)),
  };
  return applyDecorators(
    OptionalField(rule),
    Transform(({ value }) => (typeof value === 'string' ? value.split(',') : (value as unknown))),
  );
}

/** A whole number in a query string. */
export function OptionalCount(max: number, description: string): PropertyDecorator {
  const rule: FieldRule = {
    name: 'count',
    schema: { type: 'integer', minimum: 1, maximum: max, description },
    says: `must be a whole number from 1 to ${String(max)}`,
    holds: (value) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= max,
  };
  return applyDecorators(
    OptionalField(rule),
    Transform(({ value }) => wholeNumber(value)),
  );
}

export const wholeNumber = (value: unknown): unknown =>
  typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
