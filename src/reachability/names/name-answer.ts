import type { Truth } from '../../policy/truth.ts';
import type { VpcEndpoint } from '../../snapshot/network-facts.ts';
import { type Blocker, blockerKey, outcomeOf } from '../blocker.ts';

/** An address a name gives, and the interface it was read from: null where only the address is known. */
export interface NamedAddress {
  readonly address: string;
  readonly interface: string | null;
}

/** The records a client asks for: IPv4 addresses, and IPv6 ones. */
export type RecordType = 'A' | 'AAAA';

/** Whether a name has A records, for IPv4, and AAAA records, for IPv6. */
export interface RecordTypes {
  readonly A: Truth;
  readonly AAAA: Truth;
}

/** One place a name may lead. */
export type Alternative =
  /** The interfaces of an endpoint: the resolver answers with any of them. */
  | {
      readonly kind: 'endpoint';
      readonly endpoint: VpcEndpoint;
      readonly interfaces: readonly string[];
      readonly records: RecordTypes;
    }
  /** The addresses that records or AWS's own names give; `by`: the zone that holds them, or the name itself. */
  | {
      readonly kind: 'addresses';
      readonly by: string;
      readonly A: readonly NamedAddress[];
      readonly AAAA: readonly NamedAddress[];
    }
  /** Whatever the public DNS answers for this name, the last of a chain of aliases. */
  | { readonly kind: 'public'; readonly name: string; readonly records: RecordTypes }
  /** Nowhere, for a reason that fails. */
  | { readonly kind: 'nowhere'; readonly reason: Blocker };

/** What a name gives where the function runs. */
export interface NameAnswer {
  readonly resolvesTo: 'public' | 'private-dns' | 'endpoint-name' | 'hosted-zone' | 'profile' | 'unknown';
  readonly because: string;
  /** More than one: it is not known which the resolver answers with. */
  readonly alternatives: readonly Alternative[];
  /** Reasons it does not resolve, or is not known to; `uncertain` is said only where the alternatives disagree. */
  readonly blockers: readonly Blocker[];
  readonly uncertain: Blocker | null;
  readonly remarks: readonly Blocker[];
  /** Said where every alternative passes. */
  readonly whereAllPass?: Blocker;
}

/** A name of which nothing is known but why. */
export function unresolved(reasons: readonly Blocker[], because: string): NameAnswer {
  return { resolvesTo: 'unknown', because, alternatives: [], blockers: reasons, uncertain: null, remarks: [] };
}

/** The places an answer may lead, its failure among them. */
export function alternativesOf({ alternatives, blockers }: NameAnswer): readonly Alternative[] {
  const reason = blockers.find((b) => outcomeOf(b) === 'fail');
  return reason === undefined ? alternatives : [{ kind: 'nowhere', reason }];
}

/** What is not known of an answer, and so of any other that it may stand for. */
export function doubtsOf({ blockers }: NameAnswer): readonly Blocker[] {
  return blockers.filter((b) => outcomeOf(b) === 'unknown');
}

/** One of several answers, and nobody knows which. */
export function anyOf(answers: readonly NameAnswer[], uncertain: Blocker, because: string): NameAnswer {
  return {
    resolvesTo: 'unknown',
    because,
    alternatives: answers.flatMap(alternativesOf),
    blockers: distinctBlockers(answers.flatMap(doubtsOf)),
    uncertain,
    remarks: distinctBlockers(answers.flatMap((answer) => answer.remarks)),
  };
}

export function distinctBlockers(blockers: readonly Blocker[]): readonly Blocker[] {
  return [...new Map(blockers.map((b) => [blockerKey(b), b])).values()];
}
