import type { CommandHandling } from '#event-log';
import type { Reader } from '#projections';
import { VoucherQueries, lifeMovementFeature, voucherFeature } from '#vouchers';
import { answering } from '../features/asked.js';
import { commandHandler, type ServerFeature } from '../features/feature-module.js';
import { AskVouchers, OnLifeMovements, OnVouchers } from './vouchers.bus.js';
import { VouchersController } from './vouchers.controller.js';

export const vouchersFeature = (handling: CommandHandling, reader: Reader): ServerFeature => ({
  name: 'Vouchers',
  controllers: [VouchersController],
  handlers: [
    commandHandler(OnVouchers, ({ command, context }) => handling.handle(voucherFeature, command, context)),
    commandHandler(OnLifeMovements, ({ command, context }) => handling.handle(lifeMovementFeature, command, context)),
    answering(AskVouchers, new VoucherQueries(reader)),
  ],
});
