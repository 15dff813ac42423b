import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Access, ROLES } from '../http/access.js';
import { Problem } from '../http/problem.js';
import { Answers, MOMENT, STRING, listOf, orNull, record, word } from '../http/schemas.js';
import { ApiKeys, type ApiKey } from './postgres-api-keys.js';
import { IssueKeyRequest, KeyPath } from './keys.requests.js';

interface IssuedKey {
  readonly id: string;
  readonly key: string;
}

interface KeyList {
  readonly data: readonly ApiKey[];
}

const KEY = record<ApiKey>({
  id: STRING,
  name: STRING,
  role: word(ROLES),
  createdBy: STRING,
  createdAt: MOMENT,
  revokedAt: orNull(MOMENT),
});

@ApiTags('keys')
@Controller('v1/keys')
export class KeysController {
  constructor(private readonly keys: ApiKeys) {}

  @Post()
  @Access('administer')
  @Answers(
    'Issues a key for a role. The key is shown this once.',
    record<IssuedKey>({ id: STRING, key: { type: 'string', description: 'send as Authorization: Bearer' } }),
    201,
  )
  issue(@Body() { name, role }: IssueKeyRequest, @Req() request: FastifyRequest): Promise<IssuedKey> {
    return this.keys.issue(name, role, request.caller?.id ?? 'admin');
  }

  @Get()
  @Access('inspect')
  @Answers('All keys ever issued, without the keys themselves.', record<KeyList>({ data: listOf(KEY) }))
  async list(): Promise<KeyList> {
    return { data: await this.keys.list() };
  }

  @Delete(':id')
  @HttpCode(204)
  @Access('administer')
  @Answers('Revokes a key: at once here, within two seconds in other processes.', {}, 204)
  async revoke(@Param() { id }: KeyPath): Promise<void> {
    if (!(await this.keys.revoke(id))) throw Problem.of('NOT_FOUND');
  }
}
