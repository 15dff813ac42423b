import type { CommandHandling } from '#event-log';
import type { Reader } from '#projections';
import { LifeMovementQueries, VoucherQueries, lifeMovementFeature, voucherFeature } from '#vouchers';
import { answering } from '../features/asked.js';
import { commandHandler, type ServerFeature } from '../features/feature-module.js';
import { LifeMovementsController } from './life-movements.controller.js';
import { AskLifeMovements, AskVouchers, OnLifeMovements, OnVouchers } from './vouchers.bus.js';
import { VouchersController } from './vouchers.controller.js';

export const vouchersFeature = (handling: CommandHandling, reader: Reader): ServerFeature => ({
  name: 'Vouchers',
  controllers: [VouchersController, LifeMovementsController],
  handlers: [
    commandHandler(OnVouchers, ({ command, context }) => handling.handle(voucherFeature, command, context)),
    commandHandler(OnLifeMovements, ({ command, context }) => handling.handle(lifeMovementFeature, command, context)),
    answering(AskVouchers, new VoucherQueries(reader)),
    answering(AskLifeMovements, new LifeMovementQueries(reader)),
  ],
});
