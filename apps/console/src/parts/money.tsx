import type { ReactElement } from 'react';
import { COMMON } from '../i18n/common.words';
import { yuan } from '../i18n/formats';
import { useWords } from '../i18n/language';

interface MoneyProps {
  /** 分 */
  readonly fen: number;
  /** `plain`: a minus where it is less than nothing. `signed`: gain and loss by colour and by shape. */
  readonly as?: 'plain' | 'signed';
}

/** An amount, to the fen, in figures of one width. Read aloud with its sign. */
export function Money({ fen, as = 'plain' }: MoneyProps): ReactElement {
  const t = useWords(COMMON);
  const text = yuan(fen);
  if (as === 'plain' || fen === 0) {
    return <span className={fen < 0 ? 'money money-loss' : 'money'}>{fen < 0 ? `−${text}` : text}</span>;
  }
  return (
    <span className={fen < 0 ? 'money money-loss' : 'money money-gain'}>
      <span className="money-mark" aria-hidden="true">
        {fen < 0 ? '▼' : '▲'}
      </span>
      <span className="visually-hidden">{fen < 0 ? t.decrease : t.increase} </span>
      {text}
    </span>
  );
}
