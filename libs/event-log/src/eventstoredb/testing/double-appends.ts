import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendReq, AppendResp, BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { status, type sendUnaryData, type ServerDuplexStream, type ServerReadableStream } from '@grpc/grpc-js';
import { notLeader, strikes, type DoubleFaults } from './double-faults.js';
import { appendExpectation, batchExpectation, batchResponse, proposedOf, textOf, uuidText } from './double-messages.js';
import { systemEvent, type Decision, type DoubleStore, type Expectation, type Proposed } from './double-store.js';

type BatchCall = ServerDuplexStream<BatchAppendReq, BatchAppendResp>;

interface Pending {
  readonly stream: string;
  readonly expected: Expectation;
  readonly events: Proposed[];
}

const BROKEN = { code: status.UNAVAILABLE, details: 'the test double broke this call' };

/** Appends as the server takes them: one after the other within a call. */
export class DoubleAppends {
  private held: (() => void)[] = [];

  constructor(
    private readonly store: DoubleStore,
    private readonly faults: DoubleFaults,
  ) {}

  batch(call: BatchCall): void {
    const pending = new Map<string, Pending>();
    let isBroken = false;
    call.on('data', (request: BatchAppendReq) => {
      if (isBroken) return;
      const key = uuidText(request.getCorrelationId());
      const options = request.getOptions();
      if (options) {
        const stream = textOf(options.getStreamIdentifier()?.getStreamName_asU8());
        pending.set(key, { stream, expected: batchExpectation(options), events: [] });
      }
      const append = pending.get(key);
      append?.events.push(...request.getProposedMessagesList().map(proposedOf));
      if (!append || !request.getIsFinal()) return;
      pending.delete(key);
      const broken = this.take(call, request, append);
      isBroken = broken !== undefined;
      if (broken) call.emit('error', broken);
    });
    call.on('end', () => call.end());
  }

  append(call: ServerReadableStream<AppendReq, AppendResp>, answer: sendUnaryData<AppendResp>): void {
    let append: Pending | undefined;
    call.on('data', (request: AppendReq) => {
      const options = request.getOptions();
      const message = request.getProposedMessage();
      if (options) {
        const stream = textOf(options.getStreamIdentifier()?.getStreamName_asU8());
        append = { stream, expected: appendExpectation(options), events: [] };
      } else if (message) {
        append?.events.push(proposedOf(message));
      }
    });
    call.on('end', () => {
      if (!append) answer({ code: status.INVALID_ARGUMENT });
      else if (this.faults.leader) answer(notLeader(this.faults.leader));
      else answerSingle(this.write(append), answer);
    });
  }

  /** What the call breaks with; undefined where it goes on. */
  private take(call: BatchCall, request: BatchAppendReq, append: Pending): object | undefined {
    if (this.faults.leader) return notLeader(this.faults.leader);
    if (strikes(this.faults, 'loseRequests')) return BROKEN;
    if (strikes(this.faults, 'ignoreAppends')) return undefined;
    const decision = this.decided(append);
    if (strikes(this.faults, 'loseAnswers')) return BROKEN;
    if (this.faults.silent) return undefined;
    const withPosition = !strikes(this.faults, 'leaveOutPosition');
    const { stream, expected } = append;
    const correlationId = request.getCorrelationId();
    const answer = (): void => {
      call.write(batchResponse({ stream, expected, correlationId, decision, withPosition }));
    };
    if (this.faults.holdAnswers) this.held.push(answer);
    else answer();
    return undefined;
  }

  private decided(append: Pending): Decision {
    if (strikes(this.faults, 'notReady')) return { kind: 'not_ready' };
    const decision = this.write(append);
    return strikes(this.faults, 'timeOut') ? { kind: 'timeout' } : decision;
  }

  releaseAnswers(): void {
    for (const answer of this.held) answer();
    this.held = [];
  }

  private write({ stream, expected, events }: Pending): Decision {
    const before = this.store.records.length;
    const decision = this.store.append(stream, expected, events);
    const written = this.store.records.slice(before);
    if (this.faults.links)
      for (const { revision } of written) this.store.write('$ce-all', [systemEvent('$>', `${String(revision)}@${stream}`)]);
    return decision;
  }
}

function answerSingle(decision: Decision, answer: sendUnaryData<AppendResp>): void {
  const response = new streams.AppendResp();
  if (decision.kind === 'ok') {
    const position = new streams.AppendResp.Position();
    position.setCommitPosition(String(decision.position)).setPreparePosition(String(decision.position));
    const success = new streams.AppendResp.Success().setCurrentRevision(String(decision.revision)).setPosition(position);
    answer(null, response.setSuccess(success));
  } else if (decision.kind === 'wrong_version') {
    const wrong = new streams.AppendResp.WrongExpectedVersion();
    if (decision.current >= 0) wrong.setCurrentRevision(String(decision.current));
    answer(null, response.setWrongExpectedVersion(wrong));
  } else {
    answer({ code: status.INVALID_ARGUMENT, details: 'maximum append size exceeded' });
  }
}
