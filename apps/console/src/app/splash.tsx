import type { ReactElement } from 'react';
import { COMMON } from '../i18n/common.words';
import { useWords } from '../i18n/language';
import mark from '../mark.svg';

/** While it is not known yet who is there. index.html has the same, for as long as there are no scripts. */
export function Splash(): ReactElement {
  const t = useWords(COMMON);
  return (
    <div className="splash" role="status" aria-label={t.loading}>
      <img src={mark} alt="" />
    </div>
  );
}
