export { column, nullable, type Column } from './column.js';
export { InvalidCursor, cursorOf, cursorParts } from './cursor.js';
export { LogEvent, entriesOf, standingOf } from './log-event.js';
export type { FollowerState, GroupOptions } from './group.js';
export type { Certify, SwapRecord } from './certify.js';
export { countsOf, type TableComparison } from './compare.js';
export { PROJECTION_MIGRATIONS } from './migrations.js';
export { followMovedLog, reactionPlaces, whileNobodyOwns } from './moved-log.js';
export { AdvisoryOwnership, isAborted, pause, soleOwner, type Ownership, type Work } from './ownership.js';
export { Poller, type PollerOptions } from './poller.js';
export { Positions, ProjectionBehind, type PositionsOptions } from './positions.js';
export type { RebuildPhase, RebuildProgress } from './progress.js';
export type { Projection } from './projection.js';
export { reacting, reactionStandings, type Reacting, type ReactionStanding } from './reaction-follower.js';
export type { Dispatch, Reaction } from './reaction.js';
export { Reader, pageOf, type Answer, type Freshness, type Page, type PagedAnswer, type Question } from './reader.js';
export { rebuild, rollBack, type RebuildOptions, type RebuildResult } from './rebuild.js';
export { exportSource } from './replay/export-source.js';
export { sourceOf, stretchOf, type EventSource } from './replay/event-source.js';
export {
  replay,
  type ReplayContext,
  type ReplayOptions,
  type ReplayProgress,
  type ReplayResult,
  type ReplayTo,
} from './replay/replay.js';
export { differingTables, type ModelReplay, type NotCompared } from './replay/replayed.js';
export { NothingOfScope, type LeftOut, type Scope, type Selection } from './replay/scope.js';
export type { DifferenceCounts, DifferenceKind, RowDifference } from './row-differences.js';
export { viewOf, type View } from './view.js';
export { RebuildRefused, type RebuildRefusal } from './refusal.js';
export { generations, type Generation, type GenerationStatus } from './registry.js';
export { ProjectionRunner, runnerOf, type ProjectionRunnerOptions } from './runner.js';
export {
  STREAM_COLUMNS,
  STREAM_INDEXES,
  lastOfStreams,
  listStreams,
  streamColumns,
  type LastOfStream,
  type ListAsked,
  type StreamRow,
} from './stream-rows.js';
export {
  StreamsAsOf,
  hasException,
  isAsAsked,
  streamAsOf,
  streamRowOf,
  type PastLog,
  type PastStreams,
} from './streams-as-of.js';
export { rebuildWishes, wishRebuild, type RebuildView, type RebuildWish } from './wishes.js';
export { Table, write, type TableDefinition, type Write } from './table.js';
export { freshEnough, isNow, type Times } from './times.js';
export { inTransaction, rowsOf, type Tx } from './transaction.js';
