/** A failed call in the words a gap keeps: an AWS error name, a network error code, or `Timeout`. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly kind:
    | 'answered'
    | 'credentials-missing'
    | 'credentials-expired'
    | 'region-missing'
    /** What is configured as the Region cannot be one. */
    | 'region-malformed'
    | 'unreachable'
    /** The caller's overall time was up. */
    | 'cut-off'
    | 'unreadable'
    /** Nothing was asked: it lies in an account that nobody here sees. */
    | 'out-of-sight';
  /** HTTP status of an answer. */
  readonly status: number | null;
}

const EXPIRED = ['ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'TokenRefreshRequired'];
const INVALID = [
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'AuthFailure',
  'InvalidAccessKeyId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'IncompleteSignature',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
];
const PROVIDERS = ['CredentialsProviderError', 'TokenProviderError', 'ProviderError'];

interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: unknown;
  readonly $fault?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

export function failureOf(error: unknown, signal: AbortSignal): Failure {
  const { name = 'Error', message = '', code, $fault, $metadata } = error as SdkError;
  if (signal.aborted && $fault === undefined) {
    return { kind: 'cut-off', name: 'Timeout', message: 'The time for all calls together was up.', status: null };
  }
  const status = $metadata?.httpStatusCode ?? null;
  if (PROVIDERS.includes(name)) {
    return { kind: /expired/i.test(message) ? 'credentials-expired' : 'credentials-missing', name, message, status };
  }
  if ($fault !== undefined && status !== null) return { kind: answeredKind(name), name, message, status };
  if (typeof code === 'string') return { kind: 'unreachable', name: code, message, status };
  if (name === 'TimeoutError') return { kind: 'unreachable', name, message, status };
  if (/^Region is missing/.test(message)) return { kind: 'region-missing', name: 'NoRegion', message, status };
  if (/^Region not accepted/.test(message)) return { kind: 'region-malformed', name: 'NoRegion', message, status };
  // A parser's message may quote the answer, and that may be a secret.
  return { kind: 'unreadable', name: 'UnreadableAnswer', message: 'The answer could not be read.', status };
}

function answeredKind(name: string): Failure['kind'] {
  if (EXPIRED.includes(name)) return 'credentials-expired';
  return INVALID.includes(name) ? 'credentials-missing' : 'answered';
}
