import type { CommandHandling } from '#event-log';
import type { PastLog, Reader } from '#projections';
import { LifeMovementQueries, VoucherQueries, VouchersAsOf, lifeMovementFeature, voucherFeature } from '#vouchers';
import { answering } from '../features/asked.js';
import { commandHandler, type ServerFeature } from '../features/feature-module.js';
import { LifeMovementsController } from './life-movements.controller.js';
import { AskLifeMovements, AskPastVouchers, AskVouchers, OnLifeMovements, OnVouchers } from './vouchers.bus.js';
import { VouchersController } from './vouchers.controller.js';

interface VoucherParts {
  readonly handling: CommandHandling;
  readonly reader: Reader;
  readonly past: PastLog;
}

export const vouchersFeature = ({ handling, past, reader }: VoucherParts): ServerFeature => ({
  name: 'Vouchers',
  controllers: [VouchersController, LifeMovementsController],
  handlers: [
    commandHandler(OnVouchers, ({ command, context }) => handling.handle(voucherFeature, command, context)),
    commandHandler(OnLifeMovements, ({ command, context }) => handling.handle(lifeMovementFeature, command, context)),
    answering(AskVouchers, new VoucherQueries(reader)),
    answering(AskPastVouchers, new VouchersAsOf(reader, past)),
    answering(AskLifeMovements, new LifeMovementQueries(reader)),
  ],
});
