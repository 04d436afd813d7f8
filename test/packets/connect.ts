import { type Address, addressOf, blockOf, holds, isOnInternet, sameAddress } from './address.ts';
import { type Item, inner, isState, list, lost, NotSimulated, text, texts, theOne } from './facts.ts';
import { groupsOf, passAcl, passGroups } from './filters.ts';
import { addressesOf, answeringAt, publicAddressesOf } from './interfaces.ts';
import { routeFrom, routeInto, subnetAt, subnetBlocks, vpcBlocks } from './routes.ts';
import { fromTransitGateway, mayReferToGroups, type Transit, throughTransitGateway } from './transit.ts';

/** One TCP connection: who opens it, and with which ports. */
export interface Connection {
  readonly subnet: string;
  readonly address: Address;
  readonly groups: readonly string[];
  /** What stands for the address on the internet. */
  readonly publicAddress: Address | null;
  readonly destination: Address;
  /** The interface that has to be at the destination; null for whichever is. */
  readonly wanted: string | null;
  /** Whether the address stands for any that Secrets Manager may have. */
  readonly secretsManagers: boolean;
  readonly port: number;
  readonly clientPort: number;
  /** The port that a NAT gateway puts in place of the client's. */
  readonly natPort: number;
}

/** Who sends the packet as it is on this stretch. */
interface Sender {
  readonly subnet: string;
  readonly address: Address;
  readonly port: number;
  readonly publicAddress: Address | null;
  /** Of the function's own interface; after address translation nobody's. */
  readonly groups: readonly string[];
  readonly natGateway: string | null;
  /** What the packet came through into the subnet; its replies have to take the same way. */
  readonly transit: Transit | null;
}

/** A piece of the way, which the reply crosses the other way round. */
type Crossing =
  | { readonly kind: 'vpc'; readonly sender: Sender; readonly far: string; readonly by: string }
  | { readonly kind: 'translated'; readonly sender: Sender; readonly far: string }
  | { readonly kind: 'internet'; readonly sender: Sender; readonly far: string | null }
  /** Its reply is the one of the crossing behind it. */
  | { readonly kind: 'transit' };

const MOST_HOPS = 8;

/** Sends the first packet there and the answer back. @throws DoesNotWork where one of them is lost. */
export function connect(world: Item, connection: Connection): void {
  const { destination, port } = connection;
  const crossings: Crossing[] = [];
  let sender: Sender | null = { ...connection, port: connection.clientPort, natGateway: null, transit: null };
  let arrived: Item | null = null;
  let referable: readonly string[] = [];
  while (sender !== null) {
    if (crossings.length > MOST_HOPS) lost('a loop');
    const here: Sender = sender;
    const { subnet } = here;
    const own = theOne(world, 'Subnets', 'SubnetId', subnet);
    const vpc = String(own['VpcId']);
    sender = null;
    if (subnetBlocks(own).some((b) => holds(b, destination))) {
      arrived = enter(world, vpc, here, destination, port, here.groups);
      referable = here.transit === null ? groupsOf(arrived) : [];
      crossings.push({ kind: 'vpc', sender: here, far: subnet, by: 'local' });
      break;
    }
    passAcl(world, subnet, 'egress', destination, port);
    const next = routeFrom(world, subnet, destination, connection.secretsManagers);
    switch (next.kind) {
      case 'local':
      case 'peering': {
        const farVpc = next.kind === 'local' ? vpc : otherVpc(world, next.id, vpc, destination);
        const far = subnetAt(world, farVpc, destination);
        if (far !== subnet) passAcl(world, far, 'ingress', here.address, port);
        const refers = next.kind === 'local' || inOneRegion(world, next.id);
        arrived = enter(world, farVpc, here, destination, port, refers ? here.groups : []);
        referable = refers && here.transit === null ? groupsOf(arrived) : [];
        crossings.push({ kind: 'vpc', sender: here, far, by: next.id });
        break;
      }
      case 'nat':
        sender = throughNat(world, here, next.id, destination, connection);
        crossings.push({ kind: 'translated', sender: here, far: sender.subnet });
        break;
      case 'internet': {
        const from = ontoInternet(world, here, next.id, vpc, destination);
        arrived = holderOf(world, destination);
        const far = arrived === null ? null : String(arrived['SubnetId']);
        if (arrived !== null) fromInternet(world, arrived, from, port);
        crossings.push({ kind: 'internet', sender: here, far });
        break;
      }
      case 'endpoint':
        mustBeGateway(world, next.id);
        crossings.push({ kind: 'internet', sender: here, far: null });
        break;
      case 'transit': {
        const transit = { gateway: next.id, from: subnet, source: here.address, destination, port };
        const exit = throughTransitGateway(world, transit);
        const groups = mayReferToGroups(world, transit, exit) ? here.groups : [];
        sender = { ...here, subnet: exit, groups, transit };
        crossings.push({ kind: 'transit' });
        break;
      }
      case 'egress-only':
      case 'interface':
        throw new NotSimulated(`a route to ${next.id}`);
    }
  }
  if (connection.wanted !== null && arrived?.['NetworkInterfaceId'] !== connection.wanted)
    lost('somebody else answers');
  passGroups(world, connection.groups, 'egress', { address: destination, groups: referable }, port);
  for (const crossing of crossings.reverse()) reply(world, crossing, destination);
}

