import type { ReactElement } from 'react';
import { ExperimentOutlined } from '@ant-design/icons';
import { filled, useWords } from '../i18n/language';
import { APP } from './app.words';
import { useSession } from './session';

/** Where this is, and that what is shown was made up, where it was. */
export function Banner(): ReactElement | null {
  const t = useWords(APP);
  const { environment, merchants } = useSession();
  const isDemo = merchants.some((merchant) => merchant.isDemo);
  if (environment === null && !isDemo) return null;
  const says = [...(environment === null ? [] : [filled(t.environment, { name: environment })]), ...(isDemo ? [t.demo] : [])];
  return (
    <div className="banner" role="note">
      <ExperimentOutlined aria-hidden="true" /> {says.join(' · ')}
    </div>
  );
}
