import { termsAt, termsNotAcknowledged, type TermsView } from '#fees';
import { checked, post, type Checked, type Finding } from '../checkup.js';
import type { Facts } from '../facts.js';

/** Versions of terms that are in force or announced, and whether somebody accepted them. */
export function checkTerms({ terms, now, merchantId }: Facts): Checked[] {
  const open = termsNotAcknowledged(terms, now).map(nameOf);
  return termsAt(terms, now)
    .filter(({ status }) => status !== 'superseded')
    .map((version) =>
      checked('terms', nameOf(version), [open.includes(nameOf(version)) ? notAcknowledged(version, merchantId) : undefined]),
    );
}

const nameOf = ({ party, document, version }: TermsView): string => `${party}/${document}/${version}`;

const notAcknowledged = ({ party, document, version, status, effectiveFrom, url }: TermsView, merchantId: string): Finding => ({
  code: 'TERMS_NOT_ACKNOWLEDGED',
  verdict: 'warning',
  says: `Nobody has accepted these terms; they are in force ${status === 'in_force' ? 'since' : 'from'} ${effectiveFrom}${status === 'in_force' ? '' : ' on'}.`,
  since: status === 'in_force' ? effectiveFrom : null,
  mend: {
    says: `Read ${url} and accept it.`,
    send: post(`/v1/merchants/${merchantId}/terms/acknowledgements`, { party, document, version, by: '<who has read it>' }),
  },
});
