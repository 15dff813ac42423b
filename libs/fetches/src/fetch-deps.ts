import type { CommandContext, CommandHandling } from '#event-log';
import type { Rejection } from '#kernel';
import type { BillKind } from './domain/bills.data.js';
import type { BillSource, SpooledFile } from './sources/source.js';
import type { FetchStore } from './store/fetch-store.js';

/** A download, named so that readers find in the name what the file itself does not say. */
export interface FetchedFile {
  readonly file: SpooledFile;
  readonly name: string;
  /** Shop that the file is about, where it does not say so. */
  readonly account?: string;
  /** All accounts in it must be this merchant's. */
  readonly merchant: string;
}

/** Takes a file by the way of uploads. @throws Outage */
export type ImportFetched = (
  fetched: FetchedFile,
  context: Pick<CommandContext, 'correlationId' | 'actor'>,
) => Promise<{ readonly rows: number } | Rejection>;

/** What fetching works with. */
export interface FetchDeps {
  readonly handling: CommandHandling;
  readonly store: FetchStore;
  readonly sources: Readonly<Record<BillKind, BillSource>>;
  readonly importFile: ImportFetched;
  readonly discard: (file: SpooledFile) => Promise<void>;
}
