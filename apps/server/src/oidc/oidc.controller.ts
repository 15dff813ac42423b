import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../http/access.js';
import { OptionalField, text } from '../http/fields.js';
import { Problem } from '../http/problem.js';
import { Answers, STRING, orNull, record } from '../http/schemas.js';
import { attemptCookie, leavingCookie, leavingStateOf, sealedAttemptOf, sessionCookie } from '../http/session-cookie.js';
import { ATTEMPT_LASTS_S } from './attempts.js';
import { OidcDoor } from './oidc.door.js';
import { pageWithCode } from './return-to.js';
import type { OidcSignIn, Step } from './sign-in.js';

interface Methods {
  readonly oidc: { readonly label: string } | null;
}

const METHODS = record<Methods>({
  oidc: orNull({
    ...record<{ label: string }>({ label: { type: 'string', description: 'what the provider is called, for people' } }),
    description: 'begin at /session/oidc; null where no provider is set',
  }),
});

const GOES_ON = 303;

export class BeginQuery {
  @OptionalField(
    text(/^[^]{0,4096}$/, 'must be a page', 'the page to end at, as path and query; anything else ends at the first'),
  )
  returnTo?: string;
}

@ApiTags('session')
@Controller('session')
export class OidcController {
  constructor(private readonly door: OidcDoor) {}

  @Get('methods')
  @Access('nothing')
  @Answers('How people sign in here, beside a key.', METHODS)
  methods(): Methods {
    const { signIn } = this.door;
    return { oidc: signIn ? { label: signIn.label } : null };
  }

  @Get('oidc')
  @Access('nothing')
  @Answers('Sends a browser to the provider, to come back signed in.', STRING, GOES_ON, 'text/plain')
  async begin(@Query() { returnTo }: BeginQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    goOn(request, reply, await this.signIn().begin(returnTo));
  }

  @Get('oidc/callback')
  @Access('nothing')
  @Answers(
    'Takes a browser back from the provider: to the page that was asked for, or to the sign-in with a code.',
    STRING,
    GOES_ON,
    'text/plain',
  )
  async finish(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    goOn(request, reply, await this.signIn().finish(answerIn(request), sealedAttemptOf(request), request.ip));
  }

  @Get('oidc/signed-out')
  @Access('nothing')
  @Answers('Takes a browser back from the provider, to the sign-in: signed out there too.', STRING, GOES_ON, 'text/plain')
  left(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.signIn();
    const kept = leavingStateOf(request);
    const isOurs = kept !== undefined && answerIn(request).get('state') === kept;
    if (isOurs) void reply.header('Set-Cookie', leavingCookie(request));
    goOn(request, reply, { to: isOurs ? pageWithCode('/', 'SIGNED_OUT') : '/' });
  }

  private signIn(): OidcSignIn {
    if (!this.door.signIn) throw Problem.of('NOT_FOUND');
    return this.door.signIn;
  }
}

/** The provider may add to the query whatever it likes. */
const answerIn = ({ url }: FastifyRequest): URLSearchParams => new URL(url, 'http://here.invalid').searchParams;

/**
 * A page that a redirect from the provider ends at comes without the session, which is SameSite=Strict; but pages are the same
 * for everybody, and what they ask for then is asked by the own site.
 */
function goOn(request: FastifyRequest, reply: FastifyReply, { to, attempt, session }: Step): void {
  const cookies = [
    ...(attempt === undefined ? [] : [attemptCookie(request, attempt, ATTEMPT_LASTS_S)]),
    ...(session === undefined ? [] : [sessionCookie(request, session)]),
  ];
  if (cookies.length > 0) void reply.header('Set-Cookie', cookies);
  void reply
    .status(GOES_ON)
    .headers({ Location: to, 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' })
    .type('text/plain; charset=utf-8')
    .send('');
}
