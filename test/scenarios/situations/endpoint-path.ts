import {
  ALLOW_ALL,
  EPHEMERAL,
  entry,
  environment,
  FUNCTION_ARN,
  HTTPS,
  item,
  permit,
  putAcl,
  remove,
  rotationFunction,
  route,
  vpcConfig,
  type World,
} from '../../support/world.ts';
import {
  addEndpoint,
  addS3Endpoint,
  addS3PrefixList,
  ENDPOINT_NAME,
  withoutNat,
  ZONAL_ENDPOINT_NAME,
} from '../../support/world-parts.ts';
import { aclRefuses, groupsEmpty, groupsRefuse, noRoute, type Situation, situation, thing } from './situation.ts';
import { useTemplate } from './template.ts';

function privateOnly(world: World): void {
  withoutNat(world);
  addEndpoint(world);
}

/** The function's way to Secrets Manager through an interface endpoint of its VPC. */
export const ENDPOINT_PATH: readonly Situation[] = [
  situation('private-dns-hides-a-healthy-nat-gateway', {
    world: (w) => {
      addEndpoint(w);
      item(w, 'SecurityGroups', 'sg-endpoint').IpPermissions = [permit('tcp', ['10.0.9.0/24'], 443)];
    },
    endpoint: 'fail',
    blockers: [
      groupsRefuse('endpoint', 'sg-endpoint', 'ingress', 'eni-sm-a'),
      groupsRefuse('endpoint', 'sg-endpoint', 'ingress', 'eni-sm-b'),
    ],
    explain: `The NAT gateway is healthy and of no use: the endpoint's private DNS answers for the name of Secrets Manager in the
      whole VPC, and its security group admits only 10.0.9.0/24. Open it to the function on 443, or switch private DNS off.`,
    source: 'endpoint',
  }),
  situation('endpoint-with-the-default-group', {
    world: (w) => {
      privateOnly(w);
      item(w, 'VpcEndpoints', 'vpce-sm').Groups = [{ GroupId: 'sg-default' }];
      for (const eni of ['eni-sm-a', 'eni-sm-b'])
        item(w, 'NetworkInterfaces', eni).Groups = [{ GroupId: 'sg-default' }];
    },
    endpoint: 'fail',
    blockers: [
      groupsRefuse('endpoint', 'sg-default', 'ingress', 'eni-sm-a'),
      groupsRefuse('endpoint', 'sg-default', 'ingress', 'eni-sm-b'),
    ],
    explain: `The endpoint was made without naming a security group and got the VPC's default group, which admits only its own
      members. The function is none.`,
    source: 'endpoint-create',
  }),
  situation('endpoint-group-without-any-rule', {
    world: (w) => {
      privateOnly(w);
      item(w, 'SecurityGroups', 'sg-endpoint').IpPermissions = [];
    },
    endpoint: 'fail',
    blockers: [
      groupsEmpty('endpoint', 'sg-endpoint', 'ingress', 'eni-sm-a'),
      groupsEmpty('endpoint', 'sg-endpoint', 'ingress', 'eni-sm-b'),
    ],
    explain: `The endpoint's security group has no inbound rule at all. A group without rules in a direction allows nothing in
      that direction.`,
    source: 'sg',
  }),
  situation('endpoint-group-forgets-the-secondary-range', {
    world: (w) => {
      privateOnly(w);
      item(w, 'Vpcs', 'vpc-1').CidrBlockAssociationSet?.push({
        CidrBlock: '100.64.0.0/16',
        CidrBlockState: { State: 'associated' },
      });
      for (const table of w.RouteTables) {
        table.Routes?.push(route('100.64.0.0/16', 'local', { Origin: 'CreateRouteTable' }));
      }
      item(w, 'Subnets', 'subnet-l1').CidrBlock = '100.64.1.0/24';
      remove(w, 'NetworkInterfaces', 'eni-lambda');
      item(w, 'SecurityGroups', 'sg-endpoint').IpPermissions = [permit('tcp', ['10.0.0.0/16'], 443)];
    },
    endpoint: 'fail',
    blockers: [
      groupsRefuse('endpoint', 'sg-endpoint', 'ingress', 'eni-sm-a'),
      groupsRefuse('endpoint', 'sg-endpoint', 'ingress', 'eni-sm-b'),
    ],
    explain: `The function's subnet lies in the VPC's secondary range 100.64.0.0/16, and the endpoint admits the primary range
      10.0.0.0/16 only, as infrastructure tools write it by default.`,
    source: 'sm-endpoint',
  }),
  situation('functions-group-does-not-let-https-out-to-the-endpoint', {
    world: (w) => {
      privateOnly(w);
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [permit('tcp', ['sg-db'], 5432)];
    },
    endpoint: 'fail',
    blockers: [groupsRefuse('endpoint', 'sg-lambda', 'egress', 'subnet-l1')],
    explain: `The endpoint is open, but the function's own group lets only 5432 out to the database. Security groups remember
      replies; they do not waive the outbound rule.`,
    source: 'sg',
  }),
  situation('endpoint-subnets-acl-refuses-https', {
    world: (w) => {
      privateOnly(w);
      putAcl(
        w,
        'acl-endpoint',
        ['subnet-e1', 'subnet-e2'],
        [entry(100, 'allow', '6', '0.0.0.0/0', EPHEMERAL)],
        ALLOW_ALL,
      );
    },
    endpoint: 'fail',
    blockers: [
      aclRefuses('endpoint', 'acl-endpoint', 'forward', 'ingress', 'subnet-e1'),
      aclRefuses('endpoint', 'acl-endpoint', 'forward', 'ingress', 'subnet-e2'),
    ],
    explain: `The ACL of the endpoint's subnets admits only ports 1024-65535. The function's call comes in on 443.`,
    source: 'acl',
  }),
  situation('endpoint-subnets-acl-drops-replies', {
    world: (w) => {
      privateOnly(w);
      putAcl(w, 'acl-endpoint', ['subnet-e1', 'subnet-e2'], ALLOW_ALL, [
        entry(100, 'allow', '6', '10.0.0.0/16', HTTPS),
      ]);
    },
    endpoint: 'fail',
    blockers: [
      aclRefuses('endpoint', 'acl-endpoint', 'return', 'egress', 'subnet-e1'),
      aclRefuses('endpoint', 'acl-endpoint', 'return', 'egress', 'subnet-e2'),
    ],
    explain: `The ACL of the endpoint's subnets lets only 443 out. The endpoint's answers go to the function's client port and
      never leave the subnet.`,
    source: 'ephemeral',
  }),
  situation('one-of-two-endpoint-interfaces-behind-a-closed-acl', {
    world: (w) => {
      privateOnly(w);
      putAcl(w, 'acl-e2', ['subnet-e2'], [entry(90, 'deny', '6', '0.0.0.0/0', HTTPS), ...ALLOW_ALL], ALLOW_ALL);
    },
    endpoint: 'partly',
    blockers: [aclRefuses('endpoint', 'acl-e2', 'forward', 'ingress', 'subnet-e2', '90')],
    explain: `The endpoint has an interface in each of two zones and its name answers with either. The one in zone b lies behind
      an ACL that denies 443, so about every second attempt fails.`,
    source: 'endpoint',
  }),
  situation('endpoint-without-private-dns-and-no-nat-gateway', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w, { privateDns: false });
    },
    endpoint: 'fail',
    blockers: [noRoute('endpoint', 'rtb-private', 'subnet-l1')],
    explain: `There is an endpoint, but private DNS is off: the ordinary name gives public addresses, to which there is no route.
      Switch private DNS on, or give the function the endpoint's own name.`,
    source: 'endpoint',
  }),
  situation('function-outside-the-vpc-with-an-endpoint-name', {
    world: (w) => {
      addEndpoint(w, { privateDns: false });
      delete rotationFunction(w).VpcConfig;
      useTemplate(w, `https://${ENDPOINT_NAME}`);
    },
    question: { targets: ['198.51.100.20:5432'] },
    warnings: ['X_SERVICE_OWN_DOOR'],
    endpoint: 'fail',
    blockers: [thing('X_PRIVATE_ADDRESS_OUTSIDE_VPC', 'endpoint', FUNCTION_ARN, null)],
    explain: `SECRETS_MANAGER_ENDPOINT is the name of a VPC endpoint, but the function runs in no VPC. The name resolves
      everywhere, to private addresses that are out of reach for it.`,
    source: 'lambda',
  }),
  situation('zonal-endpoint-name-depends-on-one-zone', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w, { privateDns: false });
      useTemplate(w, `https://${ZONAL_ENDPOINT_NAME}`);
      vpcConfig(w).SubnetIds = ['subnet-l1', 'subnet-l2'];
    },
    warnings: ['X_ENDPOINT_IN_ONE_ZONE'],
    explain: `The template is pointed at the endpoint's name for zone a. It works, from every subnet, for as long as that zone does.`,
    source: 'endpoint',
  }),
  situation('gateway-endpoint-for-s3-only', {
    world: (w) => {
      withoutNat(w);
      addS3Endpoint(w);
    },
    endpoint: 'fail',
    blockers: [noRoute('endpoint', 'rtb-private', 'subnet-l1')],
    explain: `The only endpoint is the gateway endpoint for S3. Gateway endpoints exist for S3 and DynamoDB alone, and the prefix
      list in the route holds none of Secrets Manager's addresses.`,
    source: 'gateway-endpoint',
  }),
  situation('functions-group-lets-https-out-to-the-prefix-list-of-s3-alone', {
    world: (w) => {
      addS3PrefixList(w);
      const out = [permit('tcp', ['sg-db'], 5432), permit('tcp', ['pl-s3'], 443)];
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = out;
    },
    endpoint: 'fail',
    blockers: [groupsRefuse('endpoint', 'sg-lambda', 'egress', 'subnet-l1')],
    explain: `The function's group lets HTTPS out to AWS's prefix list of S3 alone. Such a list holds the addresses of its own
      service, none of Secrets Manager's.`,
    source: 'gateway-endpoint',
  }),
  situation('fips-host-with-the-ordinary-endpoint-only', {
    world: (w) => {
      privateOnly(w);
      environment(w, { AWS_USE_FIPS_ENDPOINT: 'true' });
    },
    endpoint: 'fail',
    blockers: [noRoute('endpoint', 'rtb-private', 'subnet-l1')],
    explain: `The function asks for secretsmanager-fips, but the endpoint serves only the ordinary name. The FIPS name stays
      public, and no route leads out. It needs the endpoint service secretsmanager-fips.`,
    source: 'sm-endpoint',
  }),
  situation('endpoint-reached-from-two-subnets-of-which-one-is-refused', {
    world: (w) => {
      privateOnly(w);
      vpcConfig(w).SubnetIds = ['subnet-l1', 'subnet-l2'];
      item(w, 'SecurityGroups', 'sg-endpoint').IpPermissions = [permit('tcp', ['10.0.1.0/24'], 443)];
    },
    endpoint: 'partly',
    blockers: [
      groupsRefuse('endpoint', 'sg-endpoint', 'ingress', 'eni-sm-a'),
      groupsRefuse('endpoint', 'sg-endpoint', 'ingress', 'eni-sm-b'),
    ],
    explain: `The endpoint admits the range of the function's first subnet and not of its second. It works for as long as Lambda
      happens to place the function in the first.`,
    source: 'sg',
  }),
];
