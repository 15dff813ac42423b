import { Body, Controller, Get } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { PosModel } from '#merchants';
import { Access } from '../http/access.js';
import { Call, CommandCall, type CommandAnswer } from '../http/command-call.js';
import { Field, Prose } from '../http/fields.js';
import { Answers, STRING, listOf, record } from '../http/schemas.js';
import { CommandRoute } from '../idempotency/command-route.js';
import { AskPosModels, takeStep } from './merchants.bus.js';
import { METHODS } from './merchants.requests.js';

class DescribePosModelRequest {
  @Prose(64)
  model!: string;
  /** All that it can take. */
  @Field(METHODS)
  methods!: string[];
}

const MATRIX = record<{ data: unknown }>({
  data: listOf(record<PosModel>({ model: STRING, methods: listOf(STRING) })),
});

@ApiTags('set-up')
@Controller('v1/pos-models')
export class PosModelsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Access('inspect')
  @Answers('POS models and the payment methods that each can take.', MATRIX)
  async list(): Promise<{ data: readonly PosModel[] }> {
    return { data: await this.queries.execute(new AskPosModels()) };
  }

  @CommandRoute('', 'Describes a POS model: one that is new, or one that learnt something.', 'administer')
  describe(@Body() { model, methods }: DescribePosModelRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    return takeStep(this.commands, { type: 'DescribePosModel', model, methods }, call);
  }
}
