import { Lanes, deterministicId, type CommandContext, type Position } from '#event-log';
import { invariant, isRejection, parseInstant, type Rejection } from '#kernel';
import { statementDecider } from '../domain/statement.js';
import type {
  StatementCommand,
  StatementCounts,
  StatementId,
  StatementOpening,
  StatementStanding,
} from '../domain/statement.messages.js';
import { reject } from '../domain/statement.rejections.js';
import type { OpenStatement, StatementHead, StatementSource, TrailerFinding } from '../row.js';
import { statementFeature, statementStream } from '../statements.feature.js';
import type { ImportDeps } from './deps.js';
import { Owners } from './owners.js';
import { recordBatch, written, type Recording } from './recording.js';
import { surveyed } from './survey.js';

export interface StatementFile {
  readonly source: StatementSource;
  readonly id: StatementId;
  readonly bytes: number;
}

export interface ImportRequest {
  readonly file: StatementFile;
  /** Shop that a console export is about. */
  readonly account?: string | undefined;
  /** All accounts must be this merchant's. A bank statement needs it. */
  readonly merchant?: string | undefined;
  readonly context: Pick<CommandContext, 'correlationId' | 'actor'>;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
}

export interface ImportProgress {
  readonly done: number;
  readonly total: number;
}

/** How a file stands after its import. */
export interface Imported {
  readonly statement: StatementStanding;
  /** Wait for this position to see all of it in read models. */
  readonly position: Position;
  /** The same bytes were imported before: nothing was done, and this is the first result. */
  readonly before: boolean;
}

/** Events of one append stay far below its limit. */
const QUARANTINED_AT_ONCE = 200;

/** Takes files, each once at a time. What broke off is gone on with by importing the file again: rows known are known. */
export class StatementImports {
  private readonly files = new Lanes();

  constructor(private readonly deps: ImportDeps) {}

  /** @throws Outage: not wholly done, and nothing is lost by trying again */
  import(request: ImportRequest): Promise<Imported | Rejection> {
    return this.files.run(request.file.id, async () => (await this.importedBefore(request)) ?? this.importNow(request));
  }

  private async importedBefore({ file }: ImportRequest): Promise<Imported | undefined> {
    const { state, position } = await this.deps.handling.load(statementStream(file.id), statementDecider);
    return state.standing?.status === 'imported' ? { statement: state.standing, position, before: true } : undefined;
  }

  private async importNow(request: ImportRequest): Promise<Imported | Rejection> {
    const opened = await this.deps.open(request.file.source);
    if (!opened.ok) return reject(opened.refusal.code, { found: opened.refusal.says });
    const statement = opened.value;
    try {
      const owners = new Owners(this.deps, request.merchant);
      const survey = await surveyed(statement, owners, shopOf(request, statement.head));
      return isRejection(survey) ? survey : await this.record(statement, { request, owners, total: survey.lines });
    } finally {
      await statement.close();
    }
  }

  private async record(
    statement: OpenStatement,
    { request, owners, total }: { readonly request: ImportRequest; readonly owners: Owners; readonly total: number },
  ): Promise<Imported> {
    const { file, context, onProgress } = request;
    const { id } = file;
    const { head } = statement;
    await this.tell(
      {
        type: 'OpenFile',
        id,
        opening: openingOf(file, head, { name: this.deps.masked(file.source.name), merchant: owners.only }),
      },
      request,
      'opened',
    );
    const exportedAt = head.exportedAt === undefined ? undefined : parseInstant(head.exportedAt);
    const recording: Recording = { id, exportedAt, shop: shopOf(request, head), owners, context };
    let counts: StatementCounts = { rows: 0, recorded: 0, known: 0, quarantined: 0 };
    for await (const batch of statement.lines()) {
      counts = plus(counts, await this.recordLines(recording, batch, request));
      onProgress?.({ done: counts.rows, total });
    }
    return this.close(request, { ...counts, trailers: statement.end().trailers });
  }

  private async recordLines(
    recording: Recording,
    batch: Parameters<typeof recordBatch>[2],
    request: ImportRequest,
  ): Promise<StatementCounts> {
    const results = await recordBatch(this.deps, recording, batch);
    const bad = results.filter((result) => typeof result !== 'string').sort((a, b) => a.line - b.line);
    for (let from = 0; from < bad.length; from += QUARANTINED_AT_ONCE) {
      const lines = bad.slice(from, from + QUARANTINED_AT_ONCE);
      await this.tell({ type: 'QuarantineLines', id: recording.id, lines }, request, `line ${String(lines[0]?.line)}`);
    }
    const recorded = results.filter((result) => result === 'recorded').length;
    const quarantined = bad.length;
    return { rows: results.length, recorded, known: results.length - recorded - quarantined, quarantined };
  }

  private async close(
    request: ImportRequest,
    result: StatementCounts & { readonly trailers: readonly TrailerFinding[] },
  ): Promise<Imported> {
    const { id } = request.file;
    await this.tell({ type: 'CloseFile', id, result }, request, 'imported');
    const { state, position } = await this.deps.handling.load(statementStream(id), statementDecider);
    invariant(state.standing !== undefined, 'what was just closed is there');
    return { statement: state.standing, position, before: false };
  }

  private async tell(command: StatementCommand, { context }: ImportRequest, step: string): Promise<void> {
    const commandId = deterministicId('statement', command.id, step);
    written(await this.deps.handling.handle(statementFeature, command, { ...context, commandId }));
  }
}

/** Console exports do not say whose they are; what they say counts more than what the sender says. */
const shopOf = ({ account }: ImportRequest, head: StatementHead): string | undefined => head.account ?? account;

function openingOf(
  { id, bytes }: StatementFile,
  head: StatementHead,
  { name, merchant }: { readonly name: string; readonly merchant: string | undefined },
): StatementOpening {
  const { format, channel, account, from, to, exportedAt } = head;
  return {
    id,
    name,
    bytes,
    format,
    channel,
    ...(account !== undefined && { account }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(exportedAt !== undefined && { exportedAt }),
    ...(merchant !== undefined && { merchant }),
  };
}

const plus = (a: StatementCounts, b: StatementCounts): StatementCounts => ({
  rows: a.rows + b.rows,
  recorded: a.recorded + b.recorded,
  known: a.known + b.known,
  quarantined: a.quarantined + b.quarantined,
});
