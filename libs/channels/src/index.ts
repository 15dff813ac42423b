export { allinpayText, signAllinpayFields } from './acquirers/allinpay/signature.js';
export { receiveDisputes } from './acquirer/receive-disputes.js';
export { receiveSettlements } from './acquirer/receive-settlements.js';
export type { Acquirer } from './acquirers/adapter.js';
export { accountProbe, type AccountProbe, type ProbedAccount } from './account-probe.js';
export { receiveAcquirerNotice, type AcquirerAnswer, type AcquirerDeps } from './acquirers/receive-notice.js';
export { cardNumbersIn, maskCardNumbers } from './card-numbers.js';
export type { ChannelCommand, Dispatch } from './channel-command.js';
export { receiveAccountItems } from './douyin/receive-account-items.js';
export { receiveDouyinPush, type PushAnswer, type PushRequest } from './douyin/receive-push.js';
export { GatewayRefusal, codeText } from './douyin/openapi/gateway-answer.js';
export { Pace } from './douyin/openapi/pace.js';
export { REAL_TIME, platformTime, type Time } from './douyin/openapi/time.js';
export { isJsonObject, parseExact, type JsonObject } from './exact-json.js';
export { memberOf, rowsUnder } from './json-parts.js';
export { DOUYIN_GATEWAY, DouyinGateway } from './douyin/openapi/gateway-client.js';
export { receiveSettleBill } from './douyin/receive-settle-bill.js';
export * from './douyin/signatures.js';
export type { Headers } from './headers.js';
export type { Inbox, NoticePage, NoticeQuery, NoticeStatus } from './inbox/inbox.js';
export { INBOX_MIGRATIONS } from './inbox/inbox-tables.js';
export {
  CHANNELS as NOTICE_CHANNELS,
  isNoticeId,
  type Channel,
  type FullNotice,
  type KeptNotice,
  type NoticeId,
} from './inbox/notice.js';
export { PostgresInbox } from './inbox/postgres-inbox.js';
export type { CallbackAnswer } from './callback-answer.js';
export { receiveLifeLedger } from './life/receive-life-ledger.js';
export { receiveLifeMovements } from './life/receive-life-movements.js';
export { receiveLifeWebhook, type LifeAnswer } from './life/receive-life-webhook.js';
export { receiveEcpay } from './miniapp/receive-ecpay.js';
export { receiveTrade, type TradeAnswer } from './miniapp/receive-trade.js';
export { MINI_APP_SETTINGS, type MiniAppSettings } from './miniapp/settings.js';
export type { ChannelDeps, Taken } from './notice-handling.js';
export { merchantOfNotice } from './notice-owner.js';
export { PARK_REASONS, type ParkReason } from './parking.js';
export { receivePosBatch, type LineResult, type PosBatchAnswer, type PosBatchRequest } from './pos/receive-batch.js';
export { receivePosTransaction, type PosRequest } from './pos/receive-transaction.js';
export type { PosResult } from './pos/take-transaction.js';
export { CARD_TYPES } from './pos/transaction.js';
export { PULL_KINDS, type PullKind } from './pull/pull-data.js';
export type { PullDeps } from './pull/pull-deps.js';
export {
  BILL_SOURCES,
  PULL_EVENTS,
  PULL_REJECTIONS,
  pullSettingDecider,
  type BillSource,
  type PullSetting,
  type SetPull,
} from './pull/pull-setting.js';
export { GAP_KINDS, lagSecondsOf, type PullCursor, type PullStore } from './pull/pull-store.js';
export { Puller } from './pull/puller.js';
export { Pulls, type AskBackfill, type BackfillStanding, type NotAskable, type PullStanding } from './pull/pulls.js';
export { PULL_MIGRATIONS, PostgresPullStore } from './pull/postgres-pull-store.js';
export { isTerminalSigned, signTerminalBody, signedRequest, terminalCaller, type PosCaller } from './pos/terminal-signature.js';
export { CHANNEL_REFUSALS, refusal, type Answer, type Refusal, type RefusalCode } from './refusals.js';
export { NOTICE_REJECTIONS, replayNotice, sweepNotices, type Swept } from './replay.js';
export type { Result } from './results.js';
export type { RowsAnswer, RowsRequest } from './rows.js';
