import type { QueryBus } from '@nestjs/cqrs';
import type { Position } from '#event-log';
import { endOfLocalDate, isBusinessDate, parseInstant, type Instant } from '#kernel';
import type { MomentQueries } from '#ledger';
import type { Times } from '#projections';
import { mayRole, type Caller } from '../http/access.js';
import type { TimesQuery } from '../http/queries.js';
import { Problem } from '../http/problem.js';
import { AskMoments } from './ledger.bus.js';

/** What a query says of time. */
export type TimesAsked = { readonly [K in 'effective' | 'known' | 'minPosition']?: TimesQuery[K] | undefined };

/** Axes on which a route lets everybody look who may read it. */
export type FreeAxes = readonly (keyof Times)[];

/** Looking back is for those who may. @throws Problem */
export function assertMayLookBack(asked: TimesAsked, caller: Caller | undefined, free: FreeAxes = []): void {
  const isBack = (['effective', 'known'] as const).some((axis) => asked[axis] !== undefined && !free.includes(axis));
  if (isBack && !(caller && mayRole(caller.role, 'history'))) throw Problem.of('ROLE_FORBIDDEN');
}

/** The position that a query names by `known`, as such, by a moment or by a day; undefined where it names none. */
export async function knownPosition(
  moments: Pick<MomentQueries, 'positionAt'>,
  { known, minPosition }: Omit<TimesAsked, 'effective'>,
): Promise<Position | undefined> {
  if (known === undefined) return undefined;
  const moment = isBusinessDate(known) ? endOfLocalDate(known) : parseInstant(known);
  if (moment === undefined) return known;
  return (await moments.positionAt(moment, { minPosition })).data;
}

/** The point of time that a query asks for, as read models take it. @throws Problem where its caller may not look back */
export async function timesOf(
  queries: QueryBus,
  asked: TimesAsked,
  caller: Caller | undefined,
  free: FreeAxes = [],
): Promise<Times> {
  assertMayLookBack(asked, caller, free);
  const moments: Pick<MomentQueries, 'positionAt'> = {
    positionAt: (...question) => queries.execute(new AskMoments('positionAt', ...question)),
  };
  return { effective: asked.effective, known: await knownPosition(moments, asked) };
}

/** By which clock it stood so: the end of the day it counts up to; or when what was known then was recorded. Undefined: by now. */
export async function clockOf(queries: QueryBus, asked: TimesAsked, { effective, known }: Times): Promise<Instant | undefined> {
  if (effective !== undefined) return endOfLocalDate(effective);
  if (asked.known === undefined || known === undefined) return undefined;
  const moment = isBusinessDate(asked.known) ? endOfLocalDate(asked.known) : parseInstant(asked.known);
  return moment ?? (await queries.execute(new AskMoments('momentOf', known))).data;
}