/** Into the interface at a private address. */
function enter(
  world: Item,
  vpc: string,
  sender: Sender,
  destination: Address,
  port: number,
  groups: readonly string[],
): Item {
  const found = answeringAt(world, vpc, destination);
  if (port !== 443 && isOfAws(world, found)) lost('an API of AWS answers HTTPS only');
  passGroups(world, groupsOf(found), 'ingress', { address: sender.address, groups }, port);
  return found;
}

function isOfAws(world: Item, networkInterface: Item): boolean {
  const id = String(networkInterface['NetworkInterfaceId']);
  return list(world, 'VpcEndpoints').some(
    (e) =>
      texts(e, 'NetworkInterfaceIds').includes(id) && /^com\.amazonaws\.(?!vpce\.)/.test(text(e, 'ServiceName') ?? ''),
  );
}

function throughNat(world: Item, sender: Sender, id: string, destination: Address, connection: Connection): Sender {
  const nat = theOne(world, 'NatGateways', 'NatGatewayId', id);
  if (!isState(nat, 'State', 'available')) lost(`${id} is not available`);
  if (isState(nat, 'AvailabilityMode', 'regional')) throw new NotSimulated('a regional NAT gateway');
  if (list(nat, 'AttachedAppliances').length > 0) throw new NotSimulated('a proxy of a NAT gateway');
  const subnet = text(nat, 'SubnetId') ?? lost(`${id} is in no subnet`);
  if (sender.natGateway !== null) lost('a NAT gateway behind a NAT gateway');
  if (modeOf(world, sender.subnet) === 'block-bidirectional') lost(`public access is blocked for ${sender.subnet}`);
  if (subnet === sender.subnet) lost('a NAT gateway in the sender’s own subnet');
  passAcl(world, subnet, 'ingress', sender.address, connection.port);
  const addresses = list(nat, 'NatGatewayAddresses').filter(
    (a) => a['Status'] === undefined || isState(a, 'Status', 'succeeded'),
  );
  const [used] = addresses;
  const address = used === undefined ? null : text(used, 'PrivateIp');
  if (used === undefined || address === null) return lost(`${id} has no address`);
  const outside = text(used, 'PublicIp');
  const publicly = isState(nat, 'ConnectivityType', 'public') || nat['ConnectivityType'] === undefined;
  if (isOnInternet(destination) && addresses.length === 0) lost(`${id} has no address`);
  return {
    subnet,
    address: addressOf(address),
    port: connection.natPort,
    publicAddress: publicly && outside !== null ? addressOf(outside) : null,
    groups: [],
    natGateway: id,
    transit: null,
  };
}

