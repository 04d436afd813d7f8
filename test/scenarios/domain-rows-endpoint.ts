import type { DomainRow } from './domain-rows.ts';

/** Can the function reach Secrets Manager? In the order of: the endpoint, the internet, central egress, names, the rest. */
export const ENDPOINT_ROWS: readonly DomainRow[] = [
  [
    'a function in no VPC has the internet',
    {
      'function-outside-any-vpc-and-nothing-but-secrets-manager': 'n/a pass',
      'fips-host-of-a-function-outside-any-vpc': 'n/a pass',
    },
  ],
  [
    'a function in no VPC cannot use the name of an endpoint',
    { 'function-outside-the-vpc-with-an-endpoint-name': '- fail' },
  ],
  [
    'an endpoint with private DNS is the private path',
    { 'private-endpoint-without-any-way-to-the-internet': '- pass' },
  ],
  ['an endpoint that refuses shadows a healthy NAT gateway', { 'private-dns-hides-a-healthy-nat-gateway': '- fail' }],
  [
    "the function's group lets no HTTPS out to the endpoint",
    { 'functions-group-does-not-let-https-out-to-the-endpoint': '- fail' },
  ],
  [
    'an ACL between function and endpoint refuses, there or back',
    {
      'endpoint-subnets-acl-refuses-https': '- fail',
      'endpoint-subnets-acl-drops-replies': '- fail',
      'acl-that-denies-all-inside-one-subnet': '- pass',
    },
  ],
  [
    "the endpoint's policy lacks a call of the rotation",
    {
      'endpoint-policy-copied-from-the-sample': '- fail',
      'endpoint-policy-without-the-last-call': '- fail',
    },
  ],
  [
    "the endpoint's policy has a condition nobody can judge",
    { 'endpoint-policy-with-a-condition-nobody-can-judge': '- unknown' },
  ],
  [
    'an endpoint that is pending',
    {
      'endpoint-pending-and-no-nat-gateway': '- fail',
      'endpoint-pending-beside-a-healthy-nat-gateway': '- unknown',
    },
  ],
  [
    'an endpoint that is going, rejected, failed or expired',
    {
      'endpoint-deleting-and-no-nat-gateway': '- fail',
      'endpoint-expired-and-no-nat-gateway': '- fail',
      'endpoint-failed-beside-a-healthy-nat-gateway': '- unknown',
      'endpoint-rejected-beside-a-healthy-nat-gateway': '- unknown',
      'endpoint-deleting-without-private-dns-beside-a-nat-gateway': '- pass',
      'endpoint-deleted-leaves-the-nat-gateway': '- pass',
    },
  ],
  ['an endpoint of which a part works', { 'endpoint-state-partial': '- unknown' }],
  [
    'private DNS on while enableDnsHostnames is off',
    {
      'dns-hostnames-off-and-both-paths-work': '- warn',
      'dns-hostnames-off-and-neither-path-works': '- fail',
      'dns-hostnames-off-and-only-the-endpoint-works': '- unknown',
    },
  ],
  ['private DNS off leaves the endpoint unused', { 'endpoint-without-private-dns-beside-a-nat-gateway': '- pass' }],
  ['private DNS off and no other way', { 'endpoint-without-private-dns-and-no-nat-gateway': '- fail' }],
  [
    "a template uses the endpoint's own name",
    {
      'template-pointed-at-the-endpoint-name': '- pass',
      'zonal-endpoint-name-depends-on-one-zone': '- warn',
    },
  ],
  [
    "the own name of another VPC's endpoint",
    {
      'central-endpoint-by-its-own-name': '- pass',
      'central-endpoint-behind-a-transit-gateway-by-its-own-name': '- pass',
      'central-endpoint-without-a-way-back': '- fail',
      'central-endpoint-whose-vpc-does-not-route-back-over-the-transit-gateway': '- fail',
      'central-endpoint-whose-acl-drops-answers-to-other-vpcs': '- fail',
      'central-endpoint-that-names-the-functions-group-across-a-transit-gateway': '- fail',
    },
  ],
  [
    'a private zone or Profile gives the name to a central endpoint',
    {
      'private-zone-aliased-to-a-central-endpoint': '- pass',
      'central-endpoint-behind-a-transit-gateway': '- pass',
      'profile-that-brings-the-central-endpoint': '- pass',
      'private-zone-whose-records-nobody-read': '- unknown',
    },
  ],
  [
    'a central endpoint behind a transit gateway that is not attached in a zone',
    {
      'central-endpoint-and-no-attachment-in-one-zone-of-the-function': '- partly',
      'central-endpoint-and-no-attachment-in-its-own-zone': '- fail',
    },
  ],
  ['a NAT gateway and everything behind it', { 'function-reaches-both-through-a-nat-gateway': '- pass' }],
  [
    'a NAT gateway that is not available, or gone',
    {
      'nat-gateway-still-pending': '- fail',
      'nat-gateway-failed': '- fail',
      'route-to-a-nat-gateway-nobody-has-seen': '- fail',
      'nat-gateway-deleted-and-its-route-left-behind': '- fail',
    },
  ],
  ['a private NAT gateway before an internet gateway', { 'private-nat-gateway-before-an-internet-gateway': '- fail' }],
  ['a NAT gateway in a private subnet', { 'nat-gateway-in-a-subnet-without-internet': '- fail' }],
  [
    'an internet gateway attached nowhere, or elsewhere',
    {
      'internet-gateway-detached': '- fail',
      'internet-gateway-attached-to-another-vpc': '- fail',
    },
  ],
  ['a public subnet is no way out for a function', { 'function-in-a-public-subnet': '- fail' }],
  [
    "a function's IPv6 through an internet gateway",
    {
      'ipv6-through-an-internet-gateway': '- unknown',
      'ipv6-through-an-internet-gateway-somebody-vouches-for': '- warn',
    },
  ],
  [
    'IPv6 alone leads out, through an egress-only gateway',
    {
      'ipv6-alone-through-an-egress-only-gateway': '- pass',
      'ipv6-alone-in-a-function-of-another-runtime': '- unknown',
    },
  ],
  [
    'IPv4 leads out, and IPv6 is tried first and does not',
    {
      'ipv6-without-a-route-stalls-every-call': '- fail',
      'ipv6-without-a-route-in-a-function-with-time': '- unknown',
      'ipv6-without-a-route-in-a-function-of-another-runtime': '- unknown',
    },
  ],
  ['IPv6 alone leads out, and the group knows IPv4 only', { 'ipv6-alone-and-a-group-that-knows-ipv4-only': '- fail' }],
  ['one subnet has a way out, the other has none', { 'one-of-two-subnets-falls-to-the-main-table': '- partly' }],
  ['central egress over a transit gateway', { 'central-egress-through-a-transit-gateway': '- pass' }],
  [
    'central egress through an account out of sight',
    {
      'central-egress-in-an-account-out-of-sight': '- unknown',
      'central-egress-out-of-sight-somebody-vouches-for': '- warn',
    },
  ],
  [
    'central egress without a way back, an association or a live route',
    {
      'central-egress-without-a-way-back-to-the-spoke': '- fail',
      'central-egress-whose-answers-find-no-route-to-the-spoke': '- fail',
      'central-egress-whose-attachment-has-no-association': '- fail',
      'central-egress-whose-default-route-is-a-blackhole': '- fail',
    },
  ],
  [
    'the default route leads to the data centre or into Cloud WAN',
    {
      'default-route-to-the-data-centre': '- unknown',
      'default-route-into-a-vpn-somebody-vouches-for': '- warn',
      'default-route-to-a-cloud-wan': '- unknown',
    },
  ],
  [
    'a firewall endpoint or a filtering proxy on the way out',
    {
      'firewall-endpoint-as-default-route': '- unknown',
      'nat-gateway-with-a-filtering-proxy': '- unknown',
      'nat-gateway-with-a-filtering-proxy-somebody-vouches-for': '- warn',
    },
  ],
  ['a NAT instance', { 'nat-instance': '- unknown', 'nat-instance-somebody-vouches-for': '- warn' }],
  [
    'a NAT instance that checks sources, is stopped or has no public address',
    {
      'nat-instance-that-checks-sources': '- fail',
      'nat-instance-that-is-stopped': '- fail',
      'nat-instance-without-a-public-address': '- fail',
    },
  ],
  [
    'public access blocked both ways',
    {
      'public-access-blocked-both-ways': '- fail',
      'private-endpoint-under-blocked-public-access': '- pass',
    },
  ],
  [
    'public access blocked inbound spares NAT gateways and egress-only gateways',
    {
      'public-access-blocked-inbound': '- pass',
      'ipv6-alone-under-public-access-blocked-inbound': '- pass',
    },
  ],
  [
    'public access blocked inbound, a NAT instance or IPv6 through an internet gateway',
    {
      'nat-instance-under-public-access-blocked-inbound': '- fail',
      'ipv6-through-an-internet-gateway-under-public-access-blocked-inbound': '- fail',
    },
  ],
  [
    'public access blocked both ways, with subnets excluded',
    {
      'public-access-blocked-but-for-both-subnets-on-the-way': '- pass',
      'public-access-blocked-but-for-egress-of-both-subnets': '- pass',
      'public-access-blocked-but-for-the-nat-gateways-subnet': '- unknown',
      'public-access-blocked-but-for-the-functions-subnet': '- fail',
    },
  ],
  ['a regional NAT gateway', { 'regional-nat-gateway': '- pass' }],
  [
    "a regional NAT gateway by hand without the function's zone",
    { 'regional-nat-gateway-by-hand-without-the-functions-zone': '- unknown' },
  ],
  ['the resolver of the VPC is off', { 'dns-support-off': '- fail' }],
  [
    'name servers of the own before an endpoint with private DNS',
    {
      'custom-name-servers-and-a-private-endpoint': '- unknown',
      'own-name-server-somebody-vouches-for': '- warn',
      'own-name-server-that-refuses-udp': '- fail',
    },
  ],
  [
    'name servers of the own beside a NAT gateway',
    {
      'custom-name-servers-beside-a-nat-gateway': '- unknown',
      'own-name-server-that-is-not-there': '- fail',
      'own-name-server-that-the-functions-group-does-not-let-out-to': '- fail',
    },
  ],
  [
    'a participant of a shared VPC does not see what its owner has',
    { 'shared-subnets-of-another-account': '- unknown' },
  ],
  ['the FIPS host and an endpoint for the ordinary one', { 'fips-host-with-the-ordinary-endpoint-only': '- fail' }],
  ['the FIPS host through a NAT gateway', { 'fips-host-through-the-nat-gateway': '- pass' }],
  ['an endpoint for another Region is no endpoint', { 'endpoint-of-another-region-is-ignored': '- pass' }],
  [
    'encryption enforced, and an endpoint that speaks TLS',
    { 'private-endpoint-in-a-vpc-that-enforces-encryption': '- pass' },
  ],
  ['managed instances in a public subnet', { 'managed-instances-in-a-public-subnet': '- unknown' }],
  [
    "the secret's policy asks for a path that is not the one taken",
    {
      'secret-policy-for-one-endpoint-and-a-function-behind-nat': '- fail',
      'secret-policy-for-one-vpc-and-a-function-behind-nat': '- fail',
      'secret-policy-for-public-addresses-and-a-function-behind-an-endpoint': '- fail',
    },
  ],
  [
    'rules, ACLs and routes for a part of the public space',
    {
      'egress-to-everything-but-private-ranges': '- pass',
      'service-ranges-decide-what-public-means': '- pass',
      'https-egress-misses-the-published-ranges': '- fail',
      'https-egress-to-half-of-the-public-space': '- unknown',
      'acl-denies-a-part-of-the-public-space': '- unknown',
      'vpn-takes-a-part-of-the-public-space': '- unknown',
    },
  ],
  ["a peer's gateways cannot be used", { 'default-route-into-a-peering': '- fail' }],
  [
    "the function's last update is not in effect",
    {
      'function-update-in-progress': 'unknown unknown function-update=unknown',
      'function-update-failed': 'unknown unknown function-update=unknown',
    },
  ],
  [
    'a private zone above the name lacks its record',
    {
      'hosted-zone-of-the-region-without-the-record': '- fail',
      'private-zone-with-ipv6-records-only': '- fail',
      'private-zone-whose-records-nobody-read': '- unknown',
    },
  ],
  [
    'a forwarding rule or an unread DNS firewall has the name',
    {
      'forwarding-rule-for-the-very-name': '- unknown',
      'dns-firewall-on-the-vpc': '- unknown',
    },
  ],
  [
    'a template without its variable',
    {
      'template-without-its-endpoint-variable': '- fail',
      'guess-at-a-template-without-its-variable': '- unknown',
    },
  ],
];
