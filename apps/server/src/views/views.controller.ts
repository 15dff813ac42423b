import { Body, Controller, Delete, Get, HttpCode, Param, Put, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Access } from '../http/access.js';
import { Problem } from '../http/problem.js';
import { Answers, MOMENT, STRING, listOf, record } from '../http/schemas.js';
import { Views, type View } from './postgres-views.js';
import { SaveViewRequest, ViewPath } from './views.requests.js';

interface ViewList {
  readonly data: readonly View[];
}

const VIEW = record<View>({
  id: STRING,
  name: STRING,
  address: { type: 'string', description: 'path and query within the console' },
  savedAt: MOMENT,
});

/** What each caller sees of these is their own. They say nothing of the books, so nobody is noted for reading them. */
@ApiTags('views')
@Controller('v1/views')
export class ViewsController {
  constructor(private readonly views: Views) {}

  @Get()
  @Access('read', { recorded: 'never' })
  @Answers('The saved views of who asks, by their names.', record<ViewList>({ data: listOf(VIEW) }))
  async list(@Req() request: FastifyRequest): Promise<ViewList> {
    return { data: await this.views.of(actorOf(request)) };
  }

  @Put(':id')
  @Access('read', { recorded: 'never' })
  @Answers('Saves a view under an id that the caller makes, or in the place of their own that has it.', VIEW)
  async save(
    @Param() { id }: ViewPath,
    @Body() { name, address }: SaveViewRequest,
    @Req() request: FastifyRequest,
  ): Promise<View> {
    const saved = await this.views.save(actorOf(request), { id, name: name.trim(), address });
    if (saved === 'NAME_TAKEN') throw Problem.of('VIEW_NAME_TAKEN');
    if (saved === 'FULL') throw Problem.of('VIEWS_FULL');
    return saved;
  }

  @Delete(':id')
  @HttpCode(204)
  @Access('read', { recorded: 'never' })
  @Answers('Forgets a view of who asks.', {}, 204)
  async remove(@Param() { id }: ViewPath, @Req() request: FastifyRequest): Promise<void> {
    if (!(await this.views.remove(actorOf(request), id))) throw Problem.of('NOT_FOUND');
  }
}

function actorOf({ caller }: FastifyRequest): string {
  if (!caller) throw Problem.of('KEY_MISSING');
  return `key:${caller.id}`;
}