/** Through the gateway, whose VPC has to be the sender's, from a public address to a public one. */
function ontoInternet(world: Item, sender: Sender, gateway: string, vpc: string, destination: Address): Address {
  mustBeAttached(world, gateway, vpc);
  if (sender.publicAddress === null) return lost('no public address to send from');
  if (!isOnInternet(destination)) lost('a private address on the internet');
  mustBeOpen(world, sender.subnet, sender.natGateway !== null);
  if (routeInto(world, gateway, vpc, sender.address) !== 'local') lost(`answers through ${gateway} go another way`);
  return sender.publicAddress;
}

function mustBeAttached(world: Item, gateway: string, vpc: string): void {
  const found = theOne(world, 'InternetGateways', 'InternetGatewayId', gateway);
  const attached = list(found, 'Attachments').some(
    (a) => a['VpcId'] === vpc && (isState(a, 'State', 'available') || isState(a, 'State', 'attached')),
  );
  if (!attached) lost(`${gateway} is not attached`);
}

/** Of S3 or DynamoDB; a firewall's endpoint lets nobody look in. */
function mustBeGateway(world: Item, id: string): void {
  const found = theOne(world, 'VpcEndpoints', 'VpcEndpointId', id);
  if (!isState(found, 'VpcEndpointType', 'Gateway') || !isState(found, 'State', 'available'))
    lost(`${id} lets nobody look in`);
}

/** Block public access: NAT gateways may go out where only what comes in is blocked. */
function mustBeOpen(world: Item, subnet: string, natGateway: boolean): void {
  const mode = modeOf(world, subnet);
  const open = mode === null || mode === 'off' || (natGateway && mode === 'block-ingress');
  if (!open) lost(`public access is blocked for ${subnet}`);
}

function modeOf(world: Item, subnet: string): string | null {
  const states = inner(theOne(world, 'Subnets', 'SubnetId', subnet), 'BlockPublicAccessStates');
  return text(states, 'InternetGatewayBlockMode');
}

/** The interface that a public address of the world leads to. */
function holderOf(world: Item, address: Address): Item | null {
  const has = (i: Item) => publicAddressesOf(i).some(([, outside]) => sameAddress(outside, address));
  const found = list(world, 'NetworkInterfaces').find(has);
  const isInstances = (i: Item) => sameAddress(addressOf(text(i, 'PublicIpAddress') ?? '0.0.0.0'), address);
  if (found === undefined && list(world, 'Instances').some(isInstances)) lost('an instance without its interface');
  return found ?? null;
}

/** From Lambda's own network, which is somewhere on the internet, to a public address. */
export function connectFromOutside(world: Item, from: Address, clientPort: number, to: Address, port: number): void {
  const holder = holderOf(world, to);
  if (holder === null) return;
  fromInternet(world, holder, from, port);
  outToInternet(world, String(holder['SubnetId']), from, clientPort);
}

function fromInternet(world: Item, holder: Item, from: Address, port: number): void {
  const subnet = String(holder['SubnetId']);
  const inside = addressesOf(holder)[0] ?? lost('an interface without an address');
  answeringAt(world, String(holder['VpcId']), inside);
  // What a VPC enforces is seen in the VPC itself.
  theOne(world, 'Vpcs', 'VpcId', String(holder['VpcId']));
  mustBeOpen(world, subnet, false);
  passAcl(world, subnet, 'ingress', from, port);
  passGroups(world, groupsOf(holder), 'ingress', { address: from, groups: [] }, port);
}

