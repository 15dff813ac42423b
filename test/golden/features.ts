import { ACCESS_EVENTS, accessDecider } from '#audit';
import { PULL_EVENTS, pullSettingDecider } from '#channels';
import { COLLECTION_EVENTS, collectionDecider } from '#collections';
import { DISPUTE_EVENTS, disputeDecider } from '#disputes';
import {
  CORRECTION_EVENTS,
  CORRECTION_RULES_EVENTS,
  corrections,
  correctionRulesDecider,
} from '#corrections';
import type { EventSchemas } from '#event-log';
import { FEE_SCHEMAS, destinationDecider, feeScheduleDecider, holidayCalendarDecider, termsDecider } from '#fees';
import { FETCH_EVENTS, MISSING_BILL_EVENTS, fetchSettingDecider, missingBillDecider } from '#fetches';
import type { Decider, DomainEvent } from '#kernel';
import {
  SETUP_SCHEMAS,
  channelAccountDecider,
  douyinAppDecider,
  douyinShopDecider,
  liveRoomDecider,
  merchantDecider,
  merchantNoDecider,
  paymentInterfacesDecider,
  posModelsDecider,
  terminalDecider,
} from '#merchants';
import { MINI_APP_EVENTS, miniAppDecider } from '#miniapp';
import { ORDER_EVENTS, orderDecider } from '#orders';
import { PAYMENT_EVENTS, REFERENCE_EVENTS, paymentDecider, referenceDecider } from '#payments';
import { SUBJECT_EVENTS, subjectDecider } from '#privacy';
import { MATCH_EVENTS, matchDecider } from '#reconciliation';
import { PERIOD_EVENTS, periodDecider } from '#periods';
import { SETTLEMENT_EVENTS, settlementDecider } from '#settlements';
import { STATEMENT_EVENTS, STATEMENT_ROW_EVENTS, statementDecider, statementRowDecider } from '#statements';
import { LIFE_MOVEMENT_EVENTS, VOUCHER_EVENTS, lifeMovementDecider, voucherDecider } from '#vouchers';
import { EXCEPTION_EVENTS, EXCEPTION_RULES_EVENTS, PARKING_EVENTS, exceptionDecider, parkingDecider, rulesDecider } from '#worklist';

export interface GoldenFeature {
  /** Folder beside this file. */
  readonly name: string;
  readonly schemas: EventSchemas;
  readonly decider: Decider<unknown, unknown, DomainEvent>;
}

const golden = <State, Command, Event extends DomainEvent>(
  name: string,
  schemas: EventSchemas,
  decider: Decider<State, Command, Event>,
): GoldenFeature => ({ name, schemas, decider });

/** Features whose events are pinned by files. A new feature is a line here and a folder. */
export const GOLDEN_FEATURES: readonly GoldenFeature[] = [
  golden('merchants', SETUP_SCHEMAS.merchant, merchantDecider),
  golden('douyin-apps', SETUP_SCHEMAS.douyinApp, douyinAppDecider),
  golden('douyin-shops', SETUP_SCHEMAS.douyinShop, douyinShopDecider),
  golden('douyin-pulls', PULL_EVENTS, pullSettingDecider),
  golden('live-rooms', SETUP_SCHEMAS.liveRoom, liveRoomDecider),
  golden('merchant-numbers', SETUP_SCHEMAS.merchantNo, merchantNoDecider),
  golden('terminals', SETUP_SCHEMAS.terminal, terminalDecider),
  golden('fee-schedules', FEE_SCHEMAS.schedules, feeScheduleDecider),
  golden('settlement-destinations', FEE_SCHEMAS.destinations, destinationDecider),
  golden('terms', FEE_SCHEMAS.terms, termsDecider),
  golden('holiday-calendars', FEE_SCHEMAS.calendar, holidayCalendarDecider),
  golden('channel-accounts', SETUP_SCHEMAS.channelAccount, channelAccountDecider),
  golden('payment-interfaces', SETUP_SCHEMAS.paymentInterfaces, paymentInterfacesDecider),
  golden('pos-models', SETUP_SCHEMAS.posModels, posModelsDecider),
  golden('orders', ORDER_EVENTS, orderDecider),
  golden('payments', PAYMENT_EVENTS, paymentDecider),
  golden('payment-references', REFERENCE_EVENTS, referenceDecider),
  golden('collections', COLLECTION_EVENTS, collectionDecider),
  golden('settlements', SETTLEMENT_EVENTS, settlementDecider),
  golden('disputes', DISPUTE_EVENTS, disputeDecider),
  golden('vouchers', VOUCHER_EVENTS, voucherDecider),
  golden('life-movements', LIFE_MOVEMENT_EVENTS, lifeMovementDecider),
  golden('miniapp', MINI_APP_EVENTS, miniAppDecider),
  golden('exceptions', EXCEPTION_EVENTS, exceptionDecider),
  golden('exception-rules', EXCEPTION_RULES_EVENTS, rulesDecider),
  golden('parked-notices', PARKING_EVENTS, parkingDecider),
  golden('statements', STATEMENT_EVENTS, statementDecider),
  golden('statement-rows', STATEMENT_ROW_EVENTS, statementRowDecider),
  golden('matches', MATCH_EVENTS, matchDecider),
  golden('corrections', CORRECTION_EVENTS, corrections),
  golden('correction-rules', CORRECTION_RULES_EVENTS, correctionRulesDecider),
  golden('periods', PERIOD_EVENTS, periodDecider),
  golden('statement-fetches', FETCH_EVENTS, fetchSettingDecider),
  golden('subjects', SUBJECT_EVENTS, subjectDecider),
  golden('missing-statements', MISSING_BILL_EVENTS, missingBillDecider),
  golden('access-log', ACCESS_EVENTS, accessDecider),
];
