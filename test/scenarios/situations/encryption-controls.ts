import { asked } from '../../support/healthy-world.ts';
import {
  addRoutes,
  addSubnet,
  item,
  networkInterface,
  OPEN,
  permit,
  rotationFunction,
  route,
  securityGroup,
  subnet,
  type World,
} from '../../support/world.ts';
import { addEndpoint, addPeerVpc, withoutNat } from '../../support/world-parts.ts';
import { regionalNat } from './opaque-hops.ts';
import { behind, overall, precondition, type Situation, situation, thing } from './situation.ts';

type Exclusions = Readonly<Record<string, string>>;

function encryption(world: World, mode: string, exclusions: Exclusions = {}, state = 'available', vpc = 'vpc-1'): void {
  item(world, 'Vpcs', vpc).EncryptionControl = {
    VpcEncryptionControlId: 'vpcec-1',
    Mode: mode,
    State: state,
    ResourceExclusions: Object.fromEntries(Object.entries(exclusions).map(([name, State]) => [name, { State }])),
  };
}

const LAMBDA = { Lambda: 'enabled' };
const refused = (prerequisite: 'service' | 'endpoint', resource: string, at: string) =>
  thing('X_ENCRYPTION_ENFORCED', prerequisite, resource, at);
const throughNat = [refused('endpoint', 'nat-1', 'subnet-l1'), behind(refused('endpoint', 'igw-1', 'subnet-public'))];

/** A database behind an interface endpoint of somebody's endpoint service, open to the function. */
function addDatabaseEndpoint(world: World): void {
  addSubnet(world, subnet('subnet-link', '10.0.40.0/24', 'a'), 'rtb-db');
  world.SecurityGroups.push(securityGroup('sg-link', [permit('tcp', ['sg-lambda'], 5432)]));
  world.NetworkInterfaces.push(
    networkInterface('eni-link', 'subnet-link', '10.0.40.10', ['sg-link'], { InterfaceType: 'vpc_endpoint' }),
  );
  world.VpcEndpoints.push({
    VpcEndpointId: 'vpce-link',
    VpcEndpointType: 'Interface',
    VpcId: 'vpc-1',
    ServiceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0',
    State: 'available',
    SubnetIds: ['subnet-link'],
    NetworkInterfaceIds: ['eni-link'],
    Groups: [{ GroupId: 'sg-link' }],
    DnsEntries: [{ DnsName: 'vpce-link-abc.vpce-svc-0123456789abcdef0.us-east-1.vpce.amazonaws.com' }],
  });
}

