import { type Address, formatAddress } from '../net/address.ts';
import { isPublic } from '../net/address-space.ts';
import { cidrContains, parseCidr } from '../net/cidr.ts';
import type { Fact, ListName } from '../snapshot/families.ts';
import { type Known, known } from '../snapshot/known.ts';
import type { NetworkInterface, SecurityGroup } from '../snapshot/network-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { routeDestination, routeTarget } from './route-target.ts';
import { draftTopology, type NodeFacts, type NodeKind, type Topology } from './topology.ts';

/** What the question's flows start from and end at; everything else is found by following AWS's own references. */
export interface TopologySeeds {
  readonly functions: readonly {
    readonly id: string;
    readonly vpc: string;
    readonly subnets: readonly string[];
    readonly groups: readonly string[];
  }[];
  readonly subnets: readonly { readonly id: string; readonly vpc: string | null }[];
  readonly groups: readonly string[];
  readonly interfaces: readonly string[];
  readonly endpoints: readonly string[];
  /** Destination addresses, private and public, IPv4. */
  readonly destinations: readonly Address[];
}

/** The node that stands for an address inside one VPC, or for a public one. */
export function addressNodeId(address: Address, vpc: string | null): string {
  return `${formatAddress(address)} in ${vpc ?? 'the internet'}`;
}

export const INTERNET = 'internet';

