import type { ReactElement } from 'react';
import { useCommands } from '../../api/commands';
import { useWords } from '../../i18n/language';
import { BulkBar } from '../../parts/bulk-bar';
import type { Chosen } from '../../parts/chosen';
import type { SendEach } from '../../parts/sending-each';
import type { Exception } from './details';
import { SHOWS } from './doings';
import { EXCEPTIONS } from './words';

/** Claims, takes over or resolves many: a command for each, and each is refused or carried out by itself. */
export function Bulk({ chosen }: { readonly chosen: Chosen<Exception> }): ReactElement {
  const t = useWords(EXCEPTIONS);
  const claim = useCommands('/v1/exceptions/{id}/claim', { shows: SHOWS });
  const resolve = useCommands('/v1/exceptions/{id}/resolve', { shows: SHOWS });
  const claiming =
    (force: boolean): SendEach<Exception> =>
    (rows, _text, ...told) =>
      claim(
        rows.map(({ exceptionId: id }) => ({ path: { id }, body: { force } })),
        ...told,
      );
  const resolving: SendEach<Exception> = (rows, reason, ...told) =>
    resolve(
      rows.map(({ exceptionId: id }) => ({ path: { id }, body: { reason } })),
      ...told,
    );
  return (
    <BulkBar
      chosen={chosen}
      doings={[
        { title: t.claim, says: t.claimEach, send: claiming(false) },
        { title: t.takeOver, says: t.takeOverEach, send: claiming(true) },
        { title: t.resolve, says: t.resolveEach, text: t.text, missing: t.textMissing, send: resolving },
      ]}
    />
  );
}
