import shared from '@eventstore/db-client/generated/shared_pb.js';
import type { UUID } from '@eventstore/db-client/generated/shared_pb.js';
import status from '@eventstore/db-client/generated/status_pb.js';
import type { Status } from '@eventstore/db-client/generated/status_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendReq, BatchAppendReq, BatchAppendResp, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import any from 'google-protobuf/google/protobuf/any_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import { MAX_APPEND_BYTES, type Decision, type Expectation, type Proposed, type StoredRecord } from './double-store.js';

/** .NET ticks: 100 ns since 1970, as the protocol has them. */
const TICKS_PER_MS = 10_000n;

export const textOf = (bytes: Uint8Array | string | undefined): string => Buffer.from(bytes ?? '').toString();

export const streamIdentifier = (name: string): InstanceType<typeof shared.StreamIdentifier> =>
  new shared.StreamIdentifier().setStreamName(Buffer.from(name).toString('base64'));

export function uuidText(uuid: UUID | undefined): string {
  const structured = uuid?.getStructured();
  if (!structured) return uuid?.getString() ?? '';
  const bytes = Buffer.alloc(16);
  bytes.writeBigInt64BE(BigInt.asIntN(64, BigInt(structured.getMostSignificantBits())), 0);
  bytes.writeBigInt64BE(BigInt.asIntN(64, BigInt(structured.getLeastSignificantBits())), 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

export const proposedOf = (message: BatchAppendReq.ProposedMessage | AppendReq.ProposedMessage): Proposed => ({
  id: uuidText(message.getId()),
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') ?? '',
  data: Uint8Array.from(message.getData_asU8()),
  metadata: Uint8Array.from(message.getCustomMetadata_asU8()),
});

export function batchExpectation(options: BatchAppendReq.Options): Expectation {
  if (options.hasStreamPosition()) return Number(options.getStreamPosition());
  if (options.hasNoStream()) return 'no_stream';
  return options.hasStreamExists() ? 'stream_exists' : 'any';
}

export function appendExpectation(options: AppendReq.Options): Expectation {
  if (options.hasRevision()) return Number(options.getRevision());
  if (options.hasNoStream()) return 'no_stream';
  return options.hasStreamExists() ? 'stream_exists' : 'any';
}

export function eventResponse(record: StoredRecord): ReadResp {
  const position = String(record.position);
  const event = new streams.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(record.id))
    .setStreamIdentifier(streamIdentifier(record.stream))
    .setStreamRevision(String(record.revision))
    .setCommitPosition(position)
    .setPreparePosition(position)
    .setData(record.data)
    .setCustomMetadata(record.metadata);
  event.getMetadataMap().set('type', record.type);
  event.getMetadataMap().set('content-type', record.contentType);
  event.getMetadataMap().set('created', String(BigInt(record.createdMs) * TICKS_PER_MS));
  return new streams.ReadResp().setEvent(new streams.ReadResp.ReadEvent().setEvent(event).setCommitPosition(position));
}

export function checkpointResponse(at: bigint): ReadResp {
  const checkpoint = new streams.ReadResp.Checkpoint().setCommitPosition(String(at)).setPreparePosition(String(at));
  return new streams.ReadResp().setCheckpoint(checkpoint);
}

export const notFoundResponse = (stream: string): ReadResp =>
  new streams.ReadResp().setStreamNotFound(new streams.ReadResp.StreamNotFound().setStreamIdentifier(streamIdentifier(stream)));

interface Answered {
  readonly stream: string;
  readonly correlationId: UUID | undefined;
  readonly expected: Expectation;
  readonly decision: Decision;
  /** Whether the answer says where it was stored. */
  readonly withPosition: boolean;
}

export function batchResponse({ stream, correlationId, expected, decision, withPosition }: Answered): BatchAppendResp {
  const response = new streams.BatchAppendResp().setStreamIdentifier(streamIdentifier(stream));
  if (correlationId) response.setCorrelationId(correlationId);
  if (decision.kind !== 'ok') return response.setError(errorOf(decision, expected));
  const success = new streams.BatchAppendResp.Success().setCurrentRevision(String(decision.revision));
  const position = new shared.AllStreamPosition();
  position.setCommitPosition(String(decision.position)).setPreparePosition(String(decision.position));
  if (withPosition) success.setPosition(position);
  else success.setNoPosition(new empty.Empty());
  return response.setSuccess(success);
}

function errorOf(decision: Exclude<Decision, { kind: 'ok' }>, expected: Expectation): Status {
  if (decision.kind === 'too_large') {
    const details = new shared.MaximumAppendSizeExceeded().setMaxappendsize(MAX_APPEND_BYTES);
    return statusOf('MaximumAppendSizeExceeded', details.serializeBinary());
  }
  if (decision.kind === 'not_ready') return statusOf('Empty', new shared.Empty().serializeBinary());
  if (decision.kind === 'timeout') return statusOf('Timeout', new shared.Timeout().serializeBinary());
  const details = new shared.WrongExpectedVersion();
  if (decision.current < 0) details.setCurrentNoStream(new empty.Empty());
  else details.setCurrentStreamRevision(String(decision.current));
  if (typeof expected === 'number') details.setExpectedStreamPosition(String(expected));
  else details.setExpectedNoStream(new empty.Empty());
  return statusOf('WrongExpectedVersion', details.serializeBinary());
}

function statusOf(name: string, details: Uint8Array): Status {
  const packed = new any.Any();
  packed.pack(details, `event_store.client.${name}`);
  return new status.Status().setMessage(name).setDetails(packed);
}
