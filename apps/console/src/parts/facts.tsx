import type { ReactElement, ReactNode } from 'react';
import './facts.css';

export interface Fact {
  readonly name: string;
  /** Left out where it is null. */
  readonly value: ReactNode;
}

/** Names and values side by side; what is not known is not shown. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }): ReactElement {
  return (
    <dl className="facts">
      {facts
        .filter(({ value }) => value !== null && value !== undefined && value !== '')
        .map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
