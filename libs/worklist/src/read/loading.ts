import type { StoredEvent } from '#event-log';
import type { Tx } from '#projections';
import type { Sighting, TerminalDay } from '../domain/terminal-day.js';
import type { StoreDay, UndoneUse } from '../domain/undone-use.js';
import type { TerminalHistory } from '../domain/terminal-history.js';
import { dayStream, emptyMemory, storeStream, type Memory } from './memory.js';
import { asHandling, asModel, asRules, asSetUp, codesOf, sightingOf, undoneUsesOf, type AnyData } from './reading.js';
import {
  DAY_COLUMNS,
  ITEM_COLUMNS,
  SIGHTING_COLUMNS,
  USE_COLUMNS,
  type Item,
  type MerchantRules,
  type PosModelMethods,
} from './worklist.tables.js';

/** Takes everything into memory that folding these events may need. */
export async function load(events: readonly StoredEvent[], tx: Tx): Promise<Memory> {
  const memory = emptyMemory();
  const seen = events.flatMap((event) => sightingOf(event) ?? []);
  const setUps = events.flatMap((event) => asSetUp(event) ?? []);
  const ruled = [...new Set(events.flatMap((event) => asRules(event)?.merchantId ?? []))];
  const described = events.flatMap((event) => asModel(event)?.model ?? []);
  const judged = [...(await terminalsOf(described, tx)), ...setUps];

  memory.rules.load(await tx.query<MerchantRules>('select merchant, rules from worklist_rules'));
  memory.models.load(await tx.query<PosModelMethods>('select model, methods from worklist_models'));
  memory.sightings.load(await sightingsOf(new Set(seen.map(({ stream }) => stream)), judged, tx));
  const known = memory.sightings.all();
  memory.terminals.load(await historiesOf([...known, ...seen, ...setUps], tx));
  memory.days.load(await daysOf([...known, ...seen], ruled, tx));
  memory.undone.load(await undoneOf(events, ruled, tx));
  const uses = [...memory.undone.all(), ...events.flatMap((event) => undoneUsesOf(event) ?? [])];
  const ofStores = uses.map((use) => ({ stream: storeStream(use), day: use.day }));
  const places = [...placesOf(events, [...known, ...seen], memory.days.all()), ...ofStores];
  memory.items.load(await itemsOf(distinct(places), ruled, tx));
  return memory;
}

interface TerminalName {
  readonly merchantNo: string;
  readonly terminalNo: string;
}
interface Place {
  readonly stream: string;
  readonly day: string;
}

/** Where exceptions may change. */
function placesOf(events: readonly StoredEvent[], seen: readonly Sighting[], days: readonly TerminalDay[]): Place[] {
  const places: Place[] = events.flatMap((event) => {
    const handling = asHandling(event);
    if (handling) return [handling.data.about];
    return codesOf(event.data as AnyData) || sightingOf(event) ? [{ stream: event.stream, day: '' }] : [];
  });
  places.push(...seen.map(({ stream }) => ({ stream, day: '' })));
  for (const of of [...seen, ...days]) places.push({ stream: dayStream(of), day: of.day });
  return places;
}

const distinct = (places: readonly Place[]): Place[] => [
  ...new Map(places.map((place) => [`${place.stream}|${place.day}`, place])).values(),
];

const none = Promise.resolve([]);

const terminalsOf = (models: readonly string[], tx: Tx): Promise<TerminalName[]> =>
  models.length === 0
    ? none
    : tx.query<TerminalName>(
        'select merchant_no as "merchantNo", terminal_no as "terminalNo" from worklist_terminals where model = any($1)',
        [models],
      );

/** Of payments that go on, and of terminals about which something is said, with all of their payments. */
const sightingsOf = (streams: ReadonlySet<string>, judged: readonly TerminalName[], tx: Tx): Promise<Sighting[]> =>
  streams.size + judged.length === 0
    ? none
    : tx.query<Sighting>(
        `select ${SIGHTING_COLUMNS} from worklist_sightings where stream = any(array(
           select unnest($1::text[])
           union select seen.stream from worklist_sightings seen
             join unnest($2::text[], $3::text[]) as judged (merchant_no, terminal_no) using (merchant_no, terminal_no)))`,
        [[...streams], ...namesOf(judged)],
      );

const historiesOf = async (named: readonly TerminalName[], tx: Tx): Promise<TerminalHistory[]> => {
  if (named.length === 0) return [];
  const rows = await tx.query<{ history: TerminalHistory }>(
    `select history from worklist_terminals join (select distinct * from unnest($1::text[], $2::text[])
       as named (merchant_no, terminal_no)) named using (merchant_no, terminal_no)`,
    namesOf(named),
  );
  return rows.map(({ history }) => history);
};

const daysOf = (seen: readonly Sighting[], merchants: readonly string[], tx: Tx): Promise<TerminalDay[]> =>
  seen.length + merchants.length === 0
    ? none
    : tx.query<TerminalDay>(
        `select ${DAY_COLUMNS} from terminal_days join (select distinct * from unnest($1::text[], $2::text[], $3::text[])
           as named (merchant_no, terminal_no, day)) named using (merchant_no, terminal_no, day)
         union all select ${DAY_COLUMNS} from terminal_days where merchant = any($4)`,
        [...namesOf(seen), seen.map(({ day }) => day), merchants],
      );

/** Of orders that go on, and of merchants that set rules, with all that counts to the same store and day. */
async function undoneOf(events: readonly StoredEvent[], merchants: readonly string[], tx: Tx): Promise<UndoneUse[]> {
  const told = events.flatMap((event) => {
    const uses = undoneUsesOf(event);
    return uses ? [{ stream: event.stream, uses }] : [];
  });
  if (told.length + merchants.length === 0) return [];
  const known = await tx.query<UndoneUse>(
    `select ${USE_COLUMNS} from worklist_undone_uses where stream = any($1) or merchant = any($2)`,
    [told.map(({ stream }) => stream), merchants],
  );
  const places: StoreDay[] = [...known, ...told.flatMap(({ uses }) => uses)];
  if (places.length === 0) return [];
  const beside = await tx.query<UndoneUse>(
    `select ${USE_COLUMNS} from worklist_undone_uses join (select distinct * from unnest($1::text[], $2::text[], $3::text[], $4::text[])
       as place (merchant, store, poi_id, day)) place using (merchant, store, poi_id, day)`,
    [
      places.map(({ merchant }) => merchant),
      places.map(({ store }) => store),
      places.map(({ poiId }) => poiId),
      places.map(({ day }) => day),
    ],
  );
  return [...known, ...beside];
}

const itemsOf = (places: readonly Place[], merchants: readonly string[], tx: Tx): Promise<Item[]> =>
  places.length + merchants.length === 0
    ? none
    : tx.query<Item>(
        `select ${ITEM_COLUMNS} from worklist join unnest($1::text[], $2::text[]) as place (stream, day) using (stream, day)
         union all select ${ITEM_COLUMNS} from worklist where merchant = any($3) and anchor_at is not null and stands`,
        [places.map(({ stream }) => stream), places.map(({ day }) => day), merchants],
      );

const namesOf = (named: readonly TerminalName[]): [string[], string[]] => [
  named.map(({ merchantNo }) => merchantNo),
  named.map(({ terminalNo }) => terminalNo),
];
