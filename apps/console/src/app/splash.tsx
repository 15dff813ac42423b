import type { ReactElement } from 'react';
import { Spin } from 'antd';
import { COMMON } from '../i18n/common.words';
import { useWords } from '../i18n/language';

/** While it is not known yet who is there. */
export function Splash(): ReactElement {
  const t = useWords(COMMON);
  return (
    <div className="sign-in" role="status" aria-label={t.loading}>
      <Spin size="large" />
    </div>
  );
}
