import type { StoredEvent } from '#event-log';
import type { Tx } from '#projections';
import { kindOfStream } from '../catalogue/catalogue.js';
import type { Sighting, TerminalDay } from '../domain/terminal-day.js';
import type { StoreDay, UndoneUse } from '../domain/undone-use.js';
import type { TerminalHistory } from '../domain/terminal-history.js';
import { dayStream, emptyMemory, storeStream, terminalKey, type Memory } from './memory.js';
import {
  asHandling,
  asModel,
  asRules,
  asSetUp,
  codesOf,
  collectedOf,
  sightingOf,
  undoneUsesOf,
  type AnyData,
} from './reading.js';
import {
  DAY_COLUMNS,
  HANDED_COLUMNS,
  ITEM_COLUMNS,
  SIGHTING_COLUMNS,
  USE_COLUMNS,
  type HandedOrder,
  type Item,
  type MerchantRules,
  type PosModelMethods,
} from './worklist.tables.js';

/** Takes everything into memory that folding these events may need. Of streams that begin among them nothing is there yet. */
export async function load(events: readonly StoredEvent[], tx: Tx): Promise<Memory> {
  const memory = emptyMemory();
  const seen = events.flatMap((event) => sightingOf(event) ?? []);
  const setUps = events.flatMap((event) => asSetUp(event) ?? []);
  const ruled = [...new Set(events.flatMap((event) => asRules(event)?.merchantId ?? []))];
  const described = events.flatMap((event) => asModel(event)?.model ?? []);
  const judged = [...(await terminalsOf(described, tx)), ...setUps];
  const begun = new Set(events.flatMap(({ revision, stream }) => (revision === 0 ? [stream] : [])));
  const goneOn = new Set(seen.map(({ stream }) => stream).filter((stream) => !begun.has(stream)));

  memory.sightings.load(await sightingsOf([...goneOn], judged, tx));
  const known = memory.sightings.all();
  const { rules, models, histories } = await setUpOf([...known, ...seen, ...setUps], tx);
  memory.rules.load(rules);
  memory.models.load(models);
  memory.terminals.load(histories);
  memory.days.load(await daysOf([...known, ...seen], ruled, tx));
  memory.undone.load(await undoneOf(events, ruled, tx));
  memory.handed.load(await handedOf(events, tx));
  const uses = [...memory.undone.all(), ...events.flatMap((event) => undoneUsesOf(event) ?? [])];
  const ofStores = uses.map((use) => ({ stream: storeStream(use), day: use.day }));
  const places = [...placesOf(events, [...known, ...seen], memory.days.all()), ...ofStores];
  const there = distinct(places).filter(({ day, stream }) => day !== '' || !begun.has(stream));
  memory.items.load(await itemsOf(there, ruled, tx));
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
    const collected = collectedOf(event);
    if (collected)
      return [
        { stream: event.stream, day: '' },
        { stream: collected.stream, day: '' },
      ];
    return codesOf(event.data as AnyData) || sightingOf(event) ? [{ stream: event.stream, day: '' }] : [];
  });
  places.push(...seen.map(({ stream }) => ({ stream, day: '' })));
  for (const of of [...seen, ...days]) places.push({ stream: dayStream(of), day: of.day });
  return places;
}

const distinct = (places: readonly Place[]): Place[] => [
  ...new Map(places.map((place) => [`${place.stream}|${place.day}`, place])).values(),
];

const terminalsOf = (models: readonly string[], tx: Tx): Promise<TerminalName[]> =>
  ifAny(models, () =>
    tx.query<TerminalName>(
      'select merchant_no as "merchantNo", terminal_no as "terminalNo" from worklist_terminals where model = any($1)',
      [models],
    ),
  );

