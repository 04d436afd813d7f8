import type { Answer, AwsCall, Service } from './call.ts';
import { escapeXml } from './model-xml.ts';

/** What goes wrong with an operation. Without `times` it goes wrong always. */
export type Fault = {
  readonly operation: string;
  /** How many calls of the operation are hit; later ones are answered. */
  readonly times?: number;
  /** Calls of the operation that are answered before the first is hit. */
  readonly after?: number;
  /** `second`: hits only calls that ask for a later page. */
  readonly page?: 'second';
  /** Narrows to some calls of the operation. */
  readonly when?: (call: AwsCall) => boolean;
} & (
  | {
      readonly kind:
        | 'throttle'
        | 'deny'
        | 'server-error'
        | 'expired-token'
        | 'invalid-token'
        /** Closes the connection without an answer. */
        | 'reset'
        /** Never answers. */
        | 'hang'
        /** Status 200 with a body cut off in the middle. */
        | 'broken-body';
    }
  | { readonly kind: 'error'; readonly name: string; readonly status: number; readonly message?: string }
);

/** Hands out the faults in the order given, counting the calls each has hit. */
export class FaultPlan {
  readonly #faults: readonly Fault[];
  readonly #seen = new Map<Fault, number>();

  constructor(faults: readonly Fault[]) {
    this.#faults = faults;
  }

  next(call: AwsCall): Fault | null {
    for (const fault of this.#faults) {
      if (fault.operation !== '*' && fault.operation !== call.operation) continue;
      if (fault.page === 'second' && !isLaterPage(call)) continue;
      if (fault.when !== undefined && !fault.when(call)) continue;
      const seen = this.#seen.get(fault) ?? 0;
      this.#seen.set(fault, seen + 1);
      const after = fault.after ?? 0;
      if (seen >= after && seen < after + (fault.times ?? Number.POSITIVE_INFINITY)) return fault;
    }
    return null;
  }
}

/** However the service asks for it. */
function isLaterPage({ parameters }: AwsCall): boolean {
  return ['NextToken', 'nextToken', 'nexttoken', 'Marker', 'identifier'].some((name) => parameters[name] !== undefined);
}

type ErrorKind = 'throttle' | 'deny' | 'server-error' | 'expired-token' | 'invalid-token';

const QUERY_ERRORS = {
  throttle: ['Throttling', 400],
  deny: ['AccessDenied', 403],
  'server-error': ['InternalFailure', 500],
  'expired-token': ['ExpiredToken', 403],
  'invalid-token': ['InvalidClientTokenId', 403],
} as const;
const JSON_ERRORS = {
  throttle: ['ThrottlingException', 400],
  deny: ['AccessDeniedException', 400],
  'server-error': ['InternalServiceErrorException', 500],
  'expired-token': ['ExpiredTokenException', 400],
  'invalid-token': ['UnrecognizedClientException', 400],
} as const;

/** The names and statuses with which each service says it. */
const ERRORS: Readonly<Record<Service, Readonly<Record<ErrorKind, readonly [string, number]>>>> = {
  ec2: {
    throttle: ['RequestLimitExceeded', 503],
    deny: ['UnauthorizedOperation', 403],
    'server-error': ['InternalError', 500],
    'expired-token': ['RequestExpired', 400],
    'invalid-token': ['AuthFailure', 401],
  },
  lambda: {
    throttle: ['TooManyRequestsException', 429],
    deny: ['AccessDeniedException', 403],
    'server-error': ['ServiceException', 500],
    'expired-token': ['ExpiredTokenException', 403],
    'invalid-token': ['UnrecognizedClientException', 403],
  },
  secretsmanager: {
    throttle: ['ThrottlingException', 400],
    deny: ['AccessDeniedException', 400],
    'server-error': ['InternalServiceError', 500],
    'expired-token': ['ExpiredTokenException', 400],
    'invalid-token': ['UnrecognizedClientException', 400],
  },
  sts: QUERY_ERRORS,
  rds: QUERY_ERRORS,
  elasticache: QUERY_ERRORS,
  redshift: QUERY_ERRORS,
  elasticloadbalancing: QUERY_ERRORS,
  route53: QUERY_ERRORS,
  route53resolver: JSON_ERRORS,
  route53profiles: JSON_ERRORS,
};

const SPEAKS_JSON: readonly Service[] = ['lambda', 'secretsmanager', 'route53resolver', 'route53profiles'];

export function errorAnswer(call: AwsCall, fault: Fault): Answer {
  switch (fault.kind) {
    case 'error':
      return awsError(call.service, fault.name, fault.status, fault.message ?? `${fault.name} injected`);
    case 'broken-body':
      return { status: 200, headers: {}, body: SPEAKS_JSON.includes(call.service) ? '{"Cut' : '<Cut' };
    case 'hang':
    case 'reset':
      throw new Error(`${fault.kind} has no answer`);
    default: {
      const [name, status] = ERRORS[call.service][fault.kind];
      return awsError(call.service, name, status, `${name} injected into ${call.operation}`);
    }
  }
}

/** An error as the service's protocol writes it. */
export function awsError(service: Service, name: string, status: number, message: string): Answer {
  switch (service) {
    case 'ec2':
      return {
        status,
        headers: { 'content-type': 'text/xml;charset=UTF-8' },
        body: `<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>${name}</Code><Message>${escapeXml(message)}</Message></Error></Errors><RequestID>r</RequestID></Response>`,
      };
    case 'sts':
    case 'rds':
    case 'elasticache':
    case 'redshift':
    case 'elasticloadbalancing':
    case 'route53':
      return {
        status,
        headers: { 'content-type': 'text/xml' },
        body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${name}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
      };
    case 'lambda':
    case 'route53profiles':
      return {
        status,
        headers: { 'content-type': 'application/json', 'x-amzn-errortype': name },
        body: JSON.stringify({ Type: status < 500 ? 'User' : 'Service', Message: message }),
      };
    case 'secretsmanager':
    case 'route53resolver':
      return {
        status,
        headers: { 'content-type': 'application/x-amz-json-1.1' },
        body: JSON.stringify({ __type: name, Message: message }),
      };
  }
}
