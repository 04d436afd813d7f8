import { paginateDescribeInstances, paginateDescribeNetworkInterfaces } from '@aws-sdk/client-ec2';
import { filtered, PAGE } from './ec2-rows.ts';
import { everyPage } from './every-page.ts';
import type { FactsSoFar } from './facts-so-far.ts';
import { wantedAt } from './place.ts';
import type { ItemsRow, PlanRow } from './plan-row.ts';
import { addressesToFind, instancesOnTheWay, interfacesOnTheWay } from './wanted-network.ts';
import { balancedInstances, groupsOfUnplaced, serviceSubnets } from './wanted-services.ts';
import {
  instancesInNames,
  privateInstanceNames,
  publicInstanceNames,
  targetInstances,
  targetInterfaces,
  targetIpv6,
  targetPublicIpv4,
} from './wanted-targets.ts';
import { everyPlace } from './wanted-vpcs.ts';

type Values = ItemsRow['values'];

/** Interfaces and instances at the targets and on the way to them. */
export const INTERFACES_PLAN: readonly PlanRow[] = [
  interfaces('network-interface-id', (facts) => [...everywhere(targetInterfaces)(facts), ...interfacesOnTheWay(facts)]),
  interfaces('attachment.instance-id', everywhere(targetInstances)),
  interfaces('addresses.private-ip-address', addressesToFind),
  interfaces('association.public-ip', everywhere(targetPublicIpv4)),
  interfaces('ipv6-addresses.ipv6-address', everywhere(targetIpv6)),
  interfaces('subnet-id', serviceSubnets),
  interfaces('group-id', groupsOfUnplaced),
  instances('instance-id', (facts) => [
    ...everywhere(targetInstances)(facts),
    ...everywhere(instancesInNames)(facts),
    ...instancesOnTheWay(facts),
    ...balancedInstances(facts),
  ]),
  instances('private-dns-name', everywhere(privateInstanceNames)),
  instances('dns-name', everywhere(publicInstanceNames)),
];

/** Values that belong to no VPC in particular, asked about wherever things of the question lie. */
function everywhere(values: (facts: FactsSoFar) => readonly string[]): Values {
  return (facts) => everyPlace(facts).flatMap((at) => wantedAt(at, values(facts)));
}

function interfaces(filter: string, values: Values): ItemsRow {
  return filtered('NetworkInterfaces', 'DescribeNetworkInterfaces', filter, values, (client, Filters, options) =>
    everyPage(
      paginateDescribeNetworkInterfaces(
        { client, pageSize: PAGE.most },
        // Interfaces that AWS's services manage are left out otherwise.
        { Filters, IncludeManagedResources: true },
        options,
      ),
      (p) => p.NetworkInterfaces,
    ),
  );
}

function instances(filter: string, values: Values): ItemsRow {
  return filtered('Instances', 'DescribeInstances', filter, values, (client, Filters, options) =>
    everyPage(
      paginateDescribeInstances({ client, pageSize: PAGE.most }, { Filters, IncludeManagedResources: true }, options),
      (p) => p.Reservations?.flatMap(({ Instances }) => Instances ?? []),
    ),
  );
}
