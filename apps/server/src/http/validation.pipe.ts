import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError, type ValidatorOptions } from 'class-validator';
import { Problem, type FieldError } from './problem.js';

const OPTIONS: ValidatorOptions = {
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  validationError: { target: false, value: false },
};

/** Classes that say nothing about their content. */
const UNSPECIFIC = new Set<unknown>([Object, String, Number, Boolean, Array, Buffer]);
const PRINTABLE_NAME = /^\w{1,64}$/;

/** Checks bodies, queries and path parameters against their class. Synchronous: the stock pipe costs three times as much. */
@Injectable()
export class ValidationPipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type === 'custom' || metatype === undefined || UNSPECIFIC.has(metatype)) return value;
    if (type === 'body' && value === undefined) throw Problem.of('BODY_EMPTY');
    return checked(metatype as new () => object, value);
  }
}

/** An instance of the class, every field of it checked. @throws Problem */
export function checked<T extends object>(metatype: new () => T, value: unknown): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw Problem.of('REQUEST_INVALID', { detail: 'A JSON object is expected.' });
  }
  const instance = plainToInstance(metatype, value);
  const found = validateSync(instance, OPTIONS);
  if (found.length === 0) return instance;
  if (found.some(({ constraints }) => constraints?.['cardNumber'] !== undefined)) throw Problem.of('CARD_NUMBER_IN_TEXT');
  throw Problem.of('REQUEST_INVALID', { errors: fieldErrors(found) });
}

function fieldErrors(found: readonly ValidationError[], parent = ''): FieldError[] {
  return found.flatMap(({ property, constraints = {}, children = [] }) => {
    const field = parent + (PRINTABLE_NAME.test(property) ? property : '(unprintable)');
    const own = Object.entries(constraints).map(([name, says]) => ({
      field,
      says: name === 'whitelistValidation' ? 'is not a field of this request' : says,
    }));
    return [...own, ...fieldErrors(children, `${field}.`)];
  });
}
