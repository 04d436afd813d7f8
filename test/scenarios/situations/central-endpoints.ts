import { addZone, alias, CENTRAL_NAME } from '../../support/names-world.ts';
import {
  ALLOW_ALL,
  addSubnet,
  EPHEMERAL,
  entry,
  SECRETS_MANAGER_HOST as HOST,
  item,
  networkInterface,
  permit,
  putAcl,
  REGION,
  securityGroup,
  setRoutes,
  subnet,
  vpcConfig,
  type World,
} from '../../support/world.ts';
import { addDatabaseBehindTransitGateway, policy, withoutNat } from '../../support/world-parts.ts';
import { aclRefuses, groupsRefuse, noRoute, type Situation, situation, thing } from './situation.ts';
import { useTemplate } from './template.ts';

/** No way out but an endpoint for Secrets Manager in a VPC behind the transit gateway, in a subnet of its own. */
function endpointBehindTransitGateway(world: World): void {
  withoutNat(world);
  addDatabaseBehindTransitGateway(world);
  addSubnet(world, subnet('subnet-central', '10.1.30.0/24', 'a', 'vpc-2'), null);
  world.SecurityGroups.push(securityGroup('sg-central', [permit('tcp', ['10.0.0.0/16'], 443)], undefined, 'vpc-2'));
  world.NetworkInterfaces.push(
    networkInterface('eni-central', 'subnet-central', '10.1.30.10', ['sg-central'], {
      VpcId: 'vpc-2',
      InterfaceType: 'vpc_endpoint',
      Description: 'VPC Endpoint Interface vpce-central',
    }),
  );
  world.VpcEndpoints.push({
    VpcEndpointId: 'vpce-central',
    VpcEndpointType: 'Interface',
    VpcId: 'vpc-2',
    ServiceName: `com.amazonaws.${REGION}.secretsmanager`,
    ServiceRegion: REGION,
    State: 'available',
    PrivateDnsEnabled: false,
    IpAddressType: 'ipv4',
    DnsOptions: { DnsRecordIpType: 'ipv4' },
    SubnetIds: ['subnet-central'],
    NetworkInterfaceIds: ['eni-central'],
    Groups: [{ GroupId: 'sg-central' }],
    DnsEntries: [{ DnsName: CENTRAL_NAME }],
    PolicyDocument: policy({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }),
  });
}

function namedByZone(world: World): void {
  endpointBehindTransitGateway(world);
  addZone(world, HOST, [alias(HOST, 'A', CENTRAL_NAME)]);
}

/** One endpoint for many VPCs, on the far side of a transit gateway. */
export const CENTRAL_ENDPOINTS: readonly Situation[] = [
  situation('central-endpoint-behind-a-transit-gateway', {
    world: namedByZone,
    explain: `The endpoint is in a shared VPC behind a transit gateway, and a private hosted zone gives Secrets Manager's name to it.
      Both VPCs are attached in the zones in use, routes lead there and back, the endpoint's group admits the range.`,
    source: 'endpoint',
  }),
  situation('central-endpoint-behind-a-transit-gateway-by-its-own-name', {
    world: (w) => {
      endpointBehindTransitGateway(w);
      useTemplate(w, `https://${CENTRAL_NAME}`);
    },
    explain: `The template is pointed at the endpoint's own name, which is public and gives private addresses, and the transit gateway
      leads to them.`,
    source: 'endpoint',
  }),
  situation('central-endpoint-and-no-attachment-in-one-zone-of-the-function', {
    world: (w) => {
      namedByZone(w);
      vpcConfig(w).SubnetIds = ['subnet-l1', 'subnet-l2'];
      Object.assign(item(w, 'TransitGatewayVpcAttachments', 'tgw-attach-1'), { SubnetIds: ['subnet-l1'] });
    },
    endpoint: 'partly',
    warnings: ['X_ENDPOINT_IN_ONE_ZONE'],
    blockers: [thing('TGW_ROUTE_AZ_RESTRICTION', 'endpoint', 'tgw-attach-1', 'subnet-l2')],
    explain: `The function runs in two zones, and its VPC is attached to the transit gateway in one of them. From the other zone the
      central endpoint is out of reach.`,
    source: 'tgw-attach',
  }),
  situation('central-endpoint-and-no-attachment-in-its-own-zone', {
    world: (w) => {
      namedByZone(w);
      addSubnet(w, subnet('subnet-far-b', '10.1.1.0/24', 'b', 'vpc-2'), null);
      Object.assign(item(w, 'TransitGatewayVpcAttachments', 'tgw-attach-2'), { SubnetIds: ['subnet-far-b'] });
    },
    endpoint: 'fail',
    blockers: [thing('TGW_ROUTE_AZ_RESTRICTION', 'endpoint', 'tgw-attach-2', 'subnet-central', 'return')],
    explain: `The endpoint's VPC is attached in zone b, the endpoint is in zone a. Requests are delivered; its answers find no
      attachment in their zone.`,
    source: 'tgw-attach',
  }),
  situation('central-endpoint-whose-vpc-does-not-route-back-over-the-transit-gateway', {
    world: (w) => {
      namedByZone(w);
      setRoutes(w, 'rtb-far', []);
    },
    endpoint: 'fail',
    blockers: [noRoute('endpoint', 'rtb-far', 'subnet-central', 'return')],
    explain: `Requests reach the central endpoint. Its subnet's table has no route for the function's range, so the answers stay
      there.`,
    source: 'tgw',
  }),
  situation('central-endpoint-that-names-the-functions-group-across-a-transit-gateway', {
    world: (w) => {
      namedByZone(w);
      Object.assign(item(w, 'TransitGateways', 'tgw-1'), { Options: { SecurityGroupReferencingSupport: 'enable' } });
      item(w, 'SecurityGroups', 'sg-central').IpPermissions = [permit('tcp', ['sg-lambda'], 443)];
    },
    endpoint: 'fail',
    blockers: [groupsRefuse('endpoint', 'sg-central', 'ingress', 'eni-central')],
    explain: `The transit gateway and both attachments let references to security groups through, but not to the interfaces of
      endpoints: their groups have to name ranges.`,
    source: 'tgw-attach',
  }),
  situation('central-endpoint-whose-acl-drops-answers-to-other-vpcs', {
    world: (w) => {
      namedByZone(w);
      putAcl(w, 'acl-central', ['subnet-central'], ALLOW_ALL, [entry(100, 'allow', '6', '10.1.0.0/16', EPHEMERAL)]);
    },
    endpoint: 'fail',
    blockers: [aclRefuses('endpoint', 'acl-central', 'return', 'egress', 'subnet-central')],
    explain: `The ACL of the endpoint's subnet lets answers out to its own VPC only. Those to the function's range are dropped.`,
    source: 'tgw-acl',
  }),
];