/** The database in the other VPC has a public address, open to everybody. */
function addPublicDatabase(world: World): void {
  addPeerVpc(world);
  item(world, 'NetworkInterfaces', 'eni-peer-db').Association = { PublicIp: '198.51.100.20' };
  item(world, 'SecurityGroups', 'sg-peer-db').IpPermissions = [permit('tcp', ['0.0.0.0/0'], 5432)];
  item(world, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [OPEN];
  world.InternetGateways.push({
    InternetGatewayId: 'igw-2',
    Attachments: [{ VpcId: 'vpc-2', State: 'available' }],
  });
  addRoutes(world, 'rtb-peer', [route('0.0.0.0/0', 'igw-2')]);
}

/** VPCs that let only encrypted traffic pass, and what they exclude from that. */
export const ENCRYPTION_CONTROLS: readonly Situation[] = [
  situation('function-in-a-vpc-that-enforces-encryption', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w);
      encryption(w, 'enforce');
    },
    preconditions: { 'function-state': 'fail' },
    blockers: [precondition('function-state')],
    explain: `The function's VPC enforces encryption in transit and does not exclude Lambda, whose interfaces are then disallowed
      there. The paths would do: the endpoint speaks TLS.`,
    source: 'encryption',
  }),
  situation('function-in-a-vpc-of-dedicated-tenancy', {
    world: (w) => {
      item(w, 'Vpcs', 'vpc-1').InstanceTenancy = 'dedicated';
    },
    preconditions: { 'function-state': 'fail' },
    blockers: [precondition('function-state')],
    explain: `Lambda attaches no function to a VPC of dedicated tenancy. The paths would do.`,
    source: 'lambda',
  }),
  situation('private-endpoint-in-a-vpc-that-enforces-encryption', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w);
      encryption(w, 'enforce', LAMBDA);
    },
    explain: `The VPC enforces encryption in transit and excludes Lambda from it. Secrets Manager's endpoint speaks TLS, and nothing
      else is on the way.`,
    source: 'encryption',
  }),
  situation('nat-gateway-in-a-vpc-that-monitors-encryption', {
    world: (w) => encryption(w, 'monitor'),
    explain: `Encryption controls in monitor mode report what is not encrypted and stop nothing.`,
    source: 'encryption',
  }),
  situation('nat-gateway-in-a-vpc-that-enforces-encryption', {
    world: (w) => encryption(w, 'enforce', LAMBDA),
    endpoint: 'fail',
    blockers: throughNat,
    explain: `The VPC enforces encryption in transit and excludes only Lambda. Neither NAT gateway nor internet gateway carries
      anything then.`,
    source: 'encryption',
  }),
  situation('nat-gateway-excluded-from-encryption', {
    world: (w) => encryption(w, 'enforce', { ...LAMBDA, NatGateway: 'enabled', InternetGateway: 'enabled' }),
    explain: `NAT gateway and internet gateway are excluded from the enforcement of encryption, as is Lambda.`,
    source: 'encryption',
  }),
  situation('nat-gateway-excluded-and-internet-gateway-not', {
    world: (w) =>
      encryption(w, 'enforce', {
        ...LAMBDA,
        NatGateway: 'enabled',
        InternetGateway: 'disabled',
        VpcPeering: 'enabled',
      }),
    endpoint: 'fail',
    blockers: [refused('endpoint', 'igw-1', 'subnet-public')],
    explain: `The NAT gateway is excluded from the enforcement, the internet gateway behind it is not.`,
    source: 'encryption',
  }),
  situation('regional-nat-gateway-excluded-and-internet-gateway-not', {
    world: (w) => {
      regionalNat(w);
      encryption(w, 'enforce', { ...LAMBDA, NatGateway: 'enabled' });
    },
    endpoint: 'fail',
    blockers: [refused('endpoint', 'igw-1', 'subnet-l1')],
    explain: `The regional NAT gateway, which stands in no subnet, is excluded from the enforcement. The internet gateway behind it
      is not.`,
    source: 'encryption',
  }),
  situation('exclusion-of-lambda-on-its-way', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w);
      encryption(w, 'enforce', { Lambda: 'enabling' });
    },
    preconditions: { 'function-state': 'unknown' },
    blockers: [overall('UNKNOWN_RESOURCE', 'precondition', 'vpc-1')],
    explain: `The exclusion of Lambda is being made. Whether the function can run at the moment, nobody can say.`,
    source: 'encryption',
  }),
  situation('enforcement-of-encryption-on-its-way', {
    world: (w) => encryption(w, 'monitor', LAMBDA, 'enforce-in-progress'),
    endpoint: 'unknown',
    preconditions: { 'function-state': 'unknown' },
    blockers: [
      overall('UNKNOWN_RESOURCE', 'precondition', 'vpc-1'),
      thing('UNKNOWN_RESOURCE', 'endpoint', 'nat-1', 'subnet-l1'),
      behind(thing('UNKNOWN_RESOURCE', 'endpoint', 'igw-1', 'subnet-public')),
    ],
    explain: `The VPC is on its way from monitor to enforce. When that takes hold, and what it stops, is a matter of minutes.`,
    source: 'encryption',
  }),
  situation('peer-in-a-vpc-that-does-not-enforce-encryption', {
    world: (w) => {
      addPeerVpc(w);
      encryption(w, 'enforce', { ...LAMBDA, NatGateway: 'enabled', InternetGateway: 'enabled' });
    },
    question: { targets: ['10.1.0.10:5432'] },
    service: 'fail',
    blockers: [refused('service', 'pcx-1', 'subnet-l1')],
    explain: `The function's VPC enforces encryption, the peer does not, and the peering is not excluded.`,
    source: 'encryption',
  }),
  situation('peer-that-alone-enforces-encryption', {
    world: (w) => {
      addPeerVpc(w);
      encryption(w, 'enforce', {}, 'available', 'vpc-2');
    },
    question: { targets: ['10.1.0.10:5432'] },
    service: 'fail',
    blockers: [refused('service', 'pcx-1', 'subnet-l1')],
    explain: `The database's VPC enforces encryption, the function's does not: the peering between them carries nothing.`,
    source: 'encryption',
  }),
  situation('peers-that-both-enforce-encryption', {
    world: (w) => {
      addPeerVpc(w);
      encryption(w, 'enforce', { ...LAMBDA, NatGateway: 'enabled', InternetGateway: 'enabled' });
      encryption(w, 'enforce', {}, 'available', 'vpc-2');
    },
    question: { targets: ['10.1.0.10:5432'] },
    explain: `Both VPCs enforce encryption, so that nothing has to be excluded from it between them.`,
    source: 'encryption',
  }),
  situation('peering-excluded-from-encryption', {
    world: (w) => {
      addPeerVpc(w);
      encryption(w, 'enforce', {
        ...LAMBDA,
        NatGateway: 'enabled',
        InternetGateway: 'enabled',
        VpcPeering: 'enabled',
      });
    },
    question: { targets: ['10.1.0.10:5432'] },
    explain: `The peering with a VPC that does not enforce encryption is excluded from it.`,
    source: 'encryption',
  }),
  situation('public-address-in-another-vpc-that-enforces-encryption', {
    world: (w) => {
      addPublicDatabase(w);
      encryption(w, 'enforce', {}, 'available', 'vpc-2');
    },
    question: { targets: ['198.51.100.20:5432'] },
    service: 'fail',
    blockers: [refused('service', 'igw-2', 'subnet-peer')],
    explain: `The function's VPC enforces nothing. The database's does and does not exclude its internet gateway, through which the
      packets would come in.`,
    source: 'encryption',
  }),
  situation('database-behind-privatelink-in-a-vpc-that-enforces-encryption', {
    world: (w) => {
      addDatabaseEndpoint(w);
      encryption(w, 'enforce', { ...LAMBDA, NatGateway: 'enabled', InternetGateway: 'enabled' });
    },
    question: { targets: ['10.0.40.10:5432'] },
    service: 'unknown',
    blockers: [thing('UNKNOWN_RESOURCE', 'service', 'eni-link', 'eni-link')],
    explain: `Endpoints of a VPC that enforces encryption drop what is not TLS. Whether the function speaks TLS with this database is
      not in any configuration of the network.`,
    source: 'encryption',
  }),
  situation('vpn-in-a-vpc-that-enforces-encryption', {
    world: (w) => {
      w.VpnGateways.push({
        VpnGatewayId: 'vgw-1',
        State: 'available',
        Type: 'ipsec.1',
        VpcAttachments: [{ VpcId: 'vpc-1', State: 'attached' }],
      });
      addRoutes(w, 'rtb-private', [route('192.168.0.0/16', 'vgw-1')]);
      encryption(w, 'enforce', { ...LAMBDA, NatGateway: 'enabled', InternetGateway: 'enabled' });
    },
    question: {
      targets: ['192.168.50.10:5432'],
      assumptions: [{ hop: 'vgw-1', because: 'the network team tests it every night' }],
    },
    service: 'fail',
    blockers: [refused('service', 'vgw-1', 'subnet-l1')],
    warnings: ['X_ASSUMED'],
    explain: `Somebody vouches for the VPN, but the VPC enforces encryption and does not exclude its VPN gateway. An assumption never
      touches a fail.`,
    source: 'encryption',
  }),
  situation('managed-instances-in-a-vpc-that-enforces-encryption', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w);
      const provider = 'arn:aws:lambda:us-east-1:111122223333:capacity-provider:rotation';
      const fn = rotationFunction(w);
      delete fn.VpcConfig;
      fn.CapacityProviderConfig = { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: provider } };
      w.CapacityProviders.push({
        CapacityProviderArn: provider,
        State: 'Active',
        VpcConfig: { SubnetIds: ['subnet-l1'], SecurityGroupIds: ['sg-lambda'] },
      });
      w.requests?.push(asked('CapacityProviders', { 'capacity-provider-arn': [provider] }));
      encryption(w, 'enforce');
    },
    explain: `The VPC enforces encryption and excludes nothing. The function has no interfaces of Lambda's own: it runs on instances,
      whose hardware encrypts.`,
    source: 'encryption',
  }),
];
