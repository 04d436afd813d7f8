import { type Address, addressOf, sameAddress } from './address.ts';
import { type Item, inner, isState, list, lost, NotSimulated, text, texts, theOne } from './facts.ts';

/** The private addresses of an interface. */
export function addressesOf(networkInterface: Item): readonly Address[] {
  const main = text(networkInterface, 'PrivateIpAddress');
  return [
    ...(main === null ? [] : [main]),
    ...list(networkInterface, 'PrivateIpAddresses').map((a) => String(a['PrivateIpAddress'])),
    ...list(networkInterface, 'Ipv6Addresses').map((a) => String(a['Ipv6Address'])),
  ].map(addressOf);
}

/** What stands for a private address on the internet, by private address. */
export function publicAddressesOf(networkInterface: Item): readonly (readonly [Address, Address])[] {
  const own = [networkInterface, ...list(networkInterface, 'PrivateIpAddresses')];
  return own.flatMap((it) => {
    const inside = text(it, 'PrivateIpAddress');
    const outside = text(inner(it, 'Association'), 'PublicIp');
    return inside === null || outside === null ? [] : [[addressOf(inside), addressOf(outside)] as const];
  });
}

/** The interface that answers at a private address of a VPC, up and running. */
export function answeringAt(world: Item, vpc: string, address: Address): Item {
  const found = list(world, 'NetworkInterfaces').filter(
    (i) => i['VpcId'] === vpc && addressesOf(i).some((a) => sameAddress(a, address)),
  );
  const [one] = found;
  if (one === undefined || found.length > 1) return lost('not one interface at the address');
  mustAnswer(world, one);
  return one;
}

function mustAnswer(world: Item, networkInterface: Item): void {
  if (text(networkInterface, 'InterfaceType')?.includes('load_balancer') === true)
    throw new NotSimulated('a load balancer');
  const id = String(networkInterface['NetworkInterfaceId']);
  if (!isState(networkInterface, 'Status', 'in-use')) lost(`${id} is not in use`);
  const instance = text(inner(networkInterface, 'Attachment'), 'InstanceId');
  if (instance !== null) mustRun(theOne(world, 'Instances', 'InstanceId', instance));
  const attachment = text(inner(networkInterface, 'Attachment'), 'Status');
  if (attachment !== null && attachment !== 'attached') lost(`${id} is not attached`);
  const owners = list(world, 'VpcEndpoints').filter((e) => texts(e, 'NetworkInterfaceIds').includes(id));
  if (!owners.every((e) => isState(e, 'State', 'available'))) lost(`the endpoint of ${id} is not available`);
  if (owners.length === 0 && isState(networkInterface, 'InterfaceType', 'vpc_endpoint')) lost(`whose ${id} is`);
}

export function mustRun(instance: Item): void {
  if (!isState(inner(instance, 'State'), 'Name', 'running')) lost(`${instance['InstanceId']} is not running`);
}
