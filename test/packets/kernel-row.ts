import type { Row, World } from '../kernel/world.ts';
import { addressOf } from './address.ts';
import { type Connection, connect } from './connect.ts';
import { DoesNotWork, type Item, text, theOne } from './facts.ts';
import { edgesOf, portsIn } from './samples.ts';

/** What becomes of the connections of one row of the kernel's, tried from the same ports as the kernel's own. */
export function verdictOfRow(world: World, row: Row): Row['verdict'] {
  const facts = factsOf(world);
  const ports = portsIn([1024, 65535], edgesOf(facts));
  const natPorts = row.natGatewayId === null ? ports.slice(0, 1) : ports;
  const tries = ports.flatMap((clientPort) =>
    natPorts.map((natPort) => connects(facts, world, row, { clientPort, natPort })),
  );
  const connected = tries.filter((works) => works).length;
  return connected === tries.length ? 'reachable' : connected === 0 ? 'unreachable' : 'partial';
}

/** Prefix lists as managed ones, which is what the packets are shown. */
function factsOf(world: World): Item {
  const lists = (world.PrefixLists ?? []).map(({ Cidrs, ...list }) => ({
    ...list,
    Entries: Cidrs.map((Cidr) => ({ Cidr })),
  }));
  const managed = (world['ManagedPrefixLists'] ?? []) as readonly Item[];
  return { ...world, ManagedPrefixLists: [...managed, ...lists] };
}

function connects(facts: Item, world: World, row: Row, ports: Pick<Connection, 'clientPort' | 'natPort'>): boolean {
  const address = row.eniId.startsWith('synthetic-')
    ? row.sourceIp
    : text(theOne(facts, 'NetworkInterfaces', 'NetworkInterfaceId', row.eniId), 'PrivateIpAddress');
  try {
    connect(facts, {
      ...ports,
      subnet: row.subnetId,
      address: addressOf(address ?? ''),
      groups: world.function.VpcConfig.SecurityGroupIds,
      publicAddress: null,
      destination: addressOf(row.targetIp),
      wanted: null,
      secretsManagers: false,
      port: row.targetPort,
    });
    return true;
  } catch (error) {
    if (error instanceof DoesNotWork) return false;
    throw error;
  }
}
