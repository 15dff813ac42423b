import { Component, type ReactElement, type ReactNode } from 'react';
import { WarningOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { COMMON } from '../i18n/common.words';
import { useWords } from '../i18n/language';
import { State } from '../parts/states';

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
    <State mark={<WarningOutlined />} isBad title={t.crashed} hint={t.crashedHint}>
      <Button type="primary" onClick={() => location.reload()}>
        {t.reload}
      </Button>
    </State>
  );
}