/** Of payments that go on, and of terminals about which something is said, with all of their payments. */
const sightingsOf = async (streams: readonly string[], judged: readonly TerminalName[], tx: Tx): Promise<Sighting[]> => {
  const of = `select ${SIGHTING_COLUMNS} from worklist_sightings where stream = any`;
  if (judged.length === 0) return streams.length === 0 ? [] : tx.query<Sighting>(`${of}($1)`, [streams]);
  return tx.query<Sighting>(
    `${of}(array(
       select unnest($1::text[])
       union select seen.stream from worklist_sightings seen
         join unnest($2::text[], $3::text[]) as judged (merchant_no, terminal_no) using (merchant_no, terminal_no)))`,
    [streams, ...namesOf(judged)],
  );
};

interface SetUp {
  readonly rules: readonly MerchantRules[];
  readonly models: readonly PosModelMethods[];
  readonly histories: readonly TerminalHistory[];
}

/** What merchants set and described, all of it, and the histories of the terminals that are named: few rows in one answer. */
async function setUpOf(named: readonly TerminalName[], tx: Tx): Promise<SetUp> {
  const terminals = new Map(named.map((terminal) => [terminalKey(terminal.merchantNo, terminal.terminalNo), terminal]));
  const [setUp] = await tx.query<SetUp>(
    `select (select coalesce(jsonb_agg(given), '[]') from worklist_rules given) as rules,
       (select coalesce(jsonb_agg(described), '[]') from worklist_models described) as models,
       (select coalesce(jsonb_agg(history), '[]') from worklist_terminals
          join unnest($1::text[], $2::text[]) as named (merchant_no, terminal_no) using (merchant_no, terminal_no)) as histories`,
    namesOf([...terminals.values()]),
  );
  return setUp ?? { rules: [], models: [], histories: [] };
}

async function daysOf(seen: readonly Sighting[], merchants: readonly string[], tx: Tx): Promise<TerminalDay[]> {
  const days = [...new Map(seen.map((one) => [`${terminalKey(one.merchantNo, one.terminalNo)}|${one.day}`, one])).values()];
  const all = `select ${DAY_COLUMNS} from terminal_days`;
  const ofSeen = await ifAny(days, () =>
    tx.query<TerminalDay>(
      `${all} join unnest($1::text[], $2::text[], $3::text[]) as named (merchant_no, terminal_no, day) using (merchant_no, terminal_no, day)`,
      [...namesOf(days), days.map(({ day }) => day)],
    ),
  );
  return ofSeen.concat(await ifAny(merchants, () => tx.query<TerminalDay>(`${all} where merchant = any($1)`, [merchants])));
}

async function itemsOf(places: readonly Place[], merchants: readonly string[], tx: Tx): Promise<Item[]> {
  const all = `select ${ITEM_COLUMNS} from worklist`;
  const ofPlaces = await ifAny(places, () =>
    tx.query<Item>(`${all} join unnest($1::text[], $2::text[]) as place (stream, day) using (stream, day)`, [
      places.map(({ stream }) => stream),
      places.map(({ day }) => day),
    ]),
  );
  const waiting = await ifAny(merchants, () =>
    tx.query<Item>(`${all} where merchant = any($1) and anchor_at is not null and stands`, [merchants]),
  );
  return ofPlaces.concat(waiting);
}

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

/** Of orders that go on, and that terminals collect. */
const handedOf = (events: readonly StoredEvent[], tx: Tx): Promise<HandedOrder[]> => {
  const streams = new Set(
    events.flatMap((event) => collectedOf(event)?.stream ?? (isOrderGoingOn(event) ? [event.stream] : [])),
  );
  return ifAny([...streams], () =>
    tx.query<HandedOrder>(`select ${HANDED_COLUMNS} from worklist_handed_orders where stream = any($1)`, [[...streams]]),
  );
};

const isOrderGoingOn = ({ stream, revision }: StoredEvent): boolean => revision > 0 && kindOfStream(stream) === 'order';

/** Nothing is asked for nobody. */
const ifAny = async <T>(named: readonly unknown[], ask: () => Promise<T[]>): Promise<T[]> => (named.length === 0 ? [] : ask());

const namesOf = (named: readonly TerminalName[]): [string[], string[]] => [
  named.map(({ merchantNo }) => merchantNo),
  named.map(({ terminalNo }) => terminalNo),
];
