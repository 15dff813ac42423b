import type { StoredEvent } from '#event-log';
import { write, type Projection, type Tx } from '#projections';
import type { MatchEvent, MatchStanding } from '../domain/match.messages.js';
import { DECIDED, caseTable, historyTable, lastOf, tellingsOf } from './cases.tables.js';
import { Folding, ITEM_EVENTS, isOfFacts, isOfSums, type Folded, type MovesOf } from './folding.js';
import {
  ALL_BANKS,
  SUM_OF,
  accountTable,
  digestOfItem,
  factTable,
  fileTable,
  itemTable,
  toldDayTable,
  type ItemRow,
  type StreamFacts,
} from './items.tables.js';

const CASE_EVENTS: readonly MatchEvent['type'][] = [
  'MatchSuspended',
  'MatchProposed',
  'MatchMade',
  'DifferenceOpened',
  'MatchAbsorbed',
  'MatchRejected',
  'DifferenceResolved',
  'DifferenceWrittenOff',
];

/** What queries name: which read model, and which version of it. */
export const MATCHING = { name: 'matching', version: 1 } as const;

/** Money as each side tells it, and the cases that runs and people put it together in. */
export const matching = ({ movesOf }: { readonly movesOf: MovesOf }): Projection => ({
  ...MATCHING,
  handles: [...ITEM_EVENTS, ...CASE_EVENTS],
  tables: [itemTable, factTable, fileTable, toldDayTable, accountTable, caseTable, historyTable],
  apply: async (events, tx) => {
    for (const { cases, items } of stretchesOf(events)) {
      await applyItems(items, movesOf, tx);
      await applyCases(cases, tx);
    }
  },
  violations: `
    select format('%s is held by %s, which is not there', id, case_id) from match_items
    where case_id <> '' and not exists (select 1 from match_cases where match_cases.case_id = match_items.case_id)`,
});

/** Items and then cases: no item of a stretch is told after a case that holds it. */
interface Stretch {
  readonly items: StoredEvent[];
  readonly cases: StoredEvent[];
}

/** The events in as few stretches as go. What is told of an item after a case took it opens it again, whatever the batches. */
function stretchesOf(events: readonly StoredEvent[]): Stretch[] {
  const stretches: Stretch[] = [];
  let last: Stretch | undefined;
  let held = new Set<string>();
  for (const event of events) {
    if (!last || (!isOfCase(event.type) && (held.has(event.stream) || (held.has(SUMS) && isOfSums(event))))) {
      stretches.push((last = { items: [], cases: [] }));
      held = new Set();
    }
    if (isOfCase(event.type)) {
      last.cases.push(event);
      for (const { id } of heldItems(event)) held.add(isSum(id) ? SUMS : streamOf(id));
    } else last.items.push(event);
  }
  return stretches;
}

