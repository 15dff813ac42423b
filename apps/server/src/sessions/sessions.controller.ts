import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProjectionBehind } from '#projections';
import { Access, NEEDS, ROLES, actorOf, grantedTo, mayRole, type Caller, type Need, type Role } from '../http/access.js';
import { Problem } from '../http/problem.js';
import { Answers, BOOLEAN, STRING, listOf, orNull, record, word } from '../http/schemas.js';
import { assertOwnPage, leavingCookie, sessionCookie, sessionSecretOf } from '../http/session-cookie.js';
import { AskSetUp } from '../merchants/merchants.bus.js';
import { merchantView } from '../merchants/merchant.view.js';
import { OidcDoor } from '../oidc/oidc.door.js';
import { Sessions, csrfTokenOf } from './postgres-sessions.js';
import { SignInLimit } from './sign-in-limit.js';
import { SignInRequest } from './sessions.requests.js';

/** What the console calls itself after: where it runs. */
export class EnvironmentName {
  constructor(readonly name: string | undefined) {}
}

interface Shop {
  readonly id: string;
  readonly name: string;
  readonly isDemo: boolean;
  readonly stores: readonly { readonly id: string; readonly name: string }[];
}

interface SessionView {
  readonly actor: string;
  readonly name: string;
  readonly role: Role;
  readonly may: readonly Need[];
  readonly csrf: string | null;
  readonly environment: string | null;
  readonly merchants: readonly Shop[];
}

const SESSION = record<SessionView>({
  actor: { type: 'string', description: 'as events and answers name who did something' },
  name: { type: 'string', description: 'of the key or the person, for people' },
  role: word(ROLES),
  may: { ...listOf(word(NEEDS)), description: 'what the role may; anything else is refused' },
  csrf: orNull({ type: 'string', description: 'send as X-Hezhang-Csrf with what changes something; null with a key' }),
  environment: orNull({ type: 'string', description: 'name of this installation, as HEZHANG_ENVIRONMENT has it' }),
  merchants: {
    ...listOf(
      record<Shop>({
        id: STRING,
        name: STRING,
        isDemo: { ...BOOLEAN, description: 'made up by the demo' },
        stores: listOf(record<Shop['stores'][number]>({ id: STRING, name: STRING })),
      }),
    ),
    description: 'those whose read models the role may read; none while a server that has just begun does not know them yet',
  },
});

interface SignedOut {
  readonly next: string | null;
}

const SIGNED_OUT = record<SignedOut>({
  next: orNull({
    type: 'string',
    description: 'where a browser goes on to, to be signed out at the provider too; null where nothing is left to end',
  }),
});

/** What the demo calls its merchants. */
const DEMO_MERCHANT = /^demo-/;

@ApiTags('session')
@Controller('session')
export class SessionsController {
  private readonly limit = new SignInLimit();

  constructor(
    private readonly sessions: Sessions,
    private readonly environment: EnvironmentName,
    private readonly queries: QueryBus,
    private readonly door: OidcDoor,
  ) {}

  @Post()
  @HttpCode(204)
  @Access('nothing')
  @Answers('Signs in with a key: a cookie that scripts can not read stands for it from then on.', {}, 204)
  async signIn(
    @Body() { key }: SignInRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    assertOwnPage(request);
    this.limit.assertFree(request.ip);
    const secret = await this.sessions.begin(key);
    if (secret === undefined) {
      this.limit.failed(request.ip);
      throw Problem.of('KEY_UNKNOWN');
    }
    void reply.header('Set-Cookie', sessionCookie(request, secret));
  }

  @Get()
  @Access('identity')
  @Answers('Who is asking, with a key or a session, and what that may.', SESSION)
  async whoAmI(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionView> {
    void reply.header('Cache-Control', 'no-store');
    const caller = callerOf(request);
    const { name, role } = caller;
    const secret = request.headers.authorization === undefined ? sessionSecretOf(request) : undefined;
    return {
      actor: actorOf(caller),
      name,
      role,
      may: grantedTo(role),
      csrf: secret === undefined ? null : csrfTokenOf(secret),
      environment: this.environment.name ?? null,
      merchants: mayRole(role, 'read') ? await this.merchants() : [],
    };
  }

  @Delete()
  @Access('identity')
  @Answers('Signs out: the session that came along is over. A key has none.', SIGNED_OUT)
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SignedOut> {
    const secret = sessionSecretOf(request);
    const person = secret === undefined ? undefined : await this.sessions.end(secret);
    const leaving = person && (await this.door.signIn?.leave(person));
    const cookies = [sessionCookie(request), ...(leaving ? [leavingCookie(request, leaving.state)] : [])];
    void reply.headers({ 'Set-Cookie': cookies, 'Clear-Site-Data': '"cache"', 'Cache-Control': 'no-store' });
    return { next: leaving?.to ?? null };
  }

  /** None while the read models do not stand yet: who signs in need not wait for them. */
  private async merchants(): Promise<Shop[]> {
    const answer = this.queries.execute(new AskSetUp('merchants', {}));
    const { data } = await answer.catch((error: unknown) => {
      if (error instanceof ProjectionBehind) return { data: [] };
      throw error;
    });
    return data.flatMap(({ kind, state }) => {
      const merchant = kind === 'merchant' ? merchantView(state) : undefined;
      if (!merchant) return [];
      const { id, name, stores } = merchant;
      return [
        { id, name, isDemo: DEMO_MERCHANT.test(id), stores: stores.map((store) => ({ id: store.id, name: store.name })) },
      ];
    });
  }
}

function callerOf({ caller }: FastifyRequest): Caller {
  if (!caller) throw Problem.of('KEY_MISSING');
  return caller;
}
