import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access, ROLES } from '../http/access.js';
import { Answers, MOMENT, listOf, record, word } from '../http/schemas.js';
import { People, type KnownPerson } from './postgres-people.js';

interface PeopleList {
  readonly data: readonly KnownPerson[];
}

const PERSON = record<KnownPerson>({
  actor: { type: 'string', description: 'as events name who did something' },
  name: { type: 'string', description: 'as the provider told it last; empty where it tells none' },
  role: { ...word(ROLES), description: 'at the last sign-in' },
  firstAt: MOMENT,
  lastAt: MOMENT,
});

@ApiTags('session')
@Controller('v1/people')
export class PeopleController {
  constructor(private readonly people: People) {}

  @Get()
  @Access('inspect')
  @Answers(
    'Everybody who ever signed in by OIDC, and by which name events know them.',
    record<PeopleList>({ data: listOf(PERSON) }),
  )
  async list(): Promise<PeopleList> {
    return { data: await this.people.list() };
  }
}
