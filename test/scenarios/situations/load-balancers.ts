import { asked } from '../../support/healthy-world.ts';
import {
  ACCOUNT,
  ALLOW_ALL,
  addSubnet,
  EPHEMERAL,
  entry,
  instance,
  item,
  networkInterface,
  OPEN,
  POSTGRES,
  permit,
  putAcl,
  REGION,
  securityGroup,
  subnet,
  type World,
} from '../../support/world.ts';
import { aclRefuses, groupsRefuse, noRoute, overall, type Situation, situation, thing } from './situation.ts';

type TargetGroup = World['TargetGroups'][number];
type State = 'healthy' | 'unhealthy' | 'initial';

const ARN = `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}`;
export const NLB = `${ARN}:loadbalancer/net/db/0123456789abcdef`;
export const GROUP = `${ARN}:targetgroup/db/0123456789abcdef`;
export const HOST = `db-0123456789abcdef.elb.${REGION}.amazonaws.com`;
export const QUESTION = { targets: [`${HOST}:5432`] };
const OF_NLB = { InterfaceType: 'network_load_balancer', Description: 'ELB net/db/0123456789abcdef' };

interface Balancing {
  readonly preserves?: boolean;
  readonly crossZone?: boolean;
  readonly groups?: readonly string[];
  readonly states?: Readonly<Record<string, State>>;
  readonly type?: 'instance' | 'ip';
}

/**
 * A Network Load Balancer in subnet-nlb (zone a, 10.0.30.10, group sg-nlb) in front of the healthy account's server i-db,
 * which admits the load balancer's group and nobody else. It does not keep the client's address unless told so.
 */
export function withBalancer(world: World, told: Balancing = {}): void {
  const { preserves = false, crossZone = false, groups = ['sg-nlb'], states = { 'i-db': 'healthy' } } = told;
  addSubnet(world, subnet('subnet-nlb', '10.0.30.0/24', 'a'), 'rtb-db');
  world.SecurityGroups.push(securityGroup('sg-nlb', [permit('tcp', ['10.0.1.0/24'], 5432)]));
  item(world, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['sg-nlb'], 5432)];
  world.NetworkInterfaces.push(networkInterface('eni-nlb', 'subnet-nlb', '10.0.30.10', groups, OF_NLB));
  world.LoadBalancers.push({
    LoadBalancerArn: NLB,
    LoadBalancerName: 'db',
    DNSName: HOST,
    Type: 'network',
    Scheme: 'internal',
    VpcId: 'vpc-1',
    State: { Code: 'active' },
    SecurityGroups: [...groups],
    AvailabilityZones: [{ ZoneName: `${REGION}a`, SubnetId: 'subnet-nlb' }],
    Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: String(crossZone) }],
  });
  world.Listeners.push({
    ListenerArn: `${ARN}:listener/net/db/0123456789abcdef/0123456789abcdef`,
    LoadBalancerArn: NLB,
    Port: 5432,
    Protocol: 'TCP',
    DefaultActions: [{ Type: 'forward', TargetGroupArn: GROUP }],
  });
  world.TargetGroups.push(targetGroup(preserves, states, told.type ?? 'instance'));
  world.requests?.push(asked('LoadBalancers', {}), asked('Listeners', {}), asked('TargetGroups', {}));
}

function targetGroup(
  preserves: boolean,
  states: Readonly<Record<string, State>>,
  type: 'instance' | 'ip',
): TargetGroup {
  return {
    TargetGroupArn: GROUP,
    Protocol: 'TCP',
    Port: 5432,
    VpcId: 'vpc-1',
    TargetType: type,
    LoadBalancerArns: [NLB],
    Attributes: [
      { Key: 'preserve_client_ip.enabled', Value: String(preserves) },
      { Key: 'load_balancing.cross_zone.enabled', Value: 'use_load_balancer_configuration' },
    ],
    TargetHealthDescriptions: Object.entries(states).map(([Id, State]) => ({
      Target: { Id, Port: 5432 },
      TargetHealth: { State },
    })),
  };
}

