import { asked } from '../../support/healthy-world.ts';
import {
  addSubnet,
  environment,
  FUNCTION_ARN,
  item,
  networkInterface,
  permit,
  REGION,
  rotationFunction,
  SECRETS_MANAGER_HOST,
  securityGroup,
  subnet,
  type World,
} from '../../support/world.ts';
import { addEndpoint, policy, withoutNat } from '../../support/world-parts.ts';
import { natInstance } from './opaque-hops.ts';
import { precondition, type Situation, situation } from './situation.ts';

/** The function is made of one of AWS's templates. */
export function template(world: World, what: string): void {
  rotationFunction(world).Description = `Conducts an AWS SecretsManager secret rotation for ${what}`;
  environment(world, { SECRETS_MANAGER_ENDPOINT: `https://${SECRETS_MANAGER_HOST}` });
}

/** No way out but Secrets Manager's own endpoint. */
function onlySecretsManager(world: World): void {
  withoutNat(world);
  addEndpoint(world);
}

/** An interface endpoint for another service, open to the function's group. */
export function addServiceEndpoint(world: World, service: string, privateDns = true): void {
  const eni = `eni-${service}`;
  const id = `vpce-${service}`;
  if (!world.Subnets.some((s) => s.SubnetId === 'subnet-services'))
    addSubnet(world, subnet('subnet-services', '10.0.33.0/24', 'a'), 'rtb-db');
  const address = `10.0.33.${10 + world.VpcEndpoints.length}`;
  world.SecurityGroups.push(securityGroup(`sg-${service}`, [permit('tcp', ['sg-lambda'], 443)]));
  world.NetworkInterfaces.push(
    networkInterface(eni, 'subnet-services', address, [`sg-${service}`], { InterfaceType: 'vpc_endpoint' }),
  );
  world.VpcEndpoints.push({
    VpcEndpointId: id,
    VpcEndpointType: 'Interface',
    VpcId: 'vpc-1',
    ServiceName: `com.amazonaws.${REGION}.${service}`,
    State: 'available',
    PrivateDnsEnabled: privateDns,
    IpAddressType: 'ipv4',
    SubnetIds: ['subnet-services'],
    NetworkInterfaceIds: [eni],
    Groups: [{ GroupId: `sg-${service}` }],
    DnsEntries: [
      { DnsName: `${id}-abc.${service}.${REGION}.vpce.amazonaws.com` },
      ...(privateDns ? [{ DnsName: `${service}.${REGION}.amazonaws.com` }] : []),
    ],
    PolicyDocument: policy({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }),
  });
}

export const CACHE = 'Elasticache user';
const MULTI_USER = 'RDS PostgreSQL using multi user rotation scheme';
const outOfReach = { ...precondition('other-services'), resources: [FUNCTION_ARN] };
const fails = { preconditions: { 'other-services': 'fail' }, blockers: [outOfReach] } as const;
const unknown = { preconditions: { 'other-services': 'unknown' }, blockers: [outOfReach] } as const;
const noDatabase = { question: { noTarget: true }, service: 'n/a' } as const;