const SUMS = '';
const heldItems = ({ data }: StoredEvent): MatchStanding['items'] => (data as MatchEvent['data']).standing.items;
/** Ids of items are their stream, with the part of it where it tells several. */
const streamOf = (id: string): string => id.replace(/#.*$/, '');

const isOfCase = (type: string): boolean => CASE_EVENTS.some((known) => known === type);

async function applyItems(events: readonly StoredEvent[], movesOf: MovesOf, tx: Tx): Promise<void> {
  if (events.length === 0) return;
  const folding = new Folding(await factsBefore(events, tx), movesOf);
  for (const event of events) folding.take(event);
  const { accounts, days, facts, files, imported, items, varied } = folding.end();
  await write(
    tx,
    itemTable.rows(await toldAnew({ items, varied }, events, tx)),
    factTable.rows(facts),
    fileTable.rows(files),
    toldDayTable.rows(days),
    accountTable.rows(accounts),
  );
  await moveAccountsOf(imported, tx);
}

/** Facts of streams that began before these events. */
async function factsBefore(events: readonly StoredEvent[], tx: Tx): Promise<StreamFacts[]> {
  const ofFacts = events.filter(isOfFacts);
  const begun = new Set(ofFacts.filter(({ revision }) => revision === 0).map(({ stream }) => stream));
  const older = new Set(ofFacts.map(({ stream }) => stream).filter((stream) => !begun.has(stream)));
  if (older.size === 0) return [];
  return tx.query<StreamFacts>('select stream, facts from match_facts where stream = any($1)', [[...older]]);
}

/** What is told as before stays as it is, unless it was told otherwise in between. */
async function toldAnew(
  { items, varied }: Pick<Folded, 'items' | 'varied'>,
  events: readonly StoredEvent[],
  tx: Tx,
): Promise<readonly ItemRow[]> {
  const begun = new Set(events.flatMap(({ revision, stream }) => (revision === 0 ? [stream] : [])));
  const ids = items.filter(({ stream }) => !begun.has(stream)).map(({ id }) => id);
  if (ids.length === 0) return items;
  const rows = await tx.query<{ id: string; digest: string }>('select id, digest from match_items where id = any($1)', [ids]);
  const known = new Map(rows.map(({ digest, id }) => [id, digest]));
  return items.filter((item) => varied.has(item.id) || known.get(item.id) !== digestOfItem(item));
}

/** A file that is imported to its end says of days what they lack. */
async function moveAccountsOf(imported: ReturnType<Folding['end']>['imported'], tx: Tx): Promise<void> {
  if (imported.length === 0) return;
  await tx.query(
    `with imported as (select * from unnest($1::text[], $2::text[]) as imported (file, at))
     update match_accounts moving set moved = greatest(moved, told.at) from (
       select merchant, book, channel, account, max(at) as at from (
         select merchant, book, channel, case book when 'payouts' then '*' else account end as account, at
         from match_told_days join imported using (file)
         union all select merchant, book, known.channel, known.account, at from match_accounts known
           join match_files on match_files.account = known.account and match_files.channel = known.channel
           join imported using (file)) of_file
       group by 1, 2, 3, 4) told
     where (moving.merchant, moving.book, moving.channel, moving.account)
       = (told.merchant, told.book, told.channel, told.account)`,
    [imported.map(({ file }) => file), imported.map(({ position }) => position)],
  );
}

async function applyCases(events: readonly StoredEvent[], tx: Tx): Promise<void> {
  if (events.length === 0) return;
  const tellings = tellingsOf(events);
  await write(tx, caseTable.rows(lastOf(tellings)), historyTable.rows(tellings));
  await holdItems(tellings, tx);
  await moveRejected(tellings, tx);
}

/** What a person took apart is judged again. */
async function moveRejected(tellings: ReturnType<typeof tellingsOf>, tx: Tx): Promise<void> {
  const rejected = tellings.filter(({ standing }) => standing.status === 'rejected');
  if (rejected.length === 0) return;
  const of = rejected.map(({ standing }) => (standing.book === 'payouts' ? { ...standing, ...ALL_BANKS } : standing));
  await tx.query(
    `update match_accounts set moved = greatest(moved, told.at) from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
       as told (of_merchant, of_book, of_channel, of_account, at)
     where (merchant, book, channel, account) = (of_merchant, of_book, of_channel, of_account)`,
    [
      of.map(({ merchant }) => merchant),
      of.map(({ book }) => book),
      of.map(({ channel }) => channel),
      of.map(({ account }) => account),
      rejected.map(({ event }) => event.position),
    ],
  );
}

const isSum = (id: string): boolean => Object.values(SUM_OF).some((start) => id.startsWith(`${start}.`));

const FREE = { caseId: '', open: true };

/** An item belongs to the case that took it last, until that lets it go. */
async function holdItems(tellings: ReturnType<typeof tellingsOf>, tx: Tx): Promise<void> {
  const holders = new Map<string, { readonly caseId: string; readonly open: boolean }>();
  const heldBy = new Map<string, string[]>();
  for (const { standing } of tellings) {
    const { caseId, items, status } = standing;
    for (const id of heldBy.get(caseId) ?? []) if (holders.get(id)?.caseId === caseId) holders.set(id, FREE);
    heldBy.set(
      caseId,
      items.map(({ id }) => id),
    );
    for (const { id } of items) holders.set(id, { caseId, open: !DECIDED.includes(status) });
  }
  const goneOn = new Set(tellings.flatMap(({ event, standing }) => (event.revision > 0 ? [standing.caseId] : [])));
  if (goneOn.size > 0) {
    await tx.query(`update match_items set case_id = '', open = true where case_id <> '' and case_id = any($1)`, [[...goneOn]]);
  }
  const held = [...holders.values()];
  if (held.length === 0) return;
  const params = [[...holders.keys()], held.map(({ caseId }) => caseId), held.map(({ open }) => open)];
  const update = (by: 'id' | 'part_of'): string =>
    `update match_items set case_id = held.case_id, open = held.open
     from unnest($1::text[], $2::text[], $3::boolean[]) as held (item_id, case_id, open) where ${by} = item_id`;
  await tx.query(update('id'), params);
  if ([...holders.keys()].some(isSum)) await tx.query(update('part_of'), params);
}
