import { item, networkInterface, OPEN, securityGroup, type World } from '../../support/world.ts';
import { GROUP, HOST, NLB, QUESTION, withBalancer, withSecondZone } from './load-balancers.ts';
import { groupsRefuse, overall, type Situation, situation, thing } from './situation.ts';

function withUnreadInterfaces(w: World, crossZone: boolean): void {
  withBalancer(w, { states: { 'i-db': 'healthy', 'i-db-b': 'unhealthy' }, crossZone });
  withSecondZone(w);
  w.NetworkInterfaces = w.NetworkInterfaces.filter((eni) => eni.NetworkInterfaceId !== 'eni-nlb-b');
  w.requests = (w.requests ?? []).filter((row) => row.list !== 'NetworkInterfaces');
}

/** What is not stated of a load balancer, or not what a database's client speaks. */
export const LOAD_BALANCER_FACTS: readonly Situation[] = [
  situation('load-balancer-that-wants-tls-from-the-first-byte', {
    world: (w) => {
      withBalancer(w);
      for (const listener of w.Listeners) listener.Protocol = 'TLS';
    },
    question: QUESTION,
    service: 'unknown',
    blockers: [thing('X_TARGET_UNCERTAIN', 'service', NLB, 'eni-nlb')],
    explain: `The listener ends TLS. PostgreSQL, MySQL and SQL Server begin in plain text and would wait for ever; other databases'
      clients begin with TLS, and nothing tells which database this is.`,
    source: 'nlb-listeners',
  }),
  situation('load-balancer-that-wants-tls-and-refuses-the-function', {
    world: (w) => {
      withBalancer(w, { states: { 'i-db': 'unhealthy' } });
      for (const listener of w.Listeners) listener.Protocol = 'TLS';
    },
    question: QUESTION,
    service: 'fail',
    blockers: [
      thing('X_NO_HEALTHY_TARGET', 'service', GROUP, 'eni-nlb'),
      { ...thing('X_TARGET_UNCERTAIN', 'service', NLB, 'eni-nlb'), behind: true },
    ],
    explain: `Whatever the client speaks first, no target is healthy.`,
    source: 'nlb-health',
  }),
  situation('load-balancer-whose-listeners-protocol-is-not-stated', {
    world: (w) => {
      withBalancer(w);
      for (const listener of w.Listeners) delete listener.Protocol;
    },
    question: QUESTION,
    service: 'unknown',
    blockers: [thing('UNKNOWN_RESOURCE', 'service', NLB, 'eni-nlb')],
    explain: `A listener has the port, and whether it takes TCP connections is not stated.`,
    source: 'nlb-listeners',
  }),
  situation('load-balancer-whose-state-is-not-stated', {
    world: (w) => {
      withBalancer(w);
      delete item(w, 'LoadBalancers', NLB).State;
    },
    question: QUESTION,
    service: 'unknown',
    blockers: [thing('UNKNOWN_RESOURCE', 'service', NLB, 'eni-nlb')],
    explain: `Whether the load balancer is active is not stated.`,
    source: 'nlb-listeners',
  }),
  situation('load-balancer-whose-only-group-has-no-weight', {
    world: (w) => {
      withBalancer(w);
      for (const listener of w.Listeners)
        listener.DefaultActions = [
          {
            Type: 'forward',
            TargetGroupArn: GROUP,
            ForwardConfig: { TargetGroups: [{ TargetGroupArn: GROUP, Weight: 0 }] },
          },
        ];
    },
    question: QUESTION,
    service: 'unknown',
    blockers: [thing('X_TARGET_UNCERTAIN', 'service', NLB, 'eni-nlb')],
    explain: `The listener's only target group has weight 0: no connection is meant for it, and what becomes of connections then AWS
      does not say.`,
    source: 'nlb-listeners',
  }),
  situation('zone-of-a-load-balancer-whose-interface-nobody-read', {
    world: (w) => withUnreadInterfaces(w, true),
    question: QUESTION,
    service: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'service', HOST)],
    explain: `The load balancer's name gives the addresses of both its zones, and the interface of one is not in sight.`,
    source: 'nlb-zones',
  }),
  situation('zone-of-a-load-balancer-without-a-healthy-target-whose-interface-nobody-read', {
    world: (w) => withUnreadInterfaces(w, false),
    question: QUESTION,
    explain: `Without cross-zone load balancing a zone that has no healthy target is not in the load balancer's name, so that its
      interface was not read does not matter.`,
    source: 'nlb-zones',
  }),
  situation('load-balancer-whose-zones-are-not-stated', {
    world: (w) => {
      withBalancer(w);
      delete item(w, 'LoadBalancers', NLB).AvailabilityZones;
    },
    question: { targets: [`${HOST}:5432=10.0.30.10`] },
    explain: `Whoever asks states the addresses of the load balancer's name, of which the snapshot does not hold the zones.`,
    source: 'nlb-zones',
  }),
  situation('load-balancer-for-whose-name-somebody-states-another-address', {
    world: (w) => {
      withBalancer(w);
      w.NetworkInterfaces.push(networkInterface('eni-open', 'subnet-db', '10.0.20.99', ['sg-open']));
      w.SecurityGroups.push(securityGroup('sg-open', [OPEN]));
    },
    question: { targets: [`${HOST}:5432=10.0.20.99`] },
    service: 'fail',
    blockers: [overall('X_TARGET_DISAGREES', 'service', HOST)],
    explain: `Whoever asks states an address for the load balancer's name that none of its interfaces has.`,
    source: 'nlb-zones',
  }),
  situation('load-balancer-for-whose-name-somebody-states-one-zone-only', {
    world: (w) => {
      withBalancer(w, { states: { 'i-db': 'healthy', 'i-db-b': 'healthy' } });
      withSecondZone(w);
    },
    question: { targets: [`${HOST}:5432=10.0.30.10`] },
    service: 'partly',
    blockers: [groupsRefuse('service', 'sg-default', 'ingress', 'eni-db-b')],
    explain: `Whoever asks states the address of one zone. The load balancer's name gives the other zone's as well, whose only server
      refuses.`,
    source: 'nlb-zones',
  }),
  situation('load-balancer-whose-own-address-is-not-stated', {
    world: (w) => {
      withBalancer(w);
      const eni = item(w, 'NetworkInterfaces', 'eni-nlb');
      delete eni.PrivateIpAddress;
      delete eni.PrivateIpAddresses;
    },
    question: QUESTION,
    service: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'service', HOST)],
    explain: `The load balancer's interface is in sight and its address is not stated.`,
    source: 'nlb-zones',
  }),
  situation('load-balancer-whose-own-address-stands-in-the-list-alone', {
    world: (w) => {
      withBalancer(w);
      delete item(w, 'NetworkInterfaces', 'eni-nlb').PrivateIpAddress;
    },
    question: QUESTION,
    explain: `The address of the load balancer's interface is stated among its addresses only.`,
    source: 'nlb-client-ip',
  }),
  situation('load-balancer-whose-target-is-no-address', {
    world: (w) => withBalancer(w, { type: 'ip', states: { '999.1.1.1': 'healthy' } }),
    question: QUESTION,
    service: 'unknown',
    blockers: [thing('UNKNOWN_RESOURCE', 'service', GROUP, 'eni-nlb')],
    explain: `What is registered as an address is none, so nobody can say where connections go.`,
    source: 'nlb-targets',
  }),
  situation('load-balancer-whose-targets-port-is-not-stated', {
    world: (w) => {
      withBalancer(w);
      const group = item(w, 'TargetGroups', GROUP);
      delete group.Port;
      for (const { Target } of group.TargetHealthDescriptions ?? []) delete Target?.Port;
    },
    question: QUESTION,
    service: 'unknown',
    blockers: [thing('UNKNOWN_RESOURCE', 'service', GROUP, 'eni-nlb')],
    explain: `Neither the target nor its group states the port that connections are handed to.`,
    source: 'nlb-targets',
  }),
];
