import { asked } from '../../support/healthy-world.ts';
import {
  addSubnet,
  item,
  networkInterface,
  OPEN,
  permit,
  REGION,
  refuse,
  securityGroup,
  subnet,
  type World,
} from '../../support/world.ts';
import { addEndpoint } from '../../support/world-parts.ts';
import { dbInstance } from './hosted-databases.ts';
import { behind, groupsRefuse, overall, type Situation, situation, thing } from './situation.ts';

const OWN_NAME = `vpce-res-snra.rcfg-1.4232ccc.vpc-lattice-rsc.${REGION}.on.aws`;
const RDS_NAME = `orders.abcdefghijkl.${REGION}.rds.amazonaws.com`;
const HOST = { targets: [`${RDS_NAME}:5432`] };

/** A resource endpoint in subnet-db (zone a) for somebody else's database, whose name it answers in the function's VPC. */
function withResourceEndpoint(world: World): void {
  world.SecurityGroups.push(securityGroup('sg-res', [permit('tcp', ['sg-lambda'], 5432)]));
  world.NetworkInterfaces.push(
    networkInterface('eni-res', 'subnet-db', '10.0.20.60', ['sg-res'], {
      InterfaceType: 'vpc_endpoint',
      Description: 'VPC Endpoint Interface vpce-res',
    }),
  );
  world.VpcEndpoints.push({
    VpcEndpointId: 'vpce-res',
    VpcEndpointType: 'Resource',
    VpcId: 'vpc-1',
    State: 'available',
    PrivateDnsEnabled: true,
    SubnetIds: ['subnet-db'],
    NetworkInterfaceIds: ['eni-res'],
    Groups: [{ GroupId: 'sg-res' }],
  });
  world.VpcEndpointAssociations.push({
    Id: 'vpce-rsc-asc-1',
    VpcEndpointId: 'vpce-res',
    AssociatedResourceAccessibility: 'AVAILABLE',
    DnsEntry: { DnsName: OWN_NAME },
    PrivateDnsEntry: { DnsName: RDS_NAME },
  });
  world.requests?.push(asked('VpcEndpointAssociations', {}));
}

const opaque = thing('X_OPAQUE_HOP', 'service', 'vpce-res', 'eni-res');

