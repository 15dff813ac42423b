import { assertNever, canonicalJson, type Decider, type Instant, type Rejection } from '#kernel';
import { reject } from './fees.rejections.js';
import type { AcknowledgeTerms, RegisterTermsVersion, TermsCommand, TermsEvent, TermsVersion } from './terms.messages.js';

export interface Acknowledgement {
  readonly by: string;
  readonly at: Instant;
}

export interface RegisteredTerms extends TermsVersion {
  readonly acknowledgements: readonly Acknowledgement[];
}

/** What a merchant was told to agree to, and who did, in the order of registration. */
export interface TermsState {
  readonly versions: readonly RegisteredTerms[];
}

type Decision = readonly TermsEvent[] | Rejection;

export const termsDecider: Decider<TermsState, TermsCommand, TermsEvent> = {
  initial: { versions: [] },
  decide(command, state) {
    switch (command.type) {
      case 'RegisterTermsVersion':
        return register(command, state);
      case 'AcknowledgeTerms':
        return acknowledge(command, state);
      default:
        return assertNever(command, 'terms command');
    }
  },
  evolve({ versions }, event) {
    switch (event.type) {
      case 'TermsVersionRegistered':
        return { versions: [...versions, { ...event.data, acknowledgements: [] }] };
      case 'TermsAcknowledged': {
        const { by, at } = event.data;
        return {
          versions: versions.map((known) =>
            isSame(known, event.data) ? { ...known, acknowledgements: [...known.acknowledgements, { by, at }] } : known,
          ),
        };
      }
      default:
        return assertNever(event, 'terms event');
    }
  },
};

function register({ type: _type, ...data }: RegisterTermsVersion, { versions }: TermsState): Decision {
  const known = versions.find((version) => isSame(version, data));
  if (known) {
    const { acknowledgements: _acknowledged, ...registered } = known;
    return canonicalJson(registered) === canonicalJson(data) ? [] : reject('TERMS_VERSION_DIFFERS');
  }
  const rival = versions.some((version) => isOfDocument(version, data) && version.effectiveFrom === data.effectiveFrom);
  return rival ? reject('TERMS_EFFECTIVE_TWICE') : [{ type: 'TermsVersionRegistered', data }];
}

/** The same person again adds nothing, whatever the clock says. */
function acknowledge({ type: _type, ...data }: AcknowledgeTerms, { versions }: TermsState): Decision {
  const known = versions.find((version) => isSame(version, data));
  if (!known) return reject('TERMS_VERSION_UNKNOWN');
  return known.acknowledgements.some(({ by }) => by === data.by) ? [] : [{ type: 'TermsAcknowledged', data }];
}

type Named = Pick<TermsVersion, 'party' | 'document' | 'version'>;

const isOfDocument = (one: Named, other: Named): boolean => one.party === other.party && one.document === other.document;
const isSame = (one: Named, other: Named): boolean => isOfDocument(one, other) && one.version === other.version;

/** `announced`: takes effect later. `superseded`: a later version of the document is in force. */
export type TermsStatus = 'in_force' | 'announced' | 'superseded';

export interface TermsView extends RegisteredTerms {
  readonly status: TermsStatus;
}

/** All versions with what they are at a moment, by party, document and the time at which they take effect. */
export const termsAt = ({ versions }: TermsState, at: Instant): TermsView[] =>
  versions.map((version) => ({ ...version, status: statusAt(version, versions, at) })).sort(byDocument);

function statusAt(version: TermsVersion, all: readonly TermsVersion[], at: Instant): TermsStatus {
  if (version.effectiveFrom > at) return 'announced';
  const isOver = all.some(
    (other) => isOfDocument(other, version) && other.effectiveFrom > version.effectiveFrom && other.effectiveFrom <= at,
  );
  return isOver ? 'superseded' : 'in_force';
}

const byDocument = (a: TermsVersion, b: TermsVersion): number => {
  const [one, other] = [a, b].map(({ party, document, effectiveFrom }) => `${party} ${document} ${effectiveFrom}`);
  return one === other ? 0 : (one ?? '') < (other ?? '') ? -1 : 1;
};
