const VPC = 'https://docs.aws.amazon.com/vpc/latest/userguide';
const PRIVATELINK = 'https://docs.aws.amazon.com/vpc/latest/privatelink';
const SECRETS = 'https://docs.aws.amazon.com/secretsmanager/latest';
const RDS = 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide';
const NLB = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network';
const LAMBDA = 'https://docs.aws.amazon.com/lambda/latest';

/** The AWS pages that state the behaviour. */
export const SOURCES: Readonly<Record<string, string>> = {
  acl: `Amazon VPC, "Network ACLs", ${VPC}/vpc-network-acls.html`,
  ephemeral: `Amazon VPC, "Ephemeral ports", ${VPC}/custom-network-acl.html`,
  sg: `Amazon VPC, "Security group rules", ${VPC}/security-group-rules.html`,
  'sg-association': `Amazon VPC, "Security groups in several VPCs", ${VPC}/security-group-assoc.html`,
  routes: `Amazon VPC, "Route priority", ${VPC}/route-tables-priority.html`,
  tables: `Amazon VPC, "Subnet route tables", ${VPC}/subnet-route-tables.html`,
  edge: `Amazon VPC, "Gateway route tables", ${VPC}/gateway-route-tables.html`,
  nat: `Amazon VPC, "NAT gateways", ${VPC}/vpc-nat-gateway.html`,
  'nat-trouble': `Amazon VPC, "Troubleshoot NAT gateways", ${VPC}/nat-gateway-troubleshooting.html`,
  'regional-nat': `Amazon VPC, "Regional NAT gateways", ${VPC}/nat-gateways-regional.html`,
  'nat-instance': `Amazon VPC, "NAT instances", ${VPC}/VPC_NAT_Instance.html`,
  nat64: `Amazon VPC, "DNS64 and NAT64", ${VPC}/nat-gateway-nat64-dns64.html`,
  igw: `Amazon VPC, "Internet gateways", ${VPC}/VPC_Internet_Gateway.html`,
  bpa: `Amazon VPC, "Block public access", ${VPC}/security-vpc-bpa-basics.html`,
  encryption: `Amazon VPC, "Enforce VPC encryption in transit", ${VPC}/vpc-encryption-controls.html`,
  dns: `Amazon VPC, "DNS attributes for your VPC", ${VPC}/vpc-dns.html`,
  'hostname-types':
    'Amazon EC2, "Instance hostname types", https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/hostname-types.html',
  'cache-network':
    'Amazon ElastiCache, "Network type", https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/network-type.html',
  dhcp: `Amazon VPC, "DHCP option sets", ${VPC}/VPC_DHCP_Options.html`,
  share: `Amazon VPC, "Share your VPC subnets", ${VPC}/vpc-sharing.html`,
  endpoint: `AWS PrivateLink, "Access AWS services", ${PRIVATELINK}/privatelink-access-aws-services.html`,
  'endpoint-create': `AWS PrivateLink, "Interface endpoints", ${PRIVATELINK}/create-interface-endpoint.html`,
  'endpoint-policy': `AWS PrivateLink, "Endpoint policies", ${PRIVATELINK}/vpc-endpoints-access.html`,
  'gateway-endpoint': `AWS PrivateLink, "Gateway endpoints", ${PRIVATELINK}/gateway-endpoints.html`,
  'sm-endpoint': `Secrets Manager, "VPC endpoints", ${SECRETS}/userguide/vpc-endpoint-overview.html`,
  'sm-hosts': `Secrets Manager, "Endpoints", ${SECRETS}/userguide/asm_access.html`,
  'sm-network': `Secrets Manager, "Network access for rotation", ${SECRETS}/userguide/rotation-function-network-access.html`,
  'sm-trouble': `Secrets Manager, "Troubleshoot rotation", ${SECRETS}/userguide/troubleshoot_rotation.html`,
  'sm-rotate': `Secrets Manager API, RotateSecret, ${SECRETS}/apireference/API_RotateSecret.html`,
  'sm-managed': `Secrets Manager, "Managed rotation", ${SECRETS}/userguide/rotate-secrets_managed.html`,
  'sm-external': `Secrets Manager, "Managed external secrets", ${SECRETS}/userguide/rotate-secrets_external.html`,
  'sm-replica': `Secrets Manager, "Standalone secrets", ${SECRETS}/userguide/standalone-secret.html`,
  'sm-permission': `Secrets Manager, "Rotation function", ${SECRETS}/userguide/rotate-secrets_lambda.html`,
  'sm-templates':
    'AWS rotation function templates, https://github.com/aws-samples/aws-secrets-manager-rotation-lambdas',
  'sdk-endpoints':
    'AWS SDKs, "Service-specific endpoints", https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html',
  lambda: `AWS Lambda, "Functions in a VPC", ${LAMBDA}/dg/configuration-vpc.html`,
  'lambda-internet': `AWS Lambda, "Internet access for VPC functions", ${LAMBDA}/dg/configuration-vpc-internet.html`,
  'lambda-state': `AWS Lambda, "Function states", ${LAMBDA}/dg/functions-states.html`,
  'lambda-instances': `AWS Lambda, "Managed Instances networking", ${LAMBDA}/dg/lambda-managed-instances-networking.html`,
  'lambda-concurrency': `AWS Lambda, "Reserved concurrency", ${LAMBDA}/dg/configuration-concurrency.html`,
  'lambda-alias': `AWS Lambda, "Weighted aliases", ${LAMBDA}/dg/configuring-alias-routing.html`,
  ipv6: `AWS Lambda, "Functions in a VPC" (IPv6), ${LAMBDA}/dg/configuration-vpc.html`,
  peering: 'Amazon VPC peering, "Basics", https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html',
  'peering-sg':
    'Amazon VPC peering, "Security groups", https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html',
  tgw: 'AWS Transit Gateway, "How it works", https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html',
  'tgw-share':
    'AWS Transit Gateway, "Shared transit gateways", https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-share.html',
  'tgw-acl': 'AWS Transit Gateway, "Network ACLs", https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html',
  'tgw-appliance':
    'AWS Transit Gateway, "Appliance in a shared services VPC", https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-appliance-scenario.html',
  'tgw-attach':
    'AWS Transit Gateway, "VPC attachments", https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html',
  vgw: 'AWS Site-to-Site VPN, "Route priority", https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNRoutingTypes.html',
  zones:
    'Amazon Route 53, "Private hosted zones", https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html',
  resolver:
    'Amazon Route 53 Resolver, "Forwarding rules", https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-overview-forward-vpc-to-network.html',
  profiles: 'Amazon Route 53, "Profiles", https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/profiles.html',
  alias: `Amazon Route 53, "Alias and non-alias records", https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html`,
  'dns-firewall-rule':
    'Amazon Route 53 Resolver, "CreateFirewallRule", https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_CreateFirewallRule.html',
  'dns-firewall':
    'Amazon Route 53 Resolver, "DNS Firewall rule groups", https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-rule-groups.html',
  'peering-dns':
    'Amazon VPC peering, "DNS resolution", https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-dns.html',
  ranges: 'AWS IP address ranges, https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-ranges.html',
  interfaces:
    'Amazon EC2, "Elastic network interfaces", https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html',
  instances:
    'Amazon EC2, "Instance lifecycle", https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html',
  conditions:
    'AWS IAM, "Condition operators", https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html',
  'rds-vpc': `Amazon RDS, "DB instances in a VPC", ${RDS}/USER_VPC.WorkingWithRDSInstanceinaVPC.html`,
  'rds-public': `Amazon RDS, "Public accessibility of a DB instance", ${RDS}/USER_VPC.WorkingWithRDSInstanceinaVPC.html`,
  'rds-failover': `Amazon RDS, "Failing over a Multi-AZ DB instance", ${RDS}/Concepts.MultiAZ.Failover.html`,
  'rds-status': `Amazon RDS, "DB instance status", ${RDS}/accessing-monitoring.html`,
  'rds-endpoint': `Amazon RDS, "Connecting to a DB instance", ${RDS}/CHAP_CommonTasks.Connect.html`,
  aurora:
    'Amazon Aurora, "Endpoint connections", https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.Endpoints.html',
  cache:
    'Amazon ElastiCache, "Finding connection endpoints", https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Endpoints.html',
  redshift: 'Amazon Redshift API, Cluster, https://docs.aws.amazon.com/redshift/latest/APIReference/API_Cluster.html',
  'nlb-sg': `Network Load Balancers, "Security groups", ${NLB}/load-balancer-security-groups.html`,
  'nlb-client-ip': `Network Load Balancers, "Client IP preservation", ${NLB}/edit-target-group-attributes.html`,
  'nlb-targets': `Network Load Balancers, "Register targets", ${NLB}/target-group-register-targets.html`,
  'nlb-listeners': `Network Load Balancers, "Listeners", ${NLB}/load-balancer-listeners.html`,
  'nlb-health': `Network Load Balancers, "Health checks", ${NLB}/target-group-health-checks.html`,
  'nlb-zones': `Network Load Balancers, "Cross-zone load balancing", ${NLB}/network-load-balancers.html`,
  alb: 'Application Load Balancers, https://docs.aws.amazon.com/elasticloadbalancing/latest/application/introduction.html',
  'resource-endpoint': `AWS PrivateLink, "Access resources", ${PRIVATELINK}/privatelink-access-resources.html`,
  permissions:
    'Amazon EC2 API, "Actions" need ec2:Describe* permission, https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html',
  tool: "The project's own contract: see docs/architecture.md",
};
