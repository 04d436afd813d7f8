import { item, networkInterface, permit, securityGroup, type World } from '../../support/world.ts';
import { addEndpoint, addPeerVpc } from '../../support/world-parts.ts';
import { overall, type Situation, situation } from './situation.ts';

const PARTNER = 'api.partner.example';
const noServers = overall('X_NAME_UNKNOWN', 'endpoint', 'vpc-1');
const nameUnknown = (host: string) => overall('X_NAME_UNKNOWN', 'service', host);

/** An endpoint for a partner's service whose private name is the partner's own. */
function addPartner(world: World, id: string, vpcId: string, eni: string): void {
  world.VpcEndpoints.push({
    VpcEndpointId: id,
    VpcEndpointType: 'Interface',
    VpcId: vpcId,
    ServiceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0',
    State: 'available',
    PrivateDnsEnabled: true,
    SubnetIds: ['subnet-db'],
    NetworkInterfaceIds: [eni],
    Groups: [{ GroupId: 'sg-db' }],
    DnsEntries: [{ DnsName: PARTNER }],
  });
}

function addOwnPartner(world: World): void {
  world.NetworkInterfaces.push(
    networkInterface('eni-partner', 'subnet-db', '10.0.20.41', ['sg-db'], {
      InterfaceType: 'vpc_endpoint',
      Description: 'VPC Endpoint Interface vpce-partner',
    }),
  );
  addPartner(world, 'vpce-partner', 'vpc-1', 'eni-partner');
}

function configure(world: World, configurations: readonly { Key: string; Values: { Value: string }[] }[]): void {
  item(world, 'DhcpOptions', 'dopt-amazon').DhcpConfigurations = [...configurations];
}

