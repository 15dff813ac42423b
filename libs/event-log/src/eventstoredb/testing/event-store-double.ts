import gossipService from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import featuresService from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import type { Empty } from '@eventstore/db-client/generated/shared_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { AppendReq, AppendResp, BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import {
  Server,
  ServerCredentials,
  status,
  type Metadata,
  type sendUnaryData,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
} from '@grpc/grpc-js';
import { DoubleAppends } from './double-appends.js';
import { DoubleJournal } from './double-journal.js';
import { noFaults, notLeader, type Node } from './double-faults.js';
import { DoubleReads, type ReadCall } from './double-reads.js';
import { DoubleStore, systemEvent } from './double-store.js';

interface OpenCall {
  emit(event: 'error', error: object): unknown;
  on(event: 'cancelled' | 'error' | 'close' | 'finish', listener: () => void): unknown;
}

export interface DoubleOptions {
  readonly port?: number;
  readonly now?: () => number;
  readonly file?: string | undefined;
  /** The node of a cluster of which this is another one: they have one store. */
  readonly besides?: EventStoreDouble;
}

const HOST = '127.0.0.1';
const VERSION = '23.10.0-test-double';
const REFUSED = { code: status.UNAUTHENTICATED, details: 'the test double refuses this' };
const UNAVAILABLE = { code: status.UNAVAILABLE, details: 'the test double is unavailable' };

/**
 * A TEST DOUBLE of EventStoreDB: it speaks the server's gRPC protocol, from the client's own definitions of it, and keeps its
 * events in memory or in a file. It models a single node of 23.10 as far as a log uses it: appends, batched and single, with the server's
 * rules of idempotence (see DoubleStore); reads of streams and of $all; filtered subscriptions with checkpoints, caught-up and
 * fell-behind; discovery; nodes that send callers to their leader. Not modelled: users, deletion, scavenging, persistent subscriptions, replication. What a real server
 * does is only shown by a real server.
 */
export class EventStoreDouble {
  readonly faults = noFaults();
  readonly store: DoubleStore;
  readonly reads: DoubleReads;
  /** Calls that any node of a cluster might answer: what was asked, in order. */
  readonly askedOfAnyNode: string[] = [];
  private readonly appends: DoubleAppends;
  private readonly calls = new Set<{ end: (error: object) => void }>();
  private server: Server | undefined;
  private port = 0;

  private constructor(store: DoubleStore) {
    this.store = store;
    this.reads = new DoubleReads(this.store, this.faults);
    this.appends = new DoubleAppends(this.store, this.faults);
  }

  /**
   * `now`: milliseconds since 1970, the clock of the events. `file`: keeps the events on disk, for a double that is killed; in
   * memory unless said.
   */
  static async start({ port = 0, now = Date.now, file, besides }: DoubleOptions = {}): Promise<EventStoreDouble> {
    const journal = file === undefined ? undefined : new DoubleJournal(file);
    const double = new EventStoreDouble(besides?.store ?? new DoubleStore(now, journal));
    double.port = port;
    await double.comeUp();
    return double;
  }

  get url(): string {
    return `esdb://${HOST}:${String(this.port)}?tls=false`;
  }

  /** The same, found by gossip. */
  get discoveredUrl(): string {
    return this.url.replace('esdb:', 'esdb+discover:');
  }

  get node(): Node {
    return { host: HOST, port: this.port };
  }

  /** Ends all calls, answered or not. */
  dropCalls(code: number = status.CANCELLED): void {
    for (const { end } of this.calls) end({ code, details: 'dropped by the test double' });
  }

  /** Ends all calls and refuses new ones, over connections that stay. */
  beUnavailable(): void {
    this.faults.unavailable = true;
    this.dropCalls(status.UNAVAILABLE);
  }

  releaseAnswers(): void {
    this.faults.holdAnswers = false;
    this.appends.releaseAnswers();
  }

  /** Cuts every connection and takes no new ones. */
  goDown(): void {
    this.server?.forceShutdown();
    this.server = undefined;
    for (const { end } of this.calls) end(UNAVAILABLE);
  }

  /** Listens again, with all that was stored. */
  async comeUp(): Promise<void> {
    const server = new Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
    server.addService(streamsService.StreamsService, {
      read: (call: ReadCall) => {
        this.note(call, call.request.getOptions()?.hasSubscription() ? 'subscribe' : 'read');
        // A stream of appends is sent away at its next append.
        if (this.faults.leader && needsLeader(call)) call.emit('error', notLeader(this.faults.leader));
        else this.begin(call, (ended) => void this.reads.read(call, ended));
      },
      append: (call: ServerReadableStream<AppendReq, AppendResp>, answer: sendUnaryData<AppendResp>) =>
        this.faults.unavailable ? answer(UNAVAILABLE) : this.appends.append(call, answer),
      batchAppend: (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>) => {
        this.note(call, 'append');
        this.begin(call, () => this.appends.batch(call));
      },
    });
    server.addService(featuresService.ServerFeaturesService, {
      getSupportedMethods: (_: ServerUnaryCall<Empty, SupportedMethods>, answer: sendUnaryData<SupportedMethods>) => {
        if (this.faults.unavailable) answer(UNAVAILABLE);
        else if (!this.faults.silent) answer(null, supportedMethods());
      },
    });
    server.addService(gossipService.GossipService, {
      read: (_: ServerUnaryCall<Empty, ClusterInfo>, answer: sendUnaryData<ClusterInfo>) =>
        answer(null, ledBy(this.faults.leader ?? this.node)),
    });
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    server.bindAsync(`${HOST}:${String(this.port)}`, ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
    this.port = await promise;
    this.server = server;
  }

  /** Sets what a stream keeps, as an operator would. */
  setMetadata(stream: string, metadata: object): void {
    this.store.write(`$$${stream}`, [systemEvent('$metadata', JSON.stringify(metadata))]);
  }

  private note(call: { readonly metadata: Metadata }, asked: string): void {
    if (!needsLeader(call)) this.askedOfAnyNode.push(asked);
  }

  private begin(call: OpenCall, work: (ended: AbortSignal) => void): void {
    if (this.faults.unavailable || this.faults.refusing) {
      call.emit('error', this.faults.refusing ? REFUSED : UNAVAILABLE);
      return;
    }
    const ended = new AbortController();
    const open = {
      end: (error: object): void => {
        leave();
        call.emit('error', error);
      },
    };
    const leave = (): void => {
      this.calls.delete(open);
      ended.abort();
    };
    this.calls.add(open);
    for (const event of ['cancelled', 'error', 'close', 'finish'] as const) call.on(event, leave);
    work(ended.signal);
  }
}

const needsLeader = ({ metadata }: { readonly metadata: Metadata }): boolean => metadata.get('requires-leader')[0] === 'true';

function supportedMethods(): SupportedMethods {
  const methods = new features.SupportedMethods().setEventStoreServerVersion(VERSION);
  for (const name of ['append', 'batchappend', 'read']) {
    methods.addMethods(new features.SupportedMethod().setServiceName('event_store.client.streams.streams').setMethodName(name));
  }
  return methods;
}

function ledBy({ host, port }: Node): ClusterInfo {
  const member = new gossip.MemberInfo()
    .setInstanceId(new shared.UUID().setString('00000000-0000-4000-8000-000000000001'))
    .setTimeStamp('0')
    .setState(gossip.MemberInfo.VNodeState.LEADER)
    .setIsAlive(true)
    .setHttpEndPoint(new gossip.EndPoint().setAddress(host).setPort(port));
  const cluster = new gossip.ClusterInfo();
  cluster.addMembers(member);
  return cluster;
}
