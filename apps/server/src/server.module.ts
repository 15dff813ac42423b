import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { auditFeature } from './audit/audit.feature.js';
import { batchesFeature } from './batches/batches.feature.js';
import { channelsFeature } from './channels/channels.feature.js';
import { correctionsFeature } from './corrections/corrections.feature.js';
import { disputesFeature } from './disputes/disputes.feature.js';
import { checkupFeature } from './checkup/checkup.feature.js';
import { EventFeed } from './events/event-feed.js';
import { eventsFeature } from './events/events.feature.js';
import { explainFeature } from './explain/explain.feature.js';
import { exportsFeature } from './exports/exports.feature.js';
import { feesFeature } from './fees/fees.feature.js';
import { fetchesFeature } from './fetches/fetches.feature.js';
import { featureModule, type ServerFeature } from './features/feature-module.js';
import { IdempotencyKeys } from './idempotency/postgres-idempotency-keys.js';
import { KeysController } from './keys/keys.controller.js';
import { ApiKeys } from './keys/postgres-api-keys.js';
import { ledgerFeature } from './ledger/ledger.feature.js';
import type { Ledger } from './ledger.js';
import { collectionsFeature } from './collections/collections.feature.js';
import { merchantsFeature } from './merchants/merchants.feature.js';
import { noticesFeature } from './notices/notices.feature.js';
import { Metrics } from './operations/metrics.js';
import { OperationsController } from './operations/operations.controller.js';
import { Readiness } from './operations/readiness.js';
import { miniAppsFeature } from './miniapp/miniapp.feature.js';
import { OidcController } from './oidc/oidc.controller.js';
import { OidcDoor } from './oidc/oidc.door.js';
import { ordersFeature } from './orders/orders.feature.js';
import { paymentsFeature } from './payments/payments.feature.js';
import { PersonWindow } from './privacy/person-window.js';
import { privacyFeature } from './privacy/privacy.feature.js';
import { projectionsFeature } from './projections/projections.feature.js';
import { periodsFeature } from './periods/periods.feature.js';
import { pullsFeature } from './pulls/pulls.feature.js';
import { reconciliationFeature } from './reconciliation/reconciliation.feature.js';
import { reportsFeature } from './reports/reports.feature.js';
import { settlementsFeature } from './settlements/settlements.feature.js';
import { PeopleController } from './sessions/people.controller.js';
import { People } from './sessions/postgres-people.js';
import { Sessions } from './sessions/postgres-sessions.js';
import { EnvironmentName, SessionsController } from './sessions/sessions.controller.js';
import { statementsFeature } from './statements/statements.feature.js';
import { Views } from './views/postgres-views.js';
import { ViewsController } from './views/views.controller.js';
import { vouchersFeature } from './vouchers/vouchers.feature.js';
import { worklistFeature } from './worklist/worklist.feature.js';

/** Nest's part of the server: controllers, and the buses with one handler per feature. What they use comes made. */
@Module({})
class ServerModule {}

export function serverModule(ledger: Ledger): DynamicModule {
  const made: Provider[] = [
    given(ApiKeys, ledger.keys),
    given(Sessions, ledger.sessions),
    given(People, ledger.people),
    given(OidcDoor, new OidcDoor(ledger.oidc)),
    given(Views, ledger.views),
    given(EnvironmentName, new EnvironmentName(ledger.environment)),
    given(IdempotencyKeys, ledger.idempotency),
    given(EventFeed, ledger.feed),
    given(Metrics, ledger.metrics),
    given(Readiness, ledger.readiness),
    given(PersonWindow, new PersonWindow(ledger.persons)),
  ];
  return {
    module: ServerModule,
    global: true,
    imports: [CqrsModule.forRoot(), ...featuresOf(ledger).map(featureModule)],
    controllers: [KeysController, SessionsController, PeopleController, OidcController, ViewsController, OperationsController],
    providers: made,
    exports: made,
  };
}

/** Every feature that listens. A new one needs its line here and nothing else. */
function featuresOf(ledger: Ledger): ServerFeature[] {
  const { handling, reader } = ledger;
  return [
    channelsFeature(ledger.channels),
    noticesFeature(ledger.channels),
    merchantsFeature(ledger),
    feesFeature(ledger),
    pullsFeature(ledger.pulls),
    checkupFeature(ledger),
    ordersFeature(ledger),
    paymentsFeature(ledger),
    settlementsFeature(ledger),
    collectionsFeature(ledger),
    disputesFeature(ledger),
    batchesFeature(reader),
    vouchersFeature(ledger),
    miniAppsFeature(handling, reader),
    worklistFeature(ledger),
    ledgerFeature(reader),
    reportsFeature(ledger),
    periodsFeature(ledger),
    exportsFeature(ledger),
    eventsFeature(handling),
    projectionsFeature(ledger.rebuilds),
    auditFeature(ledger),
    explainFeature(ledger),
    statementsFeature(ledger),
    reconciliationFeature(ledger),
    fetchesFeature(ledger.fetches),
    correctionsFeature(ledger),
    privacyFeature(ledger),
  ];
}

const given = <T>(type: Type<T>, value: T): Provider => ({ provide: type, useValue: value });