/** Builds the graph of everything the seeds' flows can touch, and of nothing else. */
export function buildTopology(snapshot: NetworkSnapshot, seeds: TopologySeeds): Topology {
  const draft = draftTopology(snapshot.document.accountId);
  draft.addNode('internet', INTERNET, known(null));

  /** Adds a node once; `expand` then follows what it refers to. */
  function visit<K extends NodeKind>(kind: K, id: string, fact: () => Known<NodeFacts[K] | null>, expand: (fact: NodeFacts[K]) => void) {
    if (draft.has(id)) return;
    const read = fact();
    draft.addNode(kind, id, read);
    if (read.known && read.value !== null) expand(read.value);
  }

  function byId<L extends ListName>(list: L, lookup: string, id: string, also: Record<string, string> = {}): Known<Fact<L> | null> {
    return snapshot.one(list, { [lookup]: id }, also);
  }

  function addVpc(id: string) {
    visit('vpc', id, () => byId('Vpcs', 'vpc-id', id), () => {});
    for (const address of seeds.destinations) if (!isPublic(address)) addPrivateAddress(id, address);
  }

  function addPrivateAddress(vpc: string, address: Address) {
    const id = addressNodeId(address, vpc);
    if (draft.has(id)) return;
    const text = formatAddress(address);
    const subnets = snapshot.all('Subnets', { 'vpc-id': vpc });
    const holding = snapshot
      .seen('Subnets', { 'vpc-id': vpc })
      .find((s) => s.CidrBlock !== undefined && contains(s.CidrBlock, address));
    draft.addNode('address', id, holding === undefined && !subnets.known ? subnets : known(null));
    draft.addEdge(vpc, id, 'holds', `${text} is a destination of the question`);
    if (holding === undefined) return;
    addSubnet(holding.SubnetId, vpc);
    draft.addEdge(id, holding.SubnetId, 'in-subnet', `${text} is in ${holding.CidrBlock ?? ''}`);
    addHolder(id, { 'addresses.private-ip-address': text, 'vpc-id': vpc }, { 'subnet-id': holding.SubnetId }, `its address is ${text}`);
  }

  function addPublicAddress(address: Address) {
    const id = addressNodeId(address, null);
    if (draft.has(id)) return;
    draft.addNode('address', id, known(null));
    draft.addEdge(INTERNET, id, 'holds', `${formatAddress(address)} is a destination of the question`);
    addHolder(id, { 'association.public-ip': formatAddress(address) }, {}, `its public address is ${formatAddress(address)}`);
  }

  function addHolder(addressId: string, where: Record<string, string>, also: Record<string, string>, because: string) {
    const found = snapshot.one('NetworkInterfaces', where, also);
    if (found.known && found.value !== null) {
      addInterface(found.value.NetworkInterfaceId);
      draft.addEdge(addressId, found.value.NetworkInterfaceId, 'held-by', because);
      return;
    }
    const id = `interface at ${addressId}`;
    draft.addNode('network-interface', id, found);
    draft.addEdge(addressId, id, 'held-by', 'no interface in sight has the address');
  }

  function addSubnet(id: string, vpcHint: string | null) {
    const also = vpcHint === null ? {} : { 'vpc-id': vpcHint };
    visit('subnet', id, () => byId('Subnets', 'subnet-id', id, also), (subnet) => {
      addVpc(subnet.VpcId);
      draft.addEdge(id, subnet.VpcId, 'in-vpc', `${id} is a subnet of ${subnet.VpcId}`);
      addTableOf(id, subnet.VpcId);
      addAclOf(id, subnet.VpcId);
    });
  }

  function addTableOf(subnet: string, vpc: string) {
    const explicit = snapshot
      .seen('RouteTables', { 'association.subnet-id': subnet })
      .find((t) => (t.Associations ?? []).some((a) => a.SubnetId === subnet && isAssociated(a.AssociationState?.State)));
    if (explicit !== undefined) {
      addRouteTable(explicit.RouteTableId, vpc);
      draft.addEdge(subnet, explicit.RouteTableId, 'routed-by', `${explicit.RouteTableId} is explicitly associated with ${subnet}`);
      return;
    }
    const tables = snapshot.all('RouteTables', { 'vpc-id': vpc });
    const main = tables.known ? tables.value.find((t) => (t.Associations ?? []).some((a) => a.Main === true)) : undefined;
    const id = main?.RouteTableId ?? `route table of ${subnet}`;
    if (main !== undefined) addRouteTable(id, vpc);
    else draft.addNode('route-table', id, tables.known ? known(null) : tables);
    draft.addEdge(subnet, id, 'routed-by', `${subnet} has no association of its own, so the main route table of ${vpc} serves it`);
  }

  function addRouteTable(id: string, vpc: string) {
    visit('route-table', id, () => byId('RouteTables', 'route-table-id', id, { 'vpc-id': vpc }), (table) => {
      for (const route of table.Routes ?? []) {
        const destination = routeDestination(route);
        const target = routeTarget(route);
        if (route.DestinationPrefixListId !== undefined) {
          addPrefixList(route.DestinationPrefixListId);
          draft.addEdge(id, route.DestinationPrefixListId, 'names', `a route of ${id} goes to the addresses of ${route.DestinationPrefixListId}`);
        }
        if (target.kind === 'local') {
          draft.addEdge(id, vpc, 'routes-to', `${destination} is local`);
          continue;
        }
        addGateway(target.kind, target.id, vpc);
        draft.addEdge(id, target.id, 'routes-to', `${destination} goes to ${target.id}`);
      }
    });
  }

  function addGateway(kind: Exclude<ReturnType<typeof routeTarget>['kind'], 'local'>, id: string, vpc: string) {
    if (kind === 'nat-gateway') addNatGateway(id, vpc);
    else if (kind === 'internet-gateway') addInternetGateway(id, vpc);
    else if (kind === 'vpc-endpoint') addEndpoint(id, vpc);
    else if (kind === 'peering-connection') addPeering(id);
    else if (kind === 'network-interface') addInterface(id);
    else if (!draft.has(id)) draft.addNode('opaque', id, known(null));
  }

  function addAclOf(subnet: string, vpc: string) {
    const acl = snapshot.one('NetworkAcls', { 'association.subnet-id': subnet }, { 'vpc-id': vpc });
    // A subnet without association is served by the default list: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
    const all = snapshot.all('NetworkAcls', { 'vpc-id': vpc });
    const chosen = acl.known && acl.value === null && all.known ? known(all.value.find((a) => a.IsDefault === true) ?? null) : acl;
    const id = chosen.known && chosen.value !== null ? chosen.value.NetworkAclId : `network ACL of ${subnet}`;
    const found = chosen.known && chosen.value !== null;
    visit('network-acl', id, () => (found ? byId('NetworkAcls', 'network-acl-id', id) : chosen), () => {});
    const explicit = acl.known && acl.value !== null;
    draft.addEdge(subnet, id, 'filtered-by', explicit ? `${id} is associated with ${subnet}` : `the default network ACL of ${vpc} serves ${subnet}`);
  }

  function addNatGateway(id: string, vpc: string) {
    visit('nat-gateway', id, () => byId('NatGateways', 'nat-gateway-id', id, { 'vpc-id': vpc }), (gateway) => {
      if (gateway.SubnetId === undefined) return;
      addSubnet(gateway.SubnetId, gateway.VpcId ?? vpc);
      draft.addEdge(id, gateway.SubnetId, 'in-subnet', `${id} was created in ${gateway.SubnetId}`);
    });
  }

  function addInternetGateway(id: string, vpc: string) {
    visit('internet-gateway', id, () => byId('InternetGateways', 'internet-gateway-id', id, { 'attachment.vpc-id': vpc }), (gateway) => {
      draft.addEdge(id, INTERNET, 'leads-to', `${id} is an internet gateway`);
      for (const { VpcId, State } of gateway.Attachments ?? []) {
        if (VpcId === undefined) continue;
        addVpc(VpcId);
        draft.addEdge(id, VpcId, 'attached-to', `the attachment to ${VpcId} is ${State ?? 'in no stated state'}`);
      }
      for (const table of snapshot.seen('RouteTables', { 'association.gateway-id': id })) {
        addRouteTable(table.RouteTableId, table.VpcId ?? vpc);
        draft.addEdge(id, table.RouteTableId, 'edge-routed-by', `${table.RouteTableId} is the gateway route table of ${id}`);
      }
    });
  }

  function addPeering(id: string) {
    visit('peering-connection', id, () => byId('VpcPeeringConnections', 'vpc-peering-connection-id', id), (peering) => {
      for (const side of [peering.RequesterVpcInfo, peering.AccepterVpcInfo]) {
        if (side?.VpcId === undefined) continue;
        addVpc(side.VpcId);
        draft.addEdge(id, side.VpcId, 'connects', `${side.VpcId} is one side of ${id}`);
      }
    });
  }

  function addEndpoint(id: string, vpc: string | null) {
    visit('vpc-endpoint', id, () => byId('VpcEndpoints', 'vpc-endpoint-id', id, vpc === null ? {} : { 'vpc-id': vpc }), (endpoint) => {
      for (const eni of endpoint.NetworkInterfaceIds ?? []) {
        addInterface(eni);
        draft.addEdge(id, eni, 'has-interface', `${eni} is an interface of ${id}`);
      }
    });
  }

  function addInterface(id: string) {
    visit('network-interface', id, () => byId('NetworkInterfaces', 'network-interface-id', id), (eni) => {
      if (eni.SubnetId !== undefined) {
        addSubnet(eni.SubnetId, eni.VpcId ?? null);
        draft.addEdge(id, eni.SubnetId, 'in-subnet', `${id} is in ${eni.SubnetId}`);
      }
      for (const { GroupId } of eni.Groups ?? []) if (GroupId !== undefined) carry(id, GroupId);
      addOwningEndpoint(eni);
      const instance = eni.Attachment?.InstanceId;
      if (instance === undefined) return;
      visit('instance', instance, () => byId('Instances', 'instance-id', instance), () => {});
      draft.addEdge(id, instance, 'part-of', `${id} is attached to ${instance}`);
    });
  }

  /** The endpoint an interface belongs to decides whether it answers. */
  function addOwningEndpoint(eni: NetworkInterface) {
    if (eni.InterfaceType !== 'vpc_endpoint') return;
    const owner = snapshot.seen('VpcEndpoints', { 'network-interface-id': eni.NetworkInterfaceId })[0];
    const id = owner?.VpcEndpointId ?? `endpoint of ${eni.NetworkInterfaceId}`;
    if (owner !== undefined) addEndpoint(id, eni.VpcId ?? null);
    else draft.addNode('vpc-endpoint', id, byId('VpcEndpoints', 'network-interface-id', eni.NetworkInterfaceId, eni.VpcId === undefined ? {} : { 'vpc-id': eni.VpcId }));
    draft.addEdge(eni.NetworkInterfaceId, id, 'part-of', `${eni.NetworkInterfaceId} is an interface of ${id}`);
  }

  function carry(holder: string, group: string) {
    addGroup(group);
    draft.addEdge(holder, group, 'carries', `${holder} carries ${group}`);
  }

  function addGroup(id: string) {
    visit('security-group', id, () => byId('SecurityGroups', 'group-id', id), (group: SecurityGroup) => {
      for (const permission of [...(group.IpPermissions ?? []), ...(group.IpPermissionsEgress ?? [])]) {
        for (const { PrefixListId } of permission.PrefixListIds ?? []) {
          if (PrefixListId === undefined) continue;
          addPrefixList(PrefixListId);
          draft.addEdge(id, PrefixListId, 'names', `a rule of ${id} names ${PrefixListId}`);
        }
      }
    });
  }

  function addPrefixList(id: string) {
    visit('prefix-list', id, () => byId('ManagedPrefixLists', 'prefix-list-id', id), () => {});
  }

  for (const f of seeds.functions) {
    draft.addNode('function', f.id, known(null));
    for (const subnet of f.subnets) {
      addSubnet(subnet, f.vpc);
      draft.addEdge(f.id, subnet, 'runs-in', `${subnet} is in the function's VpcConfig`);
    }
    for (const group of f.groups) carry(f.id, group);
  }
  for (const subnet of seeds.subnets) addSubnet(subnet.id, subnet.vpc);
  for (const group of seeds.groups) addGroup(group);
  for (const eni of seeds.interfaces) addInterface(eni);
  for (const endpoint of seeds.endpoints) addEndpoint(endpoint, null);
  for (const address of seeds.destinations) if (isPublic(address)) addPublicAddress(address);
  return draft;
}

function contains(cidr: string, address: Address): boolean {
  const parsed = parseCidr(cidr);
  return parsed !== null && cidrContains(parsed, address);
}

/** Old records state no association state; a stated one must be `associated`. */
function isAssociated(state: string | undefined): boolean {
  return state === undefined || state === 'associated';
}
