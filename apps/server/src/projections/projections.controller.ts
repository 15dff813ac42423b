import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { RebuildView } from '#projections';
import { Access } from '../http/access.js';
import { Call, CommandCall } from '../http/command-call.js';
import { Field, text } from '../http/fields.js';
import { Problem } from '../http/problem.js';
import { Answers, INTEGER, STRING, listOf, orNull, record, type Schema } from '../http/schemas.js';
import { AskProjections, SwapProjection } from './projections.bus.js';
import type { ProjectionView, WishedSwap } from './rebuilds.js';

export class ProjectionPath {
  @Field(text(/^[a-z][a-z0-9_]{0,40}$/, 'must be the name of a projection'))
  name!: string;
}

interface ProjectionList {
  readonly data: readonly ProjectionView[];
}

const REBUILD: Schema = {
  type: 'object',
  description: 'the last rebuild that was asked for; running also while it waits for its turn',
  properties: {
    status: { type: 'string', enum: ['running', 'done', 'refused', 'failed'] },
    phase: { type: 'string', enum: ['building', 'completing', 'proving', 'swapping', 'done'] },
    done: INTEGER,
    total: INTEGER,
    eventsPerSecond: INTEGER,
    etaSeconds: { type: ['number', 'null'] },
    generation: INTEGER,
    version: INTEGER,
    position: STRING,
    events: INTEGER,
    seconds: { type: 'number' },
    digest: { type: 'string', description: 'SHA-256 over every row of the generation that serves now' },
    replacedDigest: { type: ['string', 'null'], description: 'the same of the one that served before, at the same position' },
    differences: {
      type: 'object',
      description: 'rows that differ between the two, as far as both versions have the columns',
      properties: { changed: INTEGER, missing: INTEGER, extra: INTEGER },
      required: ['changed', 'missing', 'extra'],
      additionalProperties: false,
    },
    code: STRING,
    says: STRING,
  },
  required: ['status'],
  additionalProperties: false,
};

const PROJECTION = record<ProjectionView>({
  name: STRING,
  version: orNull(INTEGER),
  generation: orNull(INTEGER),
  position: STRING,
  lag: INTEGER,
  error: orNull(STRING),
  rebuild: orNull(REBUILD),
});

@ApiTags('projections')
@Controller('v1/projections')
export class ProjectionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Access('read')
  @Answers('Read models: where they stand, and how rebuilds go.', record<ProjectionList>({ data: listOf(PROJECTION) }))
  async list(): Promise<ProjectionList> {
    return { data: await this.queries.execute(new AskProjections()) };
  }

  @Post(':name/rebuild')
  @HttpCode(202)
  @Access('administer')
  @Answers(
    'Builds a read model anew from the log beside the one that serves, proves it and swaps. Whoever keeps the read models up does it; the list shows how it goes.',
    REBUILD,
    202,
  )
  rebuild(@Param() { name }: ProjectionPath, @Call() { context }: CommandCall): Promise<RebuildView> {
    return this.wish({ name, kind: 'rebuild', wishedBy: context.actor });
  }

  @Post(':name/roll-back')
  @HttpCode(202)
  @Access('administer')
  @Answers(
    'Takes back the generation of a read model that was retired last, caught up with the log, if it is of the version that runs. The list shows how it goes.',
    REBUILD,
    202,
  )
  rollBack(@Param() { name }: ProjectionPath, @Call() { context }: CommandCall): Promise<RebuildView> {
    return this.wish({ name, kind: 'roll-back', wishedBy: context.actor });
  }

  private async wish(wished: WishedSwap): Promise<RebuildView> {
    const begun = await this.commands.execute(new SwapProjection(wished));
    if (!begun) throw Problem.of('NOT_FOUND');
    return begun;
  }
}
