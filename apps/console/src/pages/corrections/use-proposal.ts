import { useState } from 'react';
import { App } from 'antd';
import { useCommand } from '../../api/commands';
import { useWords } from '../../i18n/language';
import type { Asked, Preview } from './answers';
import { SHOWS } from './doings';
import { CORRECTIONS } from './words';

interface Proposal {
  /** What it would do; nothing before it was looked at. */
  readonly shown: Preview | undefined;
  readonly forget: () => void;
  readonly look: (asked: Asked) => Promise<void>;
  readonly isLooking: boolean;
  readonly send: () => Promise<void>;
  readonly isSending: boolean;
  readonly refusal: unknown;
}

/** Looks at what a correction would do by a dry run, and proposes just that: by the digest of what was shown. */
export function useProposal(onProposed: (correctionId: string) => void): Proposal {
  const t = useWords(CORRECTIONS);
  const { message } = App.useApp();
  const [looked, setLooked] = useState<{ readonly asked: Asked; readonly shown: Preview } | undefined>();
  const [refusal, setRefusal] = useState<unknown>();
  const preview = useCommand('/v1/corrections/preview', { shows: [] });
  const propose = useCommand('/v1/corrections', { shows: SHOWS });
  const orRefused = async (act: () => Promise<void>): Promise<void> => {
    setRefusal(undefined);
    await act().catch(setRefusal);
  };
  return {
    shown: looked?.shown,
    forget: () => setLooked(undefined),
    look: (asked) => orRefused(async () => setLooked({ asked, shown: await preview.mutateAsync({ body: asked }) })),
    isLooking: preview.isPending,
    send: () =>
      orRefused(async () => {
        if (!looked) return;
        const { asked, shown } = looked;
        const { correctionId } = await propose.mutateAsync({ body: { ...asked, digest: shown.digest } });
        void message.success(t.proposed);
        onProposed(correctionId);
      }),
    isSending: propose.isPending,
    refusal,
  };
}
