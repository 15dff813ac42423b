import { Suspense, useState, type ReactElement, type ReactNode } from 'react';

/** What is loaded when it is opened first, and kept from then on, so that it can go as it came. */
export function Opened({ isOpen, children }: { readonly isOpen: boolean; readonly children: ReactNode }): ReactElement | null {
  const [wasOpen, setWasOpen] = useState(isOpen);
  if (isOpen && !wasOpen) setWasOpen(true);
  return wasOpen ? <Suspense fallback={null}>{children}</Suspense> : null;
}
