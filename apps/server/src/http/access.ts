import { applyDecorators } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { BodyKind } from './bodies.js';

/** What a route asks of its caller. */
export type Need =
  /** Anybody: probes and pages. */
  | 'nothing'
  /** A signature of its own over the raw body, verified by the channel; an ingest key where the channel allows one. */
  | 'signature'
  /** Hand in what happened outside. */
  | 'ingest'
  /** Who one is: any key or session. */
  | 'identity'
  /** Read models and the feed. */
  | 'read'
  /** What was known when: balances at a position, lines of an account. */
  | 'history'
  /** Raw notices. */
  | 'notices'
  /** See who a buyer or payer is, in full. Others see the end of it. */
  | 'persons'
  /** What is set up, and which keys there are. */
  | 'inspect'
  /** Replay what was parked. */
  | 'replay'
  /** Move money: capture, refund, void. */
  | 'instruct'
  /** Let what another person proposed take effect. */
  | 'approve'
  /** Set-up, keys, rebuilds. */
  | 'administer';

export const ROLES = ['ingest', 'reader', 'ops', 'auditor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What roles are granted. `nothing`, `signature` and `identity` are asked of nobody's role. */
export const NEEDS = [
  'ingest',
  'read',
  'persons',
  'history',
  'notices',
  'inspect',
  'replay',
  'instruct',
  'approve',
  'administer',
] as const;

/** Every route's need, for every role. */
const GRANTED: Readonly<Record<Role, readonly Need[]>> = {
  ingest: ['ingest'],
  reader: ['read'],
  ops: ['read', 'persons', 'notices', 'replay', 'instruct', 'approve'],
  auditor: ['read', 'persons', 'history', 'notices', 'inspect'],
  admin: ['ingest', 'read', 'persons', 'history', 'notices', 'inspect', 'replay', 'instruct', 'approve', 'administer'],
};

export const mayRole = (role: Role, need: Need): boolean => need === 'identity' || GRANTED[role].includes(need);
export const grantedTo = (role: Role): readonly Need[] => GRANTED[role];

/** Who sent a request, once its key or session was recognised. */
export interface Caller {
  /** A key, or a person whom a provider vouched for. */
  readonly kind: 'key' | 'user';
  readonly id: string;
  /** For people. A person's own stands in no event. */
  readonly name: string;
  readonly role: Role;
}

/** As events name who did something: `key:<id>`, or `user:<id>`, the same in all sessions of a person. */
export const actorOf = (caller: Caller | undefined): string => `${caller?.kind ?? 'key'}:${caller?.id ?? 'anonymous'}`;

declare module 'fastify' {
  interface FastifyContextConfig {
    needs?: Need;
    idempotencyKey?: 'required';
    ifMatch?: 'refused';
    authorization?: 'theirs';
    recorded?: 'always' | 'never' | 'unless-of-accesses';
  }
  interface FastifyRequest {
    /** Whether the key or session that came along would be let in now. What goes on for long asks again. */
    isStillAllowed(): Promise<boolean>;
    /** Absent on routes that need nothing or a signature, unless a key came along. */
    caller: Caller | undefined;
  }
}

export interface RouteOptions {
  readonly body?: BodyKind;
  /** A command that must not run twice by accident takes no call without an Idempotency-Key. */
  readonly idempotencyKey?: 'required';
  /** The sender's signature stands in `Authorization`: nothing there is a key of ours. */
  readonly authorization?: 'theirs';
  /** A command that writes several streams has no revision to compare. */
  readonly ifMatch?: 'refused';
  /**
   * Whether it is noted that somebody was answered. Unless said: auditors always; others where they look back or at raw notices.
   * `never` is for what says nothing of the books. `unless-of-accesses`: a page of the feed that holds nothing but such notes is not noted;
   * else whoever reads on would never come to an end.
   */
  readonly recorded?: 'always' | 'never' | 'unless-of-accesses';
}

/** Says what a route needs and how it takes its body. A route under /v1 without it is the administrator's alone. */
export function Access(needs: Need, options: RouteOptions = {}): MethodDecorator {
  const security = needs === 'nothing' ? [] : [ApiSecurity('key')];
  return applyDecorators(RouteConfig({ needs, ...options }), ...security);
}
