import { Suspense, lazy, useCallback, useMemo, useRef, useState, type ReactElement, type ReactNode } from 'react';
import AppContext, { type useAppProps } from 'antd/es/app/context';
import type { MessageInstance } from 'antd/es/message/interface';

const MessageHolder = lazy(async () => ({ default: (await import('./message-holder')).MessageHolder }));

type Task = (shown: MessageInstance) => void;

/**
 * Gives `App.useApp()` its `message`, of which the console uses these three. What shows messages is loaded with the first of them,
 * which waits for it; antd's own App would bring all its dialogs before any page.
 */
export function Messages({ children }: { readonly children: ReactNode }): ReactElement {
  const [isNeeded, setNeeded] = useState(false);
  const shown = useRef<MessageInstance | undefined>(undefined);
  const waiting = useRef<Task[]>([]);
  const app = useMemo(() => {
    const say = (how: 'success' | 'warning' | 'error') => (text: string) => {
      const task: Task = (at) => void at[how](text);
      if (shown.current) task(shown.current);
      else waiting.current.push(task);
      setNeeded(true);
    };
    return { message: { success: say('success'), warning: say('warning'), error: say('error') } } as unknown as useAppProps;
  }, []);
  const onReady = useCallback((at: MessageInstance) => {
    shown.current = at;
    for (const task of waiting.current.splice(0)) task(at);
  }, []);
  return (
    <AppContext value={app}>
      {children}
      {isNeeded && (
        <Suspense fallback={null}>
          <MessageHolder onReady={onReady} />
        </Suspense>
      )}
    </AppContext>
  );
}
