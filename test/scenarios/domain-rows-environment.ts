import type { DomainRow } from './domain-rows.ts';

/** Which host the client asks, the seven looks on the way through a NAT gateway, and what else RotateSecret would refuse. */
export const ENVIRONMENT_ROWS: readonly DomainRow[] = [
  [
    "a template's variable names the host, own code may ignore it",
    {
      'template-pointed-at-the-endpoint-name': '- pass',
      'template-variable-before-every-endpoint-url': '- pass',
      'own-code-that-may-ignore-the-templates-variable': '- unknown',
    },
  ],
  [
    'the endpoint URL of the service comes before the general one',
    { 'endpoint-url-of-the-service-before-the-general-one': '- pass' },
  ],
  [
    'the general endpoint URL counts for every client',
    { 'endpoint-url-for-all-services-leads-to-another-region': '- fail' },
  ],
  [
    'endpoint URLs that are to be ignored',
    {
      'endpoint-url-that-is-ignored-on-purpose': '- pass',
      'node-function-told-to-ignore-its-endpoint-url': '- unknown',
      'template-told-to-ignore-endpoint-urls': '- pass',
    },
  ],
  [
    'an endpoint URL together with a flag',
    {
      'endpoint-url-and-dual-stack-flag-in-a-node-function': '- fail',
      'endpoint-url-and-fips-flag-in-a-node-function': '- fail',
      'endpoint-url-and-fips-flag-in-a-python-function': '- pass',
      'flag-for-fips-that-is-a-number': '- pass',
    },
  ],
  [
    'the flag for FIPS',
    {
      'fips-host-through-the-nat-gateway': '- pass',
      'fips-host-in-the-government-partition': '- pass',
      'fips-endpoint-of-its-own-for-the-fips-host': '- pass',
      'fips-host-in-a-region-without-one': '- fail',
    },
  ],
  [
    'the flag for dual-stack',
    {
      'flag-for-dual-stack-with-an-sdk-nobody-has-seen': '- unknown',
      'template-ignores-the-flag-for-dual-stack': '- pass',
      'sovereign-region-of-europe-and-the-flag-for-dual-stack': '- pass',
    },
  ],
  [
    "the host's Region is not the secret's",
    {
      'endpoint-url-of-another-region': '- fail',
      'function-in-another-region': '- - function-region=fail',
    },
  ],
  [
    'endpoint URLs without TLS, at another port, on the own host, with a path',
    {
      'endpoint-url-without-tls': '- fail',
      'endpoint-url-at-another-port': '- fail',
      'endpoint-url-on-the-local-host': '- unknown',
      'endpoint-url-with-a-path': '- unknown',
    },
  ],
  [
    'a host that is not one of Secrets Manager',
    {
      'endpoint-url-of-a-proxy-of-ones-own': '- unknown',
      'endpoint-url-of-a-server-that-refuses': '- fail',
    },
  ],
  [
    'a proxy in the environment',
    {
      'https-proxy-in-the-environment': '- unknown',
      'proxy-that-refuses-the-function': '- fail',
      'proxy-with-an-exemption-for-the-host': '- pass',
    },
  ],
  [
    'a wrapper, a configuration file, an environment nobody could read',
    {
      'wrapper-that-may-change-everything': '- unknown',
      'sdk-configuration-in-a-file': '- unknown',
      'environment-that-could-not-be-decrypted': '- unknown',
    },
  ],

  ["out of the function's subnet to the public address", { 'functions-acl-refuses-https-out': '- fail' }],
  ["into the NAT gateway's subnet from the function", { 'nat-subnet-acl-refuses-https-from-the-function': '- fail' }],
  [
    "out of the NAT gateway's subnet to the public address",
    { 'nat-subnet-acl-refuses-https-to-the-internet': '- fail' },
  ],
  [
    "into the NAT gateway's subnet from the public address",
    {
      'nat-subnet-acl-drops-answers-from-the-internet': '- fail',
      'nat-subnet-acl-opens-linux-client-ports-only': '- partly',
    },
  ],
  ["out of the NAT gateway's subnet to the function", { 'nat-subnet-acl-drops-answers-to-the-function': '- fail' }],
  ["into the function's subnet from the public address", { 'functions-acl-drops-replies': '- fail' }],
  [
    "by the route of the NAT gateway's subnet to the function's",
    {
      'nat-subnet-sends-replies-into-a-blackhole': '- fail',
      'answers-to-the-nat-gateway-take-another-way': '- fail',
      'regional-nat-gateway-that-answers-into-a-blackhole': '- fail',
      'answers-from-the-internet-are-routed-into-a-blackhole': '- fail',
      'edge-table-that-leads-where-the-answers-belong': '- pass',
    },
  ],

  ['the secret is scheduled for deletion', { 'secret-scheduled-for-deletion': '- - secret-deleted=fail' }],
  [
    'the secret rotates at a partner, without a function',
    { 'managed-external-secret': 'n/a n/a secret-rotates-without-lambda=fail' },
  ],
  [
    'another service manages the secret',
    {
      'secret-managed-by-another-service': 'n/a n/a secret-managed=unknown',
      'secret-managed-by-another-service-with-a-function-named': 'n/a n/a secret-managed=fail',
    },
  ],
  ['no function is named', { 'no-rotation-function-named': '- - function-named=fail' }],
  ['the secret is a replica', { 'secret-is-a-replica': '- - secret-replica=fail' }],
  [
    'a version is pending that is not the current one',
    {
      'previous-rotation-left-pending': '- - pending-version=fail',
      'pending-label-on-the-current-version': 'pass pass',
    },
  ],
  ['no version is current', { 'secret-without-a-current-version': '- - secret-has-current=fail' }],
  [
    "the function's policy and Secrets Manager",
    {
      'function-policy-absent': '- - invoke-permission=fail',
      'function-policy-for-another-secret': '- - invoke-permission=fail',
      'function-policy-could-not-be-read': '- - invoke-permission=unknown',
      'alias-without-a-permission-of-its-own': '- - invoke-permission=fail',
    },
  ],
  [
    "the function's state",
    {
      'function-pending': 'pass pass function-state=fail',
      'function-inactive': 'pass pass function-state=unknown',
      'function-inactive-in-a-full-subnet': 'pass pass function-state=fail',
      'function-failed': 'pass pass function-state=fail',
      'function-active-and-not-invocable': 'pass pass function-state=fail',
    },
  ],
  [
    "the function's last update",
    {
      'function-update-in-progress': 'unknown unknown function-update=unknown',
      'function-update-failed': 'unknown unknown function-update=unknown',
    },
  ],
  [
    "the function's reserved concurrency",
    {
      'function-whose-concurrency-is-zero': 'pass pass function-concurrency=fail',
      'function-with-little-concurrency': 'warn warn',
    },
  ],
  ["the function's timeout", { 'template-with-a-short-timeout': 'warn warn' }],
  [
    "the secret's own policy",
    {
      'secret-policy-that-denies-the-role': '- fail',
      'secret-policy-that-was-never-asked-for': '- unknown',
      'secret-policy-that-only-allows': '- pass',
    },
  ],
  [
    'the schedule asked for',
    {
      'days-and-schedule-at-once': '- - rotation-rules=fail',
      'schedule-too-often': '- - rotation-rules=fail',
      'sound-schedule': 'pass pass',
    },
  ],
  [
    'other services that the function must call',
    {
      'cache-user-template-with-an-endpoint-for-secrets-manager-only': 'n/a pass other-services=fail',
      'cache-user-template-with-both-endpoints': 'n/a pass',
      'multi-user-template-with-an-endpoint-for-secrets-manager-only': 'pass pass other-services=unknown',
    },
  ],
];
