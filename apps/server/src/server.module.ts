import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EventFeed } from './events/event-feed.js';
import { EventsController } from './events/events.controller.js';
import { featureModule, type ServerFeature } from './features/feature-module.js';
import { IdempotencyKeys } from './idempotency/postgres-idempotency-keys.js';
import { ApiKeys } from './keys/postgres-api-keys.js';
import { KeysController } from './keys/keys.controller.js';
import type { Ledger } from './ledger.js';
import { ledgerFeature } from './ledger/ledger.feature.js';
import { merchantsFeature } from './merchants/merchants.feature.js';
import { paymentsFeature } from './payments/payments.feature.js';
import { Metrics } from './operations/metrics.js';
import { OperationsController } from './operations/operations.controller.js';
import { Readiness } from './operations/readiness.js';

/** Nest's part of the server: controllers, and the buses with one handler per feature. What they use comes made. */
@Module({})
class ServerModule {}

export function serverModule(ledger: Ledger): DynamicModule {
  const made: Provider[] = [
    given(ApiKeys, ledger.keys),
    given(IdempotencyKeys, ledger.idempotency),
    given(EventFeed, ledger.feed),
    given(Metrics, ledger.metrics),
    given(Readiness, ledger.readiness),
  ];
  return {
    module: ServerModule,
    global: true,
    imports: [CqrsModule.forRoot(), ...featuresOf(ledger).map(featureModule)],
    controllers: [KeysController, EventsController, OperationsController],
    providers: made,
    exports: made,
  };
}

const featuresOf = (ledger: Ledger): ServerFeature[] => [
  merchantsFeature(ledger.setup, ledger.directory),
  ledgerFeature(ledger.reader),
  paymentsFeature(ledger.instructions),
];

const given = <T>(type: Type<T>, value: T): Provider => ({ provide: type, useValue: value });
