import { NoAnswer } from './store-client.js';

/** The answer, or NoAnswer after so long. What comes later is not heard. */
export async function within<T>(answer: Promise<T>, ms: number): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new NoAnswer(`no answer within ${String(ms)} ms`)), ms);
  answer.catch(() => undefined);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
