import type { DomainRow } from './domain-rows.ts';

/** What a quick check gets wrong. */
export const MISTAKE_ROWS: readonly DomainRow[] = [
  [
    'any NAT gateway of the VPC taken for a way out',
    {
      'nat-gateway-in-a-subnet-without-internet': '- fail',
      'explicit-table-beats-a-main-table-with-nat': '- fail',
    },
  ],
  ['a public subnet taken for internet', { 'function-in-a-public-subnet': '- fail' }],
  ['the NAT gateway looked at before private DNS', { 'private-dns-hides-a-healthy-nat-gateway': '- fail' }],
  [
    'dual-stack names trusted, IPv6 of the ordinary name forgotten',
    {
      'flag-for-dual-stack-with-an-sdk-nobody-has-seen': '- unknown',
      'ipv6-alone-through-an-egress-only-gateway': '- pass',
    },
  ],
  [
    'an empty VPC configuration taken for one, or for none on managed instances',
    {
      'function-with-an-empty-vpc-configuration': 'fail pass',
      'function-on-managed-instances': 'pass pass',
    },
  ],
  [
    'only the first subnet, address, interface or host looked at',
    {
      'one-of-two-subnets-falls-to-the-main-table': '- partly',
      'database-group-pins-the-address-of-the-moment': 'partly -',
      'one-of-two-endpoint-interfaces-behind-a-closed-acl': '- partly',
      'own-code-that-may-ignore-the-templates-variable': '- unknown',
    },
  ],
  ["the function's own egress forgotten", { 'functions-group-lets-only-https-out': 'fail -' }],
  [
    'rules demanded for answers, or answers of ACLs taken for granted',
    {
      'function-reaches-both-through-a-nat-gateway': 'pass pass',
      'replies-dropped-by-database-subnet-acl': 'fail -',
    },
  ],
  [
    'ACLs by one sample port, inside a subnet, out of order',
    {
      'database-subnet-acl-opens-high-client-ports-only': 'partly -',
      'acl-that-denies-all-inside-one-subnet': 'pass pass',
      'acl-entries-listed-out-of-order': 'pass pass',
      'database-subnet-acl-denies-before-it-allows': 'fail -',
      'functions-acl-drops-replies': '- fail',
    },
  ],
  [
    'ACLs of the other subnets on the way skipped',
    {
      'nat-subnet-acl-refuses-https-from-the-function': '- fail',
      'endpoint-subnets-acl-refuses-https': '- fail',
      'central-egress-whose-attachment-acl-refuses': '- fail',
    },
  ],
  [
    'the first match instead of the longest, dead routes dropped, tables mistaken',
    {
      'peering-deleted-and-its-route-left-behind': 'fail -',
      'main-table-with-nat-serves-a-subnet-without-a-table': '- pass',
      'edge-table-is-no-subnets-table': '- pass',
      'answers-from-the-internet-pass-a-firewall-that-requests-do-not': '- fail',
      'default-route-through-a-prefix-list': '- pass',
    },
  ],
  [
    'the local route thought unbeatable, or beaten by a propagated one',
    {
      'replaced-local-route-leads-into-a-blackhole': 'fail -',
      'appliance-in-place-of-the-local-route': 'fail -',
      'propagated-route-never-beats-local': 'pass -',
    },
  ],
  [
    'the route back forgotten',
    {
      'peered-database-without-a-way-back': 'fail -',
      'transit-gateway-table-without-the-functions-range': 'fail -',
      'central-egress-without-a-way-back-to-the-spoke': '- fail',
      'nat-subnet-sends-replies-into-a-blackhole': '- fail',
    },
  ],
  [
    'zones of a transit gateway, association taken for propagation',
    {
      'transit-gateway-without-an-attachment-in-the-databases-zone': 'fail -',
      'central-egress-without-an-attachment-in-the-nat-gateways-zone': '- fail',
      'transit-gateway-attachment-without-association': 'fail -',
      'transit-gateway-table-without-the-databases-range': 'fail -',
    },
  ],
  [
    'references to groups where they do not hold',
    {
      'outbound-group-reference-across-a-transit-gateway': 'fail -',
      'peered-database-in-another-region-that-names-the-functions-group': 'fail -',
      'group-reference-through-an-appliance': 'fail -',
      'database-behind-a-private-nat-gateway-that-admits-the-functions-group': 'fail -',
      'central-endpoint-that-names-the-functions-group-across-a-transit-gateway': '- fail',
    },
  ],
  [
    'a group refused because its home is another VPC',
    {
      'database-with-a-group-of-another-vpc': 'pass -',
      'endpoint-with-a-group-of-another-vpc': '- pass',
    },
  ],
  [
    'protocols in numbers, all of them, and the other address family',
    {
      'rule-with-a-numeric-protocol': 'pass -',
      'rule-for-all-protocols': 'pass -',
      'nat-gateway-behind-an-acl-for-icmp-only': '- fail',
      'database-group-admits-ipv6-only': 'fail -',
      'ipv6-egress-that-the-functions-group-refuses': '- fail',
    },
  ],
  ["an endpoint's state in another letter case", { 'endpoint-state-in-another-letter-case': '- pass' }],
  [
    'an endpoint that exists taken for one that is used',
    {
      'endpoint-without-private-dns-and-no-nat-gateway': '- fail',
      'endpoint-url-beats-private-dns': '- fail',
      'fips-host-with-the-ordinary-endpoint-only': '- fail',
      'custom-name-servers-and-a-private-endpoint': '- unknown',
      'forwarding-rule-for-the-very-name': '- unknown',
      'endpoint-of-another-region-is-ignored': '- pass',
    },
  ],
  ['an empty list in a shared VPC taken for none', { 'shared-subnets-of-another-account': '- unknown' }],
  [
    'Block Public Access by the account alone, or for every gateway the same',
    {
      'public-access-blocked-inbound': '- pass',
      'nat-instance-under-public-access-blocked-inbound': '- fail',
      'public-access-blocked-but-for-the-functions-subnet': '- fail',
    },
  ],
  [
    'every NAT gateway taken for a public one in a subnet',
    {
      'private-nat-gateway-before-an-internet-gateway': '- fail',
      'regional-nat-gateway': '- pass',
    },
  ],
  [
    'zones of Profiles missed, public DNS asked for what a zone lacks',
    {
      'profile-that-brings-a-zone': '- pass',
      'host-name-missing-in-its-private-zone': 'fail -',
    },
  ],
  ['the own public address reached from inside', { 'own-public-address-reached-from-inside': 'fail -' }],
  [
    'endpoints for KMS or STS demanded, other services forgotten',
    {
      'private-endpoint-without-any-way-to-the-internet': 'pass pass',
      'db2-template-with-an-endpoint-for-secrets-manager-only': 'pass pass other-services=fail',
    },
  ],
  [
    'a refused question taken for an empty answer, or for a fail',
    {
      'acls-could-not-be-read': 'unknown unknown',
      'endpoints-could-not-be-read': '- unknown',
    },
  ],
  [
    'the latest configuration taken for that of the version named',
    {
      'version-with-a-network-of-its-own': '- fail',
      'version-that-works-although-the-latest-would-not': '- pass',
    },
  ],
  ['rotation at the next window thought harmless', { 'rotation-at-the-next-window-is-gated-too': '- fail' }],
  ['a rotation that is not complete passed over', { 'previous-rotation-left-pending': '- - pending-version=fail' }],
  [
    'no endpoint policy taken for a denial, ARNs without the suffix for the secret',
    {
      'endpoint-without-a-policy-document': '- pass',
      'endpoint-policy-for-the-secret-without-its-suffix': '- fail',
      'endpoint-policy-for-the-secret-by-pattern': '- pass',
    },
  ],
  ['the stall of IPv6 passed over', { 'ipv6-without-a-route-stalls-every-call': '- fail' }],
  [
    'interfaces that AWS manages left out, their addresses taken for lasting',
    {
      'hosted-database-with-the-address-of-the-moment': 'pass -',
      'standby-subnet-that-refuses': 'warn -',
    },
  ],
  [
    'gateway endpoints and firewall endpoints taken for each other',
    {
      'gateway-endpoint-for-s3-only': '- fail',
      'firewall-endpoint-as-default-route': '- unknown',
    },
  ],
  [
    'ranges a VPC no longer has, and endpoints that answer for a hosted database',
    {
      'database-in-a-range-that-the-vpc-no-longer-has': 'fail -',
      'resource-endpoint-that-shadows-the-databases-own-name': 'unknown -',
    },
  ],
];