function admit(world: World, peer: string): void {
  item(world, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', [peer], 5432)];
}

/** A second zone of the load balancer, and a second server there, which refuses everybody. */
export function withSecondZone(world: World): void {
  addSubnet(world, subnet('subnet-nlb-b', '10.0.31.0/24', 'b'), 'rtb-db');
  addSubnet(world, subnet('subnet-db-b', '10.0.21.0/24', 'b'), 'rtb-db');
  world.NetworkInterfaces.push(networkInterface('eni-nlb-b', 'subnet-nlb-b', '10.0.31.10', ['sg-nlb'], OF_NLB));
  const second = instance('i-db-b', networkInterface('eni-db-b', 'subnet-db-b', '10.0.21.10', ['sg-default']));
  world.Instances.push(second.instance);
  world.NetworkInterfaces.push(second.interface);
  world.LoadBalancers[0]?.AvailabilityZones?.push({ ZoneName: `${REGION}b`, SubnetId: 'subnet-nlb-b' });
}

const BOTH: Balancing['states'] = { 'i-db': 'healthy', 'i-db-b': 'healthy' };

/** Network Load Balancers: the way to them, and the way on to whatever is registered with them. */
export const LOAD_BALANCERS: readonly Situation[] = [
  situation('load-balancer-whose-targets-admit-its-group', {
    world: withBalancer,
    question: QUESTION,
    explain: `The load balancer's group admits the function, it has a listener on the port and one healthy target, whose group
      admits the load balancer's.`,
    source: 'nlb-sg',
  }),
  situation('load-balancer-by-its-address', {
    world: withBalancer,
    question: { targets: ['10.0.30.10:5432'] },
    explain: `The address asked for is that of a load balancer's interface: what counts is what stands behind it.`,
    source: 'nlb-sg',
  }),
  situation('load-balancer-whose-group-refuses-the-function', {
    world: (w) => {
      withBalancer(w);
      item(w, 'SecurityGroups', 'sg-nlb').IpPermissions = [permit('tcp', ['10.0.9.0/24'], 5432)];
    },
    question: QUESTION,
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-nlb', 'ingress', 'eni-nlb')],
    explain: `The load balancer's own group admits others than the function.`,
    source: 'nlb-sg',
  }),
  situation('load-balancer-whose-group-lets-nothing-out-to-its-targets', {
    world: (w) => {
      withBalancer(w);
      item(w, 'SecurityGroups', 'sg-nlb').IpPermissionsEgress = [permit('tcp', ['10.0.99.0/24'], 5432)];
    },
    question: QUESTION,
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-nlb', 'egress', 'eni-nlb')],
    explain: `The load balancer's group lets no connection out to its target.`,
    source: 'nlb-sg',
  }),
  situation('load-balancer-that-keeps-the-clients-address-and-its-own-group', {
    world: (w) => withBalancer(w, { preserves: true }),
    question: QUESTION,
    explain: `The target sees the function's address. Its group admits the load balancer's group, which counts for everything the
      load balancer hands on, whoever's address it bears.`,
    source: 'nlb-sg',
  }),
  situation('load-balancer-that-keeps-the-clients-address', {
    world: (w) => {
      withBalancer(w, { preserves: true, groups: [] });
      admit(w, '10.0.1.0/24');
    },
    question: QUESTION,
    explain: `A load balancer without groups keeps the client's address, and the target admits the function's subnet.`,
    source: 'nlb-client-ip',
  }),
  situation('load-balancer-that-hides-the-client-its-target-admits', {
    world: (w) => {
      withBalancer(w);
      admit(w, '10.0.1.0/24');
    },
    question: QUESTION,
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-db', 'ingress', 'eni-db')],
    explain: `The target admits the function's subnet, but sees the load balancer's address.`,
    source: 'nlb-client-ip',
  }),
  situation('load-balancer-whose-address-its-targets-admit', {
    world: (w) => {
      withBalancer(w, { groups: [] });
      admit(w, '10.0.30.10/32');
    },
    question: QUESTION,
    explain: `The target sees the load balancer's address and admits it.`,
    source: 'nlb-client-ip',
  }),
  situation('targets-behind-a-load-balancer-that-name-the-functions-group', {
    world: (w) => {
      withBalancer(w);
      admit(w, 'sg-lambda');
    },
    question: QUESTION,
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-db', 'ingress', 'eni-db')],
    explain: `The target admits whoever carries the function's group, and what reaches it bears the load balancer's address.`,
    source: 'nlb-client-ip',
  }),
  situation('targets-that-see-the-client-and-name-its-group', {
    world: (w) => {
      withBalancer(w, { preserves: true, groups: [] });
      admit(w, 'sg-lambda');
    },
    question: QUESTION,
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-db', 'ingress', 'eni-db')],
    explain: `The target sees the function's address, but rules that name a client's group never match what a load balancer hands on.`,
    source: 'nlb-targets',
  }),
  situation('load-balancer-whose-attributes-nobody-read', {
    world: (w) => {
      withBalancer(w);
      admit(w, '10.0.1.0/24');
      delete item(w, 'TargetGroups', GROUP).Attributes;
    },
    question: QUESTION,
    service: 'unknown',
    blockers: [
      {
        code: 'UNKNOWN_RESOURCE',
        resources: ['10.0.20.10'],
        prerequisite: 'service',
        leg: 'forward',
        direction: null,
        at: null,
      },
    ],
    explain: `Whether the load balancer keeps the client's address decides, and nobody read it.`,
    source: 'nlb-client-ip',
  }),
  situation('load-balancer-whose-unread-attributes-do-not-matter', {
    world: (w) => {
      withBalancer(w);
      delete item(w, 'TargetGroups', GROUP).Attributes;
    },
    question: QUESTION,
    explain: `Whether the load balancer keeps the client's address nobody read; its targets admit its group either way.`,
    source: 'nlb-client-ip',
  }),
  situation('load-balancer-without-a-listener-on-the-port', {
    world: (w) => {
      withBalancer(w);
      for (const listener of w.Listeners) listener.Port = 3306;
    },
    question: QUESTION,
    service: 'fail',
    blockers: [thing('X_LISTENER_MISSING', 'service', NLB, 'eni-nlb')],
    explain: `The load balancer listens on another port.`,
    source: 'nlb-listeners',
  }),
  situation('load-balancer-that-listens-for-datagrams', {
    world: (w) => {
      withBalancer(w);
      for (const listener of w.Listeners) listener.Protocol = 'UDP';
    },
    question: QUESTION,
    service: 'fail',
    blockers: [thing('X_LISTENER_MISSING', 'service', NLB, 'eni-nlb')],
    explain: `The load balancer listens on the port, for UDP.`,
    source: 'nlb-listeners',
  }),
  situation('load-balancer-whose-listeners-could-not-be-read', {
    world: (w) => {
      withBalancer(w);
      w.Listeners.length = 0;
      w.requests = (w.requests ?? []).filter((r) => r.list !== 'Listeners');
    },
    question: QUESTION,
    service: 'unknown',
    blockers: [thing('UNKNOWN_RESOURCE', 'service', NLB, 'eni-nlb')],
    explain: `Whether the load balancer listens on the port nobody asked.`,
    source: 'nlb-listeners',
  }),
  situation('load-balancer-whose-only-target-is-unhealthy', {
    world: (w) => withBalancer(w, { states: { 'i-db': 'unhealthy' } }),
    question: QUESTION,
    service: 'fail',
    blockers: [thing('X_NO_HEALTHY_TARGET', 'service', GROUP, 'eni-nlb')],
    explain: `The one target of the load balancer is not healthy.`,
    source: 'nlb-health',
  }),
  situation('load-balancer-whose-only-target-is-being-registered', {
    world: (w) => withBalancer(w, { states: { 'i-db': 'initial' } }),
    question: QUESTION,
    service: 'unknown',
    blockers: [thing('X_TARGET_UNCERTAIN', 'service', GROUP, 'eni-nlb')],
    explain: `The one target of the load balancer is being registered; in a moment it is healthy or not.`,
    source: 'nlb-health',
  }),
  situation('load-balancer-whose-health-nobody-read', {
    world: (w) => {
      withBalancer(w);
      delete item(w, 'TargetGroups', GROUP).TargetHealthDescriptions;
    },
    question: QUESTION,
    service: 'unknown',
    blockers: [thing('UNKNOWN_RESOURCE', 'service', GROUP, 'eni-nlb')],
    explain: `Which targets are registered and healthy nobody asked.`,
    source: 'nlb-health',
  }),
  situation('unhealthy-target-beside-a-healthy-one', {
    world: (w) => {
      withBalancer(w, { states: { 'i-db': 'healthy', 'i-db-b': 'unhealthy' }, crossZone: true });
      withSecondZone(w);
    },
    question: QUESTION,
    explain: `One of two targets is not healthy, so no connection is handed to it, and that its group refuses does not matter.`,
    source: 'nlb-health',
  }),
  situation('load-balancer-across-zones-of-which-one-target-refuses', {
    world: (w) => {
      withBalancer(w, { states: BOTH, crossZone: true });
      withSecondZone(w);
    },
    question: QUESTION,
    service: 'partly',
    blockers: [groupsRefuse('service', 'sg-default', 'ingress', 'eni-db-b')],
    explain: `Both zones hand connections to both targets, one of which refuses the load balancer: some connections fail.`,
    source: 'nlb-zones',
  }),
  situation('zone-of-a-load-balancer-without-a-healthy-target', {
    world: (w) => {
      withBalancer(w, { states: { 'i-db': 'healthy', 'i-db-b': 'unhealthy' } });
      withSecondZone(w);
    },
    question: QUESTION,
    explain: `Without cross-zone load balancing a zone that has no healthy target is not in the load balancer's name.`,
    source: 'nlb-zones',
  }),
  situation('zone-of-a-load-balancer-without-a-healthy-target-asked-by-address', {
    world: (w) => {
      withBalancer(w, { states: { 'i-db': 'healthy', 'i-db-b': 'unhealthy' } });
      withSecondZone(w);
    },
    question: { targets: ['10.0.31.10:5432'] },
    service: 'fail',
    blockers: [thing('X_NO_HEALTHY_TARGET', 'service', GROUP, 'eni-nlb-b')],
    explain: `The zone asked for by its address has no healthy target, and connections are not handed to the other zone's.`,
    source: 'nlb-zones',
  }),
  situation('acl-of-the-load-balancers-subnet-refuses-the-port', {
    world: (w) => {
      withBalancer(w);
      putAcl(w, 'acl-nlb', ['subnet-nlb'], [entry(100, 'allow', '6', '10.0.20.0/24', EPHEMERAL)], ALLOW_ALL);
    },
    question: QUESTION,
    service: 'fail',
    blockers: [aclRefuses('service', 'acl-nlb', 'forward', 'ingress', 'subnet-nlb')],
    explain: `The ACL of the load balancer's subnet admits its targets' answers and no client.`,
    source: 'acl',
  }),
  situation('acl-of-the-load-balancers-subnet-drops-its-targets-answers', {
    world: (w) => {
      withBalancer(w);
      putAcl(w, 'acl-nlb', ['subnet-nlb'], [entry(100, 'allow', '6', '10.0.1.0/24', POSTGRES)], ALLOW_ALL);
    },
    question: QUESTION,
    service: 'fail',
    blockers: [aclRefuses('service', 'acl-nlb', 'return', 'ingress', 'subnet-nlb')],
    explain: `The ACL of the load balancer's subnet admits clients and drops what the targets answer.`,
    source: 'acl',
  }),
  situation('acl-of-the-targets-subnet-admits-the-function-alone', {
    world: (w) => {
      withBalancer(w);
      putAcl(w, 'acl-db', ['subnet-db'], [entry(100, 'allow', '6', '10.0.1.0/24', POSTGRES)], ALLOW_ALL);
    },
    question: QUESTION,
    service: 'fail',
    blockers: [aclRefuses('service', 'acl-db', 'forward', 'ingress', 'subnet-db')],
    explain: `The ACL of the target's subnet admits the function's subnet, but what comes bears the load balancer's address.`,
    source: 'acl',
  }),
  situation('load-balancer-whose-target-is-an-address', {
    world: (w) => withBalancer(w, { type: 'ip', states: { '10.0.20.10': 'healthy' } }),
    question: QUESTION,
    explain: `The target is registered by its address.`,
    source: 'nlb-targets',
  }),
  situation('load-balancer-whose-target-is-an-address-nobody-has', {
    world: (w) => withBalancer(w, { type: 'ip', states: { '10.0.20.77': 'healthy' } }),
    question: QUESTION,
    service: 'fail',
    blockers: [thing('X_NO_INTERFACE_AT_ADDRESS', 'service', 'subnet-db', 'subnet-db')],
    explain: `The target is registered by an address that no interface in its subnet has.`,
    source: 'nlb-targets',
  }),
  situation('load-balancer-whose-target-is-stopped', {
    world: (w) => {
      withBalancer(w);
      item(w, 'Instances', 'i-db').State = { Name: 'stopped' };
    },
    question: QUESTION,
    service: 'fail',
    blockers: [thing('BAD_STATE', 'service', 'i-db', 'eni-db')],
    explain: `The health last seen of the target is good, and its instance is stopped since.`,
    source: 'instances',
  }),
  situation('load-balancer-that-listens-on-another-port-than-its-targets', {
    world: (w) => {
      withBalancer(w);
      for (const listener of w.Listeners) listener.Port = 6432;
      item(w, 'SecurityGroups', 'sg-nlb').IpPermissions = [permit('tcp', ['10.0.1.0/24'], 6432)];
    },
    question: { targets: [`${HOST}:6432`] },
    explain: `The load balancer listens on 6432 and hands connections to its target's 5432; each group admits the port it sees.`,
    source: 'nlb-listeners',
  }),
  situation('load-balancer-being-set-up', {
    world: (w) => {
      withBalancer(w);
      item(w, 'LoadBalancers', NLB).State = { Code: 'provisioning' };
    },
    question: QUESTION,
    service: 'fail',
    blockers: [thing('BAD_STATE', 'service', NLB, 'eni-nlb')],
    explain: `The load balancer is being set up and takes no connections yet.`,
    source: 'nlb-listeners',
  }),
  situation('load-balancer-for-the-internet-by-its-name', {
    world: (w) => {
      withBalancer(w);
      item(w, 'LoadBalancers', NLB).Scheme = 'internet-facing';
      item(w, 'NetworkInterfaces', 'eni-nlb').Association = { PublicIp: '198.51.100.30' };
      item(w, 'SecurityGroups', 'sg-nlb').IpPermissions = [OPEN];
    },
    question: QUESTION,
    service: 'fail',
    blockers: [noRoute('service', 'rtb-db', 'subnet-nlb', 'return')],
    explain: `The name of an internet-facing load balancer gives public addresses, inside its VPC too, and its subnet has no way to
      the internet.`,
    source: 'nlb-listeners',
  }),
  situation('application-load-balancer-in-front-of-the-database', {
    world: (w) => {
      withBalancer(w);
      item(w, 'LoadBalancers', NLB).Type = 'application';
    },
    question: QUESTION,
    service: 'fail',
    blockers: [overall('X_LOAD_BALANCER_SPEAKS_HTTP', 'service', NLB)],
    explain: `An Application Load Balancer understands HTTP; no database can be reached through it.`,
    source: 'alb',
  }),
  situation('application-load-balancer-by-its-address', {
    world: (w) => {
      w.NetworkInterfaces.push(
        networkInterface('eni-alb', 'subnet-db', '10.0.20.40', ['sg-db'], {
          Description: 'ELB app/web/0123456789abcdef',
        }),
      );
    },
    question: { targets: ['10.0.20.40:5432'] },
    service: 'fail',
    blockers: [thing('X_LOAD_BALANCER_SPEAKS_HTTP', 'service', 'eni-alb', 'eni-alb')],
    explain: `The address is that of an Application Load Balancer, told by its interface's description.`,
    source: 'alb',
  }),
];