/** The answer, on the same piece of the way. */
function reply(world: Item, crossing: Crossing, destination: Address): void {
  if (crossing.kind === 'transit') return;
  const { sender } = crossing;
  if (sender.transit !== null && crossing.kind !== 'internet') {
    replyThrough(world, crossing.far, sender, sender.transit, destination);
    return;
  }
  switch (crossing.kind) {
    case 'vpc':
      if (crossing.far === sender.subnet) return;
      passAcl(world, crossing.far, 'egress', sender.address, sender.port);
      mustLead(world, crossing.far, sender.address, crossing.by);
      passAcl(world, sender.subnet, 'ingress', destination, sender.port);
      return;
    case 'translated':
      passAcl(world, crossing.far, 'egress', sender.address, sender.port);
      mustLead(world, crossing.far, sender.address, 'local');
      passAcl(world, sender.subnet, 'ingress', destination, sender.port);
      return;
    case 'internet':
      if (crossing.far !== null) outToInternet(world, crossing.far, sender.publicAddress ?? destination, sender.port);
      passAcl(world, sender.subnet, 'ingress', destination, sender.port);
      return;
  }
}

/** Back through the transit gateway, from the subnet of the destination or of the NAT gateway. */
function replyThrough(
  world: Item,
  far: string,
  sender: Sender,
  { gateway, from }: Transit,
  destination: Address,
): void {
  passAcl(world, far, 'egress', sender.address, sender.port);
  mustLead(world, far, sender.address, gateway);
  const back = { gateway, from: far, source: destination, destination: sender.address, port: sender.port };
  const exit = throughTransitGateway(world, back);
  const own = theOne(world, 'Subnets', 'SubnetId', exit);
  const home = theOne(world, 'Subnets', 'SubnetId', from);
  if (own['VpcId'] !== home['VpcId']) lost('replies come out in another VPC');
  fromTransitGateway(world, exit, back);
}

function outToInternet(world: Item, subnet: string, to: Address, port: number): void {
  passAcl(world, subnet, 'egress', to, port);
  const next = routeFrom(world, subnet, to);
  if (next.kind !== 'internet') lost('replies do not go back to the internet');
  mustBeAttached(world, next.id, String(theOne(world, 'Subnets', 'SubnetId', subnet)['VpcId']));
}

function mustLead(world: Item, subnet: string, to: Address, by: string): void {
  const next = routeFrom(world, subnet, to);
  if (next.id !== by) lost(`replies from ${subnet} go another way`);
}

function otherVpc(world: Item, peering: string, vpc: string, destination: Address): string {
  const found = theOne(world, 'VpcPeeringConnections', 'VpcPeeringConnectionId', peering);
  if (!isState(inner(found, 'Status'), 'Code', 'active')) lost(`${peering} is not active`);
  const ends = ['RequesterVpcInfo', 'AccepterVpcInfo'].map((side) => text(inner(found, side), 'VpcId') ?? '');
  if (!ends.includes(vpc)) lost(`${peering} does not begin in ${vpc}`);
  const other = ends.find((end) => end !== vpc) ?? lost(`${peering} has one end`);
  // What a VPC enforces is seen in the VPC itself.
  theOne(world, 'Vpcs', 'VpcId', other);
  const stated = ['RequesterVpcInfo', 'AccepterVpcInfo']
    .map((side) => inner(found, side))
    .filter((side) => side['VpcId'] === other)
    .flatMap((side) => list(side, 'CidrBlockSet').map((c) => blockOf(String(c['CidrBlock']))));
  if (![...stated, ...vpcBlocks(world, other)].some((b) => holds(b, destination)))
    lost(`${peering} carries its VPCs only`);
  return other;
}

function inOneRegion(world: Item, peering: string): boolean {
  const found = theOne(world, 'VpcPeeringConnections', 'VpcPeeringConnectionId', peering);
  const [one, other] = ['RequesterVpcInfo', 'AccepterVpcInfo'].map((side) => text(inner(found, side), 'Region'));
  return one !== null && one === other;
}
