import type { ReactElement } from 'react';
import { useAnswer } from '../../../api/answers';
import { filled, useWords } from '../../../i18n/language';
import { Loaded } from '../../../parts/states';
import type { Terms } from '../answers';
import { useChannelName } from '../forms/options';
import { minute } from '../times';
import { FIELDS } from '../words/fields.words';
import { TERMS_KINDS, TERMS_STATUSES } from '../words/names.words';
import { SET_UP } from '../words/words';
import { Item, OpenButton, StepPanel } from './parts';
import type { StepProps } from './standing';

export function TermsOf({ scope, standing }: StepProps): ReactElement {
  const t = useWords(SET_UP);
  const list = useAnswer('/v1/merchants/{id}/terms', { path: { id: scope.merchant } });
  return (
    <StepPanel standing={standing} adds={['terms']} isEmpty={false}>
      <Loaded of={list} rows={3} isEmpty={({ terms }) => terms.length === 0} empty={<p className="quiet">{t.nothing}</p>}>
        {({ terms }) => terms.map((one) => <OneVersion key={`${one.party} ${one.document} ${one.version}`} of={one} />)}
      </Loaded>
    </StepPanel>
  );
}

function OneVersion({ of }: { readonly of: Terms }): ReactElement {
  const { party, document, version, kind, effectiveFrom, url, changes, status, acknowledgements } = of;
  const t = useWords(SET_UP);
  const label = useWords(FIELDS);
  const kinds = useWords(TERMS_KINDS);
  const statuses = useWords(TERMS_STATUSES);
  const channelName = useChannelName();
  const accepted = acknowledgements.map(({ by, at }) => filled(t.acceptedBy, { by, at: minute(at) }));
  return (
    <Item
      title={
        <>
          {channelName(party)} {document} <span className="figure">{version}</span>
        </>
      }
      tags={[kinds[kind], statuses[status]]}
      facts={[
        { name: label.since, value: <span className="figure">{minute(effectiveFrom)}</span> },
        { name: label.changes, value: changes },
        {
          name: t.source,
          value: (
            <a href={url} target="_blank" rel="noreferrer">
              {url}
            </a>
          ),
        },
        { name: t.accept, value: accepted.length === 0 ? t.notAccepted : accepted.join('; ') },
      ]}
    >
      <OpenButton form="acceptTerms" about={`${document} ${version}`} opened={{ party, document, version }} />
    </Item>
  );
}
