import type { Assumption } from '../../../src/reachability/assumptions.ts';
import { addRoutes, item, permit, route, setRoutes, type World } from '../../support/world.ts';
import { addPeerVpc, withoutNat } from '../../support/world-parts.ts';
import { addVpnGateway, appliance, natInstance } from './opaque-hops.ts';
import { groupsRefuse, noRoute, precondition, type Situation, situation, thing } from './situation.ts';

function vouchFor(...hops: readonly string[]): { readonly assumptions: readonly Assumption[] } {
  return { assumptions: hops.map((hop) => ({ hop, because: 'the network team tests it every night' })) };
}

function databaseBehindVpn(world: World): void {
  addVpnGateway(world);
  addRoutes(world, 'rtb-private', [route('192.168.0.0/16', 'vgw-1', { Origin: 'EnableVgwRoutePropagation' })]);
}

const ON_PREMISES = { targets: ['192.168.50.10:5432'] };

/** Hops whose inside nobody sees, and somebody who vouches for one. */
export const ASSUMPTIONS: readonly Situation[] = [
  situation('assumption-about-a-hop-nobody-crosses', {
    question: vouchFor('vgw-1'),
    warnings: ['X_ASSUMPTION_UNUSED'],
    explain: `The caller vouches for a VPN gateway, and no path of the question leads through it. That changes nothing but that the
      caller should know.`,
    source: 'tool',
  }),
  situation('nat-instance-somebody-vouches-for', {
    world: natInstance,
    question: vouchFor('i-nat'),
    warnings: ['X_ASSUMED'],
    explain: `All that AWS shows of the NAT instance is right, and the caller vouches for its operating system. The verdict passes and
      says on what it rests.`,
    source: 'nat-instance',
  }),
  situation('nat-instance-vouched-for-that-checks-sources', {
    world: (w) => {
      natInstance(w);
      item(w, 'NetworkInterfaces', 'eni-box').SourceDestCheck = true;
    },
    question: vouchFor('i-nat'),
    endpoint: 'fail',
    blockers: [thing('ENI_SOURCE_DEST_CHECK_RESTRICTION', 'endpoint', 'eni-box', 'eni-box')],
    warnings: ['X_ASSUMED'],
    explain: `The caller vouches for the NAT instance, whose interface drops whatever is not addressed to itself. An assumption
      never touches a fail.`,
    source: 'nat-instance',
  }),
  situation('nat-instance-and-an-assumption-about-another-hop', {
    world: natInstance,
    question: vouchFor('i-other'),
    endpoint: 'unknown',
    blockers: [{ ...thing('X_OPAQUE_HOP', 'endpoint', 'i-nat', 'eni-box'), resources: ['eni-box', 'i-nat'] }],
    warnings: ['X_ASSUMPTION_UNUSED'],
    explain: `The caller vouches for another instance than the one that translates. Its word counts for that one alone.`,
    source: 'nat-instance',
  }),
  situation('vpn-somebody-vouches-for', {
    world: databaseBehindVpn,
    question: { ...ON_PREMISES, ...vouchFor('vgw-1') },
    warnings: ['X_ASSUMED'],
    explain: `The route leads into an attached VPN gateway, and the caller vouches for what is behind it.`,
    source: 'vgw',
  }),
  situation('vpn-vouched-for-that-is-not-attached', {
    world: (w) => {
      databaseBehindVpn(w);
      w.VpnGateways = w.VpnGateways.map((it) => ({ ...it, VpcAttachments: [{ VpcId: 'vpc-1', State: 'detached' }] }));
    },
    question: { ...ON_PREMISES, ...vouchFor('vgw-1') },
    service: 'fail',
    blockers: [thing('BAD_STATE_ATTACHMENT', 'service', 'vgw-1', 'subnet-l1')],
    warnings: ['X_ASSUMED'],
    explain: `The caller vouches for the VPN, but AWS's half of it fails: the gateway is attached to no VPC.`,
    source: 'vgw',
  }),
  situation('vpn-vouched-for-before-a-group-that-refuses', {
    world: (w) => {
      databaseBehindVpn(w);
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [permit('tcp', ['0.0.0.0/0'], 443)];
    },
    question: { ...ON_PREMISES, ...vouchFor('vgw-1') },
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-lambda', 'egress', 'subnet-l1')],
    warnings: ['X_ASSUMED'],
    explain: `The function's group lets nothing out but HTTPS: what is beyond the VPN does not matter.`,
    source: 'sg',
  }),
  situation('vpn-vouched-for-and-no-way-to-secrets-manager', {
    world: (w) => {
      withoutNat(w);
      databaseBehindVpn(w);
    },
    question: { ...ON_PREMISES, ...vouchFor('vgw-1') },
    endpoint: 'fail',
    blockers: [noRoute('endpoint', 'rtb-private', 'subnet-l1')],
    warnings: ['X_ASSUMED'],
    explain: `The assumption carries the way to the database. The function still has no way to Secrets Manager.`,
    source: 'vgw',
  }),
  situation('vpn-vouched-for-and-a-precondition-that-fails', {
    world: (w) => {
      databaseBehindVpn(w);
      w.FunctionPolicies = Object.fromEntries(Object.keys(w.FunctionPolicies).map((arn) => [arn, null]));
    },
    question: { ...ON_PREMISES, ...vouchFor('vgw-1') },
    preconditions: { 'invoke-permission': 'fail' },
    blockers: [precondition('invoke-permission')],
    warnings: ['X_ASSUMED'],
    explain: `The paths would do, one of them by assumption. Secrets Manager may not invoke the function, and no assumption is about
      that.`,
    source: 'sm-permission',
  }),
  situation('default-route-into-a-vpn-somebody-vouches-for', {
    world: (w) => {
      withoutNat(w);
      addVpnGateway(w);
      setRoutes(w, 'rtb-private', [route('0.0.0.0/0', 'vgw-1', { Origin: 'EnableVgwRoutePropagation' })]);
    },
    question: vouchFor('vgw-1'),
    warnings: ['X_ASSUMED'],
    explain: `All internet traffic leaves through the data centre, and the caller vouches that HTTPS to Secrets Manager gets through
      there and back.`,
    source: 'vgw',
  }),
  situation('appliance-somebody-vouches-for', {
    world: (w) => {
      appliance(w);
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['10.0.1.0/24'], 5432)];
    },
    question: vouchFor('i-firewall'),
    warnings: ['X_ASSUMED'],
    explain: `The appliance between function and database is vouched for; everything AWS shows of the way there and back is right.`,
    source: 'routes',
  }),
  situation('appliance-vouched-for-before-a-group-reference', {
    world: appliance,
    question: vouchFor('i-firewall'),
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-db', 'ingress', 'eni-db')],
    warnings: ['X_ASSUMED'],
    explain: `The appliance is vouched for, but the database admits the function's group by id, which does not match behind a
      middlebox.`,
    source: 'sg',
  }),
  situation('two-hops-vouched-for-of-which-one-is-crossed', {
    world: natInstance,
    question: vouchFor('i-nat', 'vgw-1'),
    warnings: ['X_ASSUMED', 'X_ASSUMPTION_UNUSED'],
    explain: `Two hops are vouched for. One carries the path, the other is told to be of no use here.`,
    source: 'tool',
  }),
  situation('hop-that-can-be-seen-into-and-is-vouched-for-all-the-same', {
    world: (w) => {
      addPeerVpc(w);
      setRoutes(w, 'rtb-peer', []);
    },
    question: { targets: ['10.1.0.10:5432'], ...vouchFor('pcx-1', 'nat-1') },
    service: 'fail',
    blockers: [noRoute('service', 'rtb-peer', 'subnet-peer', 'return')],
    warnings: ['X_ASSUMPTION_UNUSED'],
    explain: `The caller vouches for a peering and a NAT gateway that are in plain sight. What is seen there decides, and answers
      find no way back.`,
    source: 'peering',
  }),
];
