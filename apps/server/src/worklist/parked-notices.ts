import { merchantOfNotice, type Inbox, type KeptNotice } from '#channels';
import { deterministicId, type CommandHandling } from '#event-log';
import { instant, type Instant } from '#kernel';
import type { MerchantDirectory } from '#merchants';
import { Poller, ProjectionBehind, type Reader } from '#projections';
import { WorklistQueries, parkingFeature } from '#worklist';
import type { OnFailure } from '../chores.js';

interface ParkedNotices {
  readonly inbox: Pick<Inbox, 'list' | 'show'>;
  readonly handling: CommandHandling;
  readonly directory: MerchantDirectory;
  readonly queries: Pick<WorklistQueries, 'list'>;
}

const PAGE = 200;
const EVERY_MS = 10_000;

interface NotingParts extends Omit<ParkedNotices, 'queries'> {
  readonly reader: Reader;
  readonly onFailure: OnFailure;
}

/** Does so again and again. */
export function notingParked({ reader, onFailure, ...parts }: NotingParts): Poller {
  const queries = new WorklistQueries(reader, () => instant(Date.now()));
  return new Poller({
    everyMs: EVERY_MS,
    work: async (now) => {
      await noteParkedNotices({ ...parts, queries }, now);
    },
    // Nothing is put aside before the read model is there.
    onFailure: (error) => error instanceof ProjectionBehind || onFailure('notes of parked notices', error),
  });
}

/** Brings the worklist what the inbox put aside, and takes off it what was replayed since. Answers how many changed. */
export const noteParkedNotices = async (parts: ParkedNotices, now: Instant): Promise<number> =>
  (await noteNew(parts, now)) + (await noteTakenUp(parts, now));

/** The newest first; a page on which all is known ends it. */
async function noteNew({ inbox, ...parts }: ParkedNotices, now: Instant): Promise<number> {
  let noted = 0;
  for (let after: number | undefined; ;) {
    const page = await inbox.list({ status: 'parked', limit: PAGE, ...(after !== undefined && { after }) });
    let fresh = 0;
    for (const notice of page.notices) if (await note(parts, notice, now)) fresh += 1;
    noted += fresh;
    if (page.next === undefined || fresh === 0) return noted;
    after = page.next;
  }
}

async function noteTakenUp({ inbox, queries, ...parts }: ParkedNotices, now: Instant): Promise<number> {
  let noted = 0;
  for (let cursor: string | undefined; ;) {
    const page = await queries.list({ kind: 'notice', limit: PAGE, cursor });
    for (const { subject } of page.data) {
      const notice = await inbox.show(subject['noticeId'] ?? '');
      if (notice && notice.settled?.outcome !== 'parked' && (await note(parts, notice, now))) noted += 1;
    }
    if (page.next === undefined) return noted;
    cursor = page.next;
  }
}

async function note(
  { handling, directory }: Pick<ParkedNotices, 'handling' | 'directory'>,
  notice: KeptNotice,
  now: Instant,
): Promise<boolean> {
  const { id, channel, settled } = notice;
  const at = settled?.at ?? now;
  const parkedFor = settled?.outcome === 'parked' ? settled.reason : null;
  const commandId = deterministicId('note-parking', id, at, parkedFor ?? '');
  const context = { commandId, correlationId: commandId, actor: 'reaction:parked-notices' };
  // A source whose secret can not be opened keeps no notice off the list.
  const merchant = await merchantOfNotice(notice, directory).catch(() => undefined);
  const whose = merchant === undefined ? {} : { merchant };
  const command = { type: 'NoteParking', noticeId: id, channel, ...whose, parkedFor, at } as const;
  const outcome = await handling.handle(parkingFeature, command, context);
  return outcome.ok && outcome.events.length > 0;
}
