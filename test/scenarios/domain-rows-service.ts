import type { DomainRow } from './domain-rows.ts';

/** Can the function reach the database or service? */
export const SERVICE_ROWS: readonly DomainRow[] = [
  ['in one subnet only the groups count', { 'database-in-the-functions-own-subnet': 'pass -' }],
  [
    'in another subnet groups and ACLs count, both ways',
    {
      'function-reaches-both-through-a-nat-gateway': 'pass -',
      'hardened-acls-with-the-full-ephemeral-range': 'pass -',
    },
  ],
  ["the function's group does not let the database's port out", { 'functions-group-lets-only-https-out': 'fail -' }],
  ["the database admits the function's group by its id", { 'function-reaches-both-through-a-nat-gateway': 'pass -' }],
  [
    "the database admits the address the function's interface has today",
    { 'database-group-pins-the-address-of-the-moment': 'partly -' },
  ],
  ["the database admits one of the function's subnets", { 'database-group-covers-one-of-two-subnets': 'partly -' }],
  ["the database's ACL answers high ports only", { 'database-subnet-acl-opens-high-client-ports-only': 'partly -' }],
  [
    'an appliance or firewall endpoint by a route more specific than local',
    {
      'appliance-between-function-and-database': 'unknown -',
      'firewall-endpoint-between-function-and-database': 'unknown -',
      'appliance-somebody-vouches-for': 'warn -',
      'group-reference-through-an-appliance': 'fail -',
      'appliance-that-answers-do-not-pass': 'fail -',
    },
  ],
  [
    "the database's instance is stopped or terminated",
    {
      'database-instance-stopped': 'fail -',
      'database-instance-terminated': 'fail -',
    },
  ],
  ["the database's interface is attached to nothing", { 'database-interface-detached': 'fail -' }],
  [
    'a peered VPC in the same Region',
    {
      'peered-database': 'pass -',
      'peered-database-that-names-the-functions-group': 'pass -',
    },
  ],
  ['a peered VPC without a route back', { 'peered-database-without-a-way-back': 'fail -' }],
  [
    'a peered VPC in another Region, and a reference to a group',
    {
      'peered-database-in-another-region-that-names-the-functions-group': 'fail -',
      'peered-database-in-another-region': 'pass -',
    },
  ],
  ['peering is not transitive', { 'peering-is-not-transitive': 'fail -' }],
  [
    'a public name of an instance in another VPC, by what connects them',
    {
      'public-name-of-an-instance-in-a-peer-that-resolves-it-privately': 'pass -',
      'public-name-of-an-instance-in-a-peer-that-resolves-it-publicly': 'fail -',
      'public-name-of-an-instance-in-a-peer-that-does-not-say': 'unknown -',
      'public-name-of-an-instance-behind-a-transit-gateway-that-resolves-it-privately': 'pass -',
      'public-name-of-an-instance-behind-a-transit-gateway-that-resolves-it-publicly': 'fail -',
      'public-name-of-an-instance-behind-a-transit-gateway-that-does-not-say': 'unknown -',
    },
  ],
  [
    "a peer's account out of sight",
    {
      'peer-account-out-of-sight': 'unknown -',
      'peer-account-out-of-sight-somebody-vouches-for': 'warn -',
    },
  ],
  ['a transit gateway, attached in every zone', { 'database-behind-a-transit-gateway': 'pass -' }],
  [
    'a transit gateway, not attached in a zone',
    {
      'transit-gateway-without-an-attachment-in-one-zone-of-the-function': 'partly -',
      'transit-gateway-without-an-attachment-in-the-databases-zone': 'fail -',
    },
  ],
  [
    'a reference to a group across a transit gateway',
    {
      'group-reference-across-a-transit-gateway-that-supports-it': 'pass -',
      'group-reference-across-a-transit-gateway': 'fail -',
      'group-reference-that-one-attachment-turns-off': 'fail -',
      'outbound-group-reference-across-a-transit-gateway': 'fail -',
    },
  ],
  [
    'a transit gateway with a blackhole, without association or propagation',
    {
      'transit-gateway-blackhole-for-the-databases-range': 'fail -',
      'transit-gateway-attachment-without-association': 'fail -',
      'transit-gateway-table-without-the-databases-range': 'fail -',
    },
  ],
  [
    'a private NAT gateway before a transit gateway',
    {
      'database-behind-a-private-nat-gateway-that-admits-the-nat-gateway': 'pass -',
      'database-behind-a-private-nat-gateway-that-admits-the-functions-range': 'fail -',
      'database-behind-a-private-nat-gateway-that-admits-the-functions-group': 'fail -',
    },
  ],
  [
    'a data centre behind a VPN or Direct Connect',
    {
      'database-on-premises-over-vpn': 'unknown -',
      'vpn-somebody-vouches-for': 'warn -',
      'vpn-route-that-the-functions-group-does-not-let-out-to': 'fail -',
      'vpn-vouched-for-that-is-not-attached': 'fail -',
    },
  ],
  ['a private address that no route covers', { 'private-address-on-no-route-goes-to-the-nat-gateway': 'fail -' }],
  [
    'a public service through a NAT gateway ends at its own door',
    { 'public-service-through-the-nat-gateway': 'warn -' },
  ],
  ['a public service and no way out', { 'public-service-and-no-way-out': 'fail -' }],
  [
    'a function in no VPC has no way to a private address',
    {
      'function-outside-any-vpc-and-a-private-database': 'fail -',
      'function-with-an-empty-vpc-configuration': 'fail -',
    },
  ],
  [
    'a function in no VPC and a database open to everybody',
    { 'function-outside-any-vpc-and-an-exposed-database': 'warn -' },
  ],
  [
    'a function in no VPC and a database open to some',
    {
      'function-outside-any-vpc-and-a-guarded-public-database': 'unknown -',
      'function-outside-any-vpc-and-a-database-for-private-sources': 'fail -',
    },
  ],
  [
    'a function in no VPC and a database that is not public',
    { 'function-outside-any-vpc-and-a-database-that-is-not-public': 'fail -' },
  ],
  [
    'a public database asked for inside its VPC answers with its private address',
    {
      'hosted-database-with-a-public-address-asked-for-inside-its-vpc': 'pass -',
      'public-database-name-without-private-answers': 'unknown -',
    },
  ],
  [
    'a Network Load Balancer and its targets',
    {
      'load-balancer-whose-targets-admit-its-group': 'pass -',
      'load-balancer-whose-address-its-targets-admit': 'pass -',
      'load-balancer-that-keeps-the-clients-address-and-its-own-group': 'pass -',
      'load-balancer-that-hides-the-client-its-target-admits': 'fail -',
      'acl-of-the-load-balancers-subnet-refuses-the-port': 'fail -',
      'acl-of-the-targets-subnet-admits-the-function-alone': 'fail -',
      'load-balancer-without-a-listener-on-the-port': 'fail -',
      'load-balancer-whose-only-target-is-unhealthy': 'fail -',
    },
  ],
  ['a Network Load Balancer without groups', { 'load-balancer-that-keeps-the-clients-address': 'pass -' }],
  [
    'an Application Load Balancer before a database',
    { 'application-load-balancer-in-front-of-the-database': 'fail -' },
  ],
  ["a partner's service behind an endpoint ends at its own door", { 'partner-service-behind-an-endpoint': 'warn -' }],
  ['a partner has not accepted the endpoint', { 'partner-service-behind-an-endpoint-not-accepted': 'fail -' }],
  [
    'a resource endpoint, by the zones it shares with the gateway',
    {
      'resource-endpoint-without-a-zone-of-the-resource-gateway': 'fail -',
      'resource-endpoint-with-a-zone-of-the-resource-gateway': 'unknown -',
      'resource-endpoint-that-the-caller-vouches-for': 'warn -',
    },
  ],
  [
    'a host name and name servers of the own',
    {
      'host-name-by-way-of-an-own-name-server': 'unknown -',
      'host-name-and-no-name-server-in-reach': 'fail -',
      'address-needs-no-name-server': 'pass -',
      'host-name-of-a-private-zone-of-another-vpc': 'unknown -',
    },
  ],
  [
    'a name that is another name for a hosted database',
    { 'private-zone-that-makes-the-database-another-name-of-its-rds-name': 'pass -' },
  ],
  ['a database with IPv6 alone and a function with IPv4 alone', { 'database-with-an-ipv6-address-only': 'fail -' }],
  [
    'of an instance with several interfaces the one asked for counts',
    {
      'secondary-address-of-a-second-interface': 'pass -',
      'target-given-by-its-interface': 'pass -',
    },
  ],
  [
    'a secret without a host',
    {
      'no-target-on-the-callers-word': 'n/a -',
      'no-target-named-anywhere': 'unknown -',
    },
  ],
  // The secret's own host is reached, so that the failure of the other one is a part of the whole.
  ["the superuser's host is another, and refuses", { 'superuser-at-another-host-that-refuses': 'partly -' }],
  [
    'a standby, an unknown live interface, several readers',
    {
      'standby-subnet-that-refuses': 'warn -',
      'hosted-database-in-one-of-two-subnets-of-which-one-refuses': 'unknown -',
      'one-of-two-readers-refuses': 'partly -',
    },
  ],
  // Plain text would fail, TLS would pass, and no configuration of the network says which of them is spoken.
  [
    'encryption enforced, and a database behind PrivateLink',
    { 'database-behind-privatelink-in-a-vpc-that-enforces-encryption': 'unknown -' },
  ],
];
