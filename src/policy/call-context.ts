import type { Cidr } from '../net/cidr.ts';
import type { KeyFact, RequestContext } from './condition.ts';
import type { Call } from './rotation-calls.ts';

/** The way a call takes to the service, as far as its request context tells. */
export type CallPath =
  /** `vpc`: the one the endpoint is in, whichever the call comes from; null where it is not stated. */
  | { readonly kind: 'endpoint'; readonly endpoint: string; readonly vpc: string | null }
  /** `source`: the block of the public addresses it may come from; null where nobody knows. */
  | { readonly kind: 'public'; readonly source: Cidr | null }
  /** To a private address where nobody knows what stands. */
  | { readonly kind: 'unknown' };

/** Who calls: a function in its execution role. */
export interface Caller {
  /** Null where it is not known in which role it calls. */
  readonly roleArn: string | null;
  /** The name its sessions bear by habit, the function's; null where it is not known. */
  readonly session: string | null;
  /** The Region whose endpoint it calls. */
  readonly region: string;
}

const ABSENT: KeyFact = { kind: 'absent' };
const PRESENT: KeyFact = { kind: 'present' };

/**
 * The condition keys of a call that a function makes itself and over TLS.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function callContext(call: Call, { roleArn, region }: Caller, path: CallPath): RequestContext {
  const resourceAccount = call.resource.split(':')[4];
  return {
    ...networkKeys(path),
    ...(roleArn === null
      ? {}
      : { 'aws:principalarn': text(roleArn), 'aws:principalaccount': text(roleArn.split(':')[4] ?? '') }),
    ...(resourceAccount === undefined ? {} : { 'aws:resourceaccount': text(resourceAccount) }),
    'aws:requestedregion': text(region),
    'aws:principaltype': text('AssumedRole'),
    'aws:username': ABSENT,
    'aws:securetransport': text('true'),
    'aws:viaawsservice': text('false'),
    'aws:calledvia': ABSENT,
    'aws:calledviafirst': ABSENT,
    'aws:calledvialast': ABSENT,
    'aws:principalisawsservice': text('false'),
    'aws:principalservicename': ABSENT,
    'aws:principalservicenameslist': ABSENT,
    'aws:sourceaccount': ABSENT,
    'aws:sourcearn': ABSENT,
    'aws:sourceorgid': ABSENT,
    'aws:sourceorgpaths': ABSENT,
  };
}

/** A call through an endpoint bears the endpoint's keys and no public address, any other call the reverse. */
function networkKeys(path: CallPath): RequestContext {
  switch (path.kind) {
    case 'endpoint':
      return {
        'aws:sourceip': ABSENT,
        'aws:sourcevpce': text(path.endpoint),
        'aws:sourcevpc': path.vpc === null ? PRESENT : text(path.vpc),
        'aws:vpcsourceip': PRESENT,
      };
    case 'public':
      return {
        'aws:sourceip': path.source === null ? PRESENT : { kind: 'address', within: path.source },
        'aws:sourcevpce': ABSENT,
        'aws:sourcevpc': ABSENT,
        'aws:vpcsourceip': ABSENT,
      };
    case 'unknown':
      return {};
  }
}

function text(value: string): KeyFact {
  return { kind: 'text', text: value };
}