/** What a name gives in the function's own VPC, and where nobody can tell. */
export const NAME_ANSWERS: readonly Situation[] = [
  situation('private-name-of-an-instance-in-another-region', {
    question: { targets: ['ip-10-0-20-10.eu-west-1.compute.internal:5432'] },
    service: 'unknown',
    blockers: [nameUnknown('ip-10-0-20-10.eu-west-1.compute.internal')],
    explain: `The name bears an address, but belongs to eu-west-1. In us-east-1 it is not answered, and the server that has this
      address here is another.`,
    source: 'dns',
  }),
  situation('private-name-with-a-public-address', {
    question: { targets: ['ip-198-51-100-20.ec2.internal:5432'] },
    service: 'unknown',
    blockers: [nameUnknown('ip-198-51-100-20.ec2.internal')],
    explain: `Only names of private ranges are answered in every VPC of the Region. This one bears a public address, and in which
      VPC it means anything is not known.`,
    source: 'dns',
  }),
  situation('public-name-of-an-instance-with-dns-hostnames-off', {
    world: (w) => {
      item(w, 'Vpcs', 'vpc-1').EnableDnsHostnames = false;
      item(w, 'Instances', 'i-db').PublicDnsName = 'ec2-203-0-113-20.compute-1.amazonaws.com';
    },
    question: { targets: ['ec2-203-0-113-20.compute-1.amazonaws.com:5432'] },
    service: 'unknown',
    blockers: [nameUnknown('ec2-203-0-113-20.compute-1.amazonaws.com')],
    explain: `With enableDnsHostnames off the instance's public name may give the public address even inside its VPC. The private
      address is reached; that the function asks for it is not certain.`,
    source: 'dns',
  }),
  situation('partners-own-name-answered-by-an-endpoint', {
    world: addOwnPartner,
    question: { targets: [`${PARTNER}:5432`] },
    warnings: ['X_SERVICE_OWN_DOOR'],
    explain: `The target is the partner's own name, which the private DNS of an endpoint in the function's VPC answers with the
      endpoint's address.`,
    source: 'endpoint',
  }),
  situation('partners-name-answered-in-another-vpc-only', {
    world: (w) => {
      addPeerVpc(w);
      addPartner(w, 'vpce-partner', 'vpc-2', 'eni-peer-db');
    },
    question: { targets: [`${PARTNER}:5432`] },
    service: 'unknown',
    blockers: [nameUnknown(PARTNER)],
    explain: `The endpoint that answers the partner's name is in the peer's VPC. Its private name answers there alone, whatever the
      peering carries.`,
    source: 'endpoint',
  }),
  situation('partners-name-answered-in-two-vpcs', {
    world: (w) => {
      addOwnPartner(w);
      addPartner(w, 'vpce-aaa', 'vpc-9', 'eni-elsewhere');
    },
    question: { targets: [`${PARTNER}:5432`] },
    warnings: ['X_SERVICE_OWN_DOOR'],
    explain: `Another VPC has an endpoint for the same service and the same private name. In the function's VPC its own answers.`,
    source: 'endpoint',
  }),
  situation('partners-name-while-its-endpoint-is-pending', {
    world: (w) => {
      addOwnPartner(w);
      item(w, 'VpcEndpoints', 'vpce-partner').State = 'pending';
    },
    question: { targets: [`${PARTNER}:5432`] },
    service: 'unknown',
    blockers: [nameUnknown(PARTNER)],
    explain: `The endpoint that claims the name is being created. Whether its private name answers already is not known.`,
    source: 'endpoint-create',
  }),
  situation('partners-name-with-dns-hostnames-off', {
    world: (w) => {
      addOwnPartner(w);
      item(w, 'Vpcs', 'vpc-1').EnableDnsHostnames = false;
    },
    question: { targets: [`${PARTNER}:5432`] },
    service: 'unknown',
    blockers: [nameUnknown(PARTNER)],
    explain: `Private names of endpoints need enableDnsHostnames, which is off. What still answers AWS does not say.`,
    source: 'dns',
  }),
  situation('vpc-whose-dhcp-options-nobody-states', {
    world: (w) => {
      delete item(w, 'Vpcs', 'vpc-1').DhcpOptionsId;
    },
    endpoint: 'unknown',
    blockers: [overall('UNKNOWN_RESOURCE', 'endpoint', 'vpc-1')],
    explain: `Which DHCP option set the VPC has is not stated. It decides which name server the function asks.`,
    source: 'dhcp',
  }),
  situation('dhcp-options-without-a-name-server', {
    world: (w) => configure(w, [{ Key: 'domain-name', Values: [{ Value: 'corp.example' }] }]),
    endpoint: 'unknown',
    blockers: [noServers],
    explain: `The DHCP options hand out a domain name and no name server. That they then mean the VPC's resolver AWS says nowhere.`,
    source: 'dhcp',
  }),
  situation('stated-addresses-in-a-vpc-without-name-servers', {
    world: (w) => configure(w, [{ Key: 'domain-name', Values: [{ Value: 'corp.example' }] }]),
    question: { targets: ['db.corp.example:5432=10.0.20.10'] },
    service: 'unknown',
    endpoint: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'service', 'vpc-1'), noServers],
    explain: `The caller states the address of the name. The function asks for the name all the same, and no name server is handed
      out to it.`,
    source: 'dhcp',
  }),
  situation('name-servers-under-a-key-in-capitals', {
    world: (w) => configure(w, [{ Key: 'Domain-Name-Servers', Values: [{ Value: '192.0.2.53' }] }]),
    endpoint: 'unknown',
    blockers: [overall('X_OPAQUE_HOP', 'endpoint', '192.0.2.53')],
    explain: `The key of the name servers is written in capitals. It is the same option, and names a server of the company's own.`,
    source: 'dhcp',
  }),
  situation('hosted-zone-that-names-no-vpc', {
    world: (w) => {
      w.HostedZones.push({
        Id: '/hostedzone/Z0EXAMPLE',
        Name: 'us-east-1.amazonaws.com.',
        Config: { PrivateZone: true },
      });
    },
    endpoint: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'endpoint', '/hostedzone/Z0EXAMPLE')],
    explain: `The zones were listed without saying to which VPCs they belong. A private one at a parent of the host may be this
      VPC's, and would answer instead.`,
    source: 'zones',
  }),
  situation('public-hosted-zone-that-names-no-vpc', {
    world: (w) => {
      w.HostedZones.push({
        Id: '/hostedzone/Z0EXAMPLE',
        Name: 'us-east-1.amazonaws.com.',
        Config: { PrivateZone: false },
      });
    },
    explain: `The zone listed is a public one: it belongs to no VPC and changes nothing in it.`,
    source: 'zones',
  }),
  situation('rule-that-aws-associates-with-every-vpc', {
    world: (w) => {
      w.ResolverRuleAssociations.push({
        Id: 'rslvr-autodefined-assoc-vpc-1-internet-resolver',
        ResolverRuleId: 'rslvr-autodefined-rr-internet-resolver',
        VPCId: 'vpc-1',
      });
    },
    explain: `The list of rule associations holds AWS's own, which every VPC has: it sends names to the internet's resolvers, as
      always.`,
    source: 'resolver',
  }),
  situation('delegation-rule-for-a-parent-of-the-name', {
    world: (w) => {
      w.ResolverRules.push({ Id: 'rslvr-rr-1', DomainName: 'amazonaws.com.', RuleType: 'DELEGATE' });
      w.ResolverRuleAssociations.push({ Id: 'rslvr-rrassoc-1', ResolverRuleId: 'rslvr-rr-1', VPCId: 'vpc-1' });
    },
    endpoint: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'endpoint', 'rslvr-rr-1')],
    explain: `A rule delegates amazonaws.com to name servers of the company's own. What those answer is out of sight.`,
    source: 'resolver',
  }),
  situation('second-endpoint-for-secrets-manager-is-being-deleted', {
    world: (w) => {
      addEndpoint(w);
      w.VpcEndpoints.push({ ...item(w, 'VpcEndpoints', 'vpce-sm'), VpcEndpointId: 'vpce-sm-old', State: 'deleting' });
    },
    endpoint: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'endpoint', 'vpce-sm', 'vpce-sm-old')],
    explain: `A new endpoint took over the name while the old one, which had it, is still being deleted. Which of the two answers at
      this moment is not known.`,
    source: 'endpoint-create',
  }),
  situation('second-endpoint-for-secrets-manager-is-closed', {
    world: (w) => {
      addEndpoint(w);
      w.SecurityGroups.push(securityGroup('sg-closed', [permit('tcp', ['10.9.0.0/16'], 443)]));
      w.NetworkInterfaces.push(
        networkInterface('eni-sm-z', 'subnet-e1', '10.0.30.99', ['sg-closed'], { InterfaceType: 'vpc_endpoint' }),
      );
      w.VpcEndpoints.push({
        ...item(w, 'VpcEndpoints', 'vpce-sm'),
        VpcEndpointId: 'vpce-sm-z',
        SubnetIds: ['subnet-e1'],
        NetworkInterfaceIds: ['eni-sm-z'],
        Groups: [{ GroupId: 'sg-closed' }],
      });
    },
    endpoint: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'endpoint', 'vpce-sm', 'vpce-sm-z')],
    explain: `Two endpoints state private DNS for the same name; one admits the function, the other does not. AWS gives the name to
      one of them, and which is not stated.`,
    source: 'endpoint-create',
  }),
  situation('endpoint-that-does-not-say-whether-private-dns-is-on', {
    world: (w) => {
      addEndpoint(w, { privateDns: false });
      delete item(w, 'VpcEndpoints', 'vpce-sm').PrivateDnsEnabled;
    },
    endpoint: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'endpoint', 'vpce-sm')],
    explain: `An endpoint of Secrets Manager is in the VPC, and whether its private DNS is on is not stated. The NAT gateway is
      healthy, but perhaps never asked.`,
    source: 'endpoint',
  }),
  situation('endpoint-that-lists-the-name-and-no-service', {
    world: (w) => {
      addEndpoint(w);
      delete item(w, 'VpcEndpoints', 'vpce-sm').ServiceName;
      delete w.requests;
      item(w, 'SecurityGroups', 'sg-endpoint').IpPermissions = [permit('tcp', ['10.9.0.0/16'], 443)];
    },
    endpoint: 'fail',
    blockers: ['eni-sm-a', 'eni-sm-b'].map((at) => ({
      code: 'ENI_SG_RULES_MISMATCH',
      resources: ['sg-endpoint'],
      prerequisite: 'endpoint',
      leg: 'forward',
      direction: 'ingress',
      at,
    })),
    explain: `In a document made by hand the endpoint lacks its service, but lists the name of Secrets Manager among its own. The name leads to
      it, and its group does not admit the function.`,
    source: 'endpoint',
  }),
  situation('endpoint-without-a-list-of-names', {
    world: (w) => {
      addEndpoint(w);
      delete item(w, 'VpcEndpoints', 'vpce-sm').DnsEntries;
    },
    endpoint: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'endpoint', 'vpce-sm')],
    explain: `Private DNS is on, yet the endpoint states no names at all. An empty list is left out by the SDKs, so this says the
      same as a list without the name.`,
    source: 'endpoint',
  }),
];
