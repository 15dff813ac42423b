import { Component, type ReactElement, type ReactNode } from 'react';
import { Button, Result } from 'antd';
import { COMMON } from '../i18n/common.words';
import { useWords } from '../i18n/language';

/** A fault of one page leaves the frame around it standing. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true };
  }

  override render(): ReactNode {
    return this.state.isBroken ? <Broken /> : this.props.children;
  }
}

function Broken(): ReactElement {
  const t = useWords(COMMON);
  return (
    <Result
      status="warning"
      title={t.crashed}
      subTitle={t.crashedHint}
      extra={
        <Button type="primary" onClick={() => location.reload()}>
          {t.reload}
        </Button>
      }
    />
  );
}