/** Endpoints that lead to a resource of somebody else. */
export const PRIVATE_LINKS: readonly Situation[] = [
  situation('resource-endpoint-by-the-name-of-its-resource', {
    world: withResourceEndpoint,
    question: HOST,
    service: 'unknown',
    blockers: [opaque],
    explain: `The name of the database is answered by a resource endpoint, which the function reaches. What the resource gateway does
      with the connection is out of sight.`,
    source: 'resource-endpoint',
  }),
  situation('resource-endpoint-that-the-caller-vouches-for', {
    world: withResourceEndpoint,
    question: { ...HOST, assumptions: [{ hop: 'vpce-res', because: 'the provider says so' }] },
    warnings: ['X_ASSUMED', 'X_SERVICE_OWN_DOOR'],
    explain: `The function reaches the resource endpoint, and the caller vouches for what is behind it.`,
    source: 'resource-endpoint',
  }),
  situation('resource-endpoint-by-its-own-name', {
    world: withResourceEndpoint,
    question: { targets: [`${OWN_NAME}:5432`] },
    service: 'unknown',
    blockers: [opaque],
    explain: `The resource endpoint is asked for by the name AWS gives it.`,
    source: 'resource-endpoint',
  }),
  situation('resource-endpoint-whose-group-refuses-the-function', {
    world: (w) => {
      withResourceEndpoint(w);
      item(w, 'SecurityGroups', 'sg-res').IpPermissions = [];
      item(w, 'SecurityGroups', 'sg-res').IpPermissions?.push(permit('tcp', ['10.0.9.0/24'], 5432));
    },
    question: HOST,
    service: 'fail',
    blockers: [behind(opaque), groupsRefuse('service', 'sg-res', 'ingress', 'eni-res')],
    explain: `The resource endpoint's own group refuses the function.`,
    source: 'resource-endpoint',
  }),
  situation('resource-endpoint-without-a-zone-of-the-resource-gateway', {
    world: (w) => {
      withResourceEndpoint(w);
      addSubnet(w, subnet('subnet-gateway', '10.0.40.0/24', 'b'), null);
      const [association] = w.VpcEndpointAssociations;
      if (association !== undefined) association.ResourceGateway = { id: 'rgw-1', subnetIds: ['subnet-gateway'] };
    },
    question: HOST,
    service: 'fail',
    blockers: [opaque, overall('X_RESOURCE_OUT_OF_REACH', 'service', 'vpce-res')],
    explain: `The endpoint is in one zone, the resource gateway in another, and they need one in common.`,
    source: 'resource-endpoint',
  }),
  situation('resource-endpoint-with-a-zone-of-the-resource-gateway', {
    world: (w) => {
      withResourceEndpoint(w);
      const [association] = w.VpcEndpointAssociations;
      if (association !== undefined) association.ResourceGateway = { id: 'rgw-1', subnetIds: ['subnet-l1'] };
    },
    question: HOST,
    service: 'unknown',
    blockers: [opaque],
    explain: `The endpoint and the resource gateway have a zone in common; beyond, nothing is in sight.`,
    source: 'resource-endpoint',
  }),
  situation('resource-endpoint-whose-association-failed', {
    world: (w) => {
      withResourceEndpoint(w);
      const [association] = w.VpcEndpointAssociations;
      if (association !== undefined) association.FailureCode = 'InternalError';
    },
    question: HOST,
    service: 'fail',
    blockers: [opaque, overall('X_RESOURCE_OUT_OF_REACH', 'service', 'vpce-res')],
    explain: `The endpoint's association with its resource failed.`,
    source: 'resource-endpoint',
  }),
  situation('resource-endpoint-that-shadows-the-databases-own-name', {
    world: (w) => {
      withResourceEndpoint(w);
      w.NetworkInterfaces.push(
        networkInterface('eni-rds', 'subnet-db', '10.0.20.15', ['sg-db'], {
          Description: 'RDSNetworkInterface',
          RequesterId: 'amazon-rds',
        }),
      );
      w.DBInstances.push(
        dbInstance('orders', { DBSubnetGroup: { VpcId: 'vpc-1', Subnets: [{ SubnetIdentifier: 'subnet-db' }] } }),
      );
      w.requests?.push(asked('DBInstances', {}));
    },
    question: HOST,
    service: 'unknown',
    blockers: [opaque],
    explain: `The database is in the function's own VPC and can be reached, but a resource endpoint there answers its name.`,
    source: 'resource-endpoint',
  }),
  situation('resource-endpoint-of-which-nobody-read-what-it-leads-to', {
    world: (w) => {
      withResourceEndpoint(w);
      refuse(w, 'VpcEndpointAssociations');
      w.NetworkInterfaces.push(
        networkInterface('eni-rds', 'subnet-db', '10.0.20.15', ['sg-db'], {
          Description: 'RDSNetworkInterface',
          RequesterId: 'amazon-rds',
        }),
      );
      w.DBInstances.push(
        dbInstance('orders', { DBSubnetGroup: { VpcId: 'vpc-1', Subnets: [{ SubnetIdentifier: 'subnet-db' }] } }),
      );
      w.requests?.push(asked('DBInstances', {}));
    },
    question: HOST,
    service: 'unknown',
    blockers: [overall('UNKNOWN_RESOURCE', 'service', 'vpce-res')],
    explain: `The database can be reached, but a resource endpoint in the function's VPC may answer its name, and which names it
      answers could not be read.`,
    source: 'resource-endpoint',
  }),
  situation('target-that-is-an-endpoint-of-an-aws-service', {
    world: (w) => {
      addEndpoint(w);
      item(w, 'SecurityGroups', 'sg-endpoint').IpPermissions = [OPEN];
    },
    question: { targets: ['10.0.30.10:5432'] },
    service: 'unknown',
    blockers: [overall('X_TARGET_UNCERTAIN', 'service', 'vpce-sm')],
    explain: `The address stated for the database is that of the endpoint for Secrets Manager, which answers the port of its API.`,
    source: 'endpoint',
  }),
];