/** Other AWS services that templates of AWS's ask beside Secrets Manager. */
export const OTHER_SERVICES: readonly Situation[] = [
  situation('cache-user-template-behind-a-nat-gateway', {
    world: (w) => template(w, CACHE),
    ...noDatabase,
    explain: `The template for ElastiCache users asks ElastiCache's API. The NAT gateway leads there as it leads to Secrets Manager.`,
    source: 'sm-templates',
  }),
  situation('cache-user-template-with-an-endpoint-for-secrets-manager-only', {
    world: (w) => {
      template(w, CACHE);
      onlySecretsManager(w);
    },
    ...noDatabase,
    ...fails,
    explain: `The function's only way out is the endpoint of Secrets Manager. The template changes the user by ElastiCache's API,
      which has no endpoint here.`,
    source: 'sm-templates',
  }),
  situation('cache-user-template-with-both-endpoints', {
    world: (w) => {
      template(w, CACHE);
      onlySecretsManager(w);
      addServiceEndpoint(w, 'elasticache');
    },
    ...noDatabase,
    explain: `Both services have an interface endpoint with private DNS in the VPC.`,
    source: 'sm-templates',
  }),
  situation('cache-endpoint-that-refuses-the-function', {
    world: (w) => {
      template(w, CACHE);
      addServiceEndpoint(w, 'elasticache');
      item(w, 'SecurityGroups', 'sg-elasticache').IpPermissions = [permit('tcp', ['10.0.9.0/24'], 443)];
    },
    ...noDatabase,
    ...fails,
    explain: `ElastiCache's endpoint takes its name for the whole VPC and refuses the function. That the NAT gateway would lead to the
      public one does not help.`,
    source: 'endpoint',
  }),
  situation('cache-endpoint-without-private-dns', {
    world: (w) => {
      template(w, CACHE);
      onlySecretsManager(w);
      addServiceEndpoint(w, 'elasticache', false);
    },
    ...noDatabase,
    ...fails,
    explain: `ElastiCache's endpoint has no private DNS, so the template's client goes to the public name, to which there is no way.`,
    source: 'endpoint',
  }),
  situation('cache-endpoint-with-a-policy-of-its-own', {
    world: (w) => {
      template(w, CACHE);
      onlySecretsManager(w);
      addServiceEndpoint(w, 'elasticache');
      item(w, 'VpcEndpoints', 'vpce-elasticache').PolicyDocument = policy({
        Effect: 'Allow',
        Principal: '*',
        Action: 'elasticache:DescribeUsers',
        Resource: '*',
      });
    },
    ...noDatabase,
    ...unknown,
    explain: `The endpoint's policy allows one call. Whether the template makes others there is not held against it.`,
    source: 'endpoint-policy',
  }),
  situation('multi-user-template-behind-a-nat-gateway', {
    world: (w) => template(w, MULTI_USER),
    explain: `The template for two users asks the RDS API where the superuser's secret names another host or none. The NAT gateway
      leads there in any case.`,
    source: 'sm-templates',
  }),
  situation('multi-user-template-with-an-endpoint-for-secrets-manager-only', {
    world: (w) => {
      template(w, MULTI_USER);
      onlySecretsManager(w);
    },
    ...unknown,
    explain: `There is no way to the RDS API. The template asks it only where the superuser's secret names another host than the
      secret's or none, which is not known.`,
    source: 'sm-trouble',
  }),
  situation('multi-user-template-with-an-endpoint-for-rds', {
    world: (w) => {
      template(w, MULTI_USER);
      onlySecretsManager(w);
      addServiceEndpoint(w, 'rds');
    },
    explain: `The RDS API has an interface endpoint too, as AWS advises for alternating users.`,
    source: 'sm-trouble',
  }),
  situation('single-user-template-with-an-endpoint-for-secrets-manager-only', {
    world: (w) => {
      template(w, 'RDS MySQL using single user rotation scheme');
      onlySecretsManager(w);
    },
    explain: `The template for a single user asks Secrets Manager and the database, and nothing else.`,
    source: 'sm-templates',
  }),
  situation('db2-template-with-an-endpoint-for-secrets-manager-only', {
    world: (w) => {
      template(w, 'RDS Db2 using single user rotation scheme');
      onlySecretsManager(w);
    },
    ...fails,
    explain: `Db2's template asks the RDS API also for a single user, and there is no way to it.`,
    source: 'sm-templates',
  }),
  situation('warehouse-template-with-one-of-two-endpoints', {
    world: (w) => {
      template(w, 'Redshift using multi user rotation scheme');
      onlySecretsManager(w);
      addServiceEndpoint(w, 'redshift');
    },
    ...unknown,
    explain: `Redshift's template asks the API of clusters or that of Redshift Serverless. Only the former has an endpoint here.`,
    source: 'sm-templates',
  }),
  situation('directory-template-in-no-vpc', {
    world: (w) => {
      template(w, 'Active Directory using single user rotation scheme');
      delete rotationFunction(w).VpcConfig;
    },
    ...noDatabase,
    explain: `A function in no VPC reaches every public endpoint of AWS, that of Directory Service too.`,
    source: 'lambda-internet',
  }),
  situation('influx-template-whose-clients-are-led-elsewhere', {
    world: (w) => {
      template(w, 'Timestream for InfluxDB');
      environment(w, {
        SECRETS_MANAGER_ENDPOINT: `https://${SECRETS_MANAGER_HOST}`,
        AWS_ENDPOINT_URL_TIMESTREAM_INFLUXDB: 'https://timestream.proxy.example',
      });
    },
    ...noDatabase,
    ...unknown,
    explain: `A variable leads the template's other client to a host of the company's own. What is there is not known.`,
    source: 'sdk-endpoints',
  }),
  situation('cache-user-template-behind-a-nat-instance-somebody-vouches-for', {
    world: (w) => {
      template(w, CACHE);
      natInstance(w);
    },
    question: { noTarget: true, assumptions: [{ hop: 'i-nat', because: 'the network team tests it every night' }] },
    service: 'n/a',
    ...unknown,
    warnings: ['X_ASSUMED'],
    explain: `The assumption carries the way to Secrets Manager. What else the function calls is a precondition, which no assumption
      touches.`,
    source: 'nat-instance',
  }),
  situation('cache-user-template-on-managed-instances', {
    world: (w) => {
      const provider = 'arn:aws:lambda:us-east-1:111122223333:capacity-provider:rotation';
      template(w, CACHE);
      const fn = rotationFunction(w);
      delete fn.VpcConfig;
      fn.CapacityProviderConfig = { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: provider } };
      w.CapacityProviders.push({
        CapacityProviderArn: provider,
        State: 'Active',
        VpcConfig: { SubnetIds: ['subnet-db'], SecurityGroupIds: ['sg-lambda'] },
      });
      w.requests?.push(asked('CapacityProviders', { 'capacity-provider-arn': [provider] }));
      addEndpoint(w);
    },
    ...noDatabase,
    ...fails,
    explain: `The function runs on instances in the database's subnet, which reaches Secrets Manager's endpoint and nothing outside.`,
    source: 'lambda-instances',
  }),
  situation('own-code-about-several-users', {
    world: (w) => {
      rotationFunction(w).Description = 'Rotates the PostgreSQL password, multi user';
      onlySecretsManager(w);
    },
    explain: `The function is nobody's template. What its code calls beside Secrets Manager is its author's to know, and a note says
      so.`,
    source: 'sm-templates',
  }),
];
