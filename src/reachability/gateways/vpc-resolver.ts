import { formatAddress } from '../../net/address.ts';
import type { MissingFact } from '../../snapshot/known.ts';
import { notRead } from '../../snapshot/not-read.ts';
import { routeTarget } from '../../topology/route-target.ts';
import type { TopologyNode } from '../../topology/topology.ts';
import { blocker } from '../blocker.ts';
import { resolverAddresses } from '../names/amazon-resolver.ts';
import { onlyDestination, type Position, type Stage, tableAt, vpcOf, type Walk } from '../position.ts';
import { missingFact } from '../walk-record.ts';

const DNS = 53;

/** The VPC whose own resolver a flow asks from inside it, or may ask where nobody read the VPC; null for any other flow. */
export function resolverAsked(walk: Walk, position: Position): TopologyNode<'vpc'> | null {
  const address = onlyDestination(position);
  const vpc = vpcOf(walk.topology, position.subnet);
  if (vpc === null || address === null || walk.flow.destination.port !== DNS) return null;
  return addressesOf(walk, position, vpc).includes(formatAddress(address)) ? vpc : null;
}

/** Of a VPC nobody read, any block of its tables may be the primary one. */
function addressesOf({ topology }: Walk, position: Position, { fact }: TopologyNode<'vpc'>): readonly string[] {
  if (fact.known && fact.value !== null) return resolverAddresses(fact.value);
  const table = tableAt(topology, position)?.fact;
  const routes = table?.known === true ? (table.value?.Routes ?? []) : [];
  const blocks = routes
    .filter((route) => routeTarget(route).kind === 'local')
    .map(({ DestinationCidrBlock: CidrBlock }) => ({ CidrBlock }));
  return [{}, ...blocks].flatMap(resolverAddresses);
}

/**
 * The resolver is beside every subnet: no group, ACL or route is asked, only whether the VPC has it.
 * https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
 */
export function askResolver({ record, flow }: Walk, position: Position, { id, fact }: TopologyNode<'vpc'>): Stage {
  const { label: host } = flow.destination;
  const support = fact.known ? fact.value?.EnableDnsSupport : undefined;
  record.hop(host, 'target', null);
  if (support === true)
    record.pass('dns', { resource: id, entry: 'enableDnsSupport', text: `${host} is the resolver of ${id}` });
  else if (support === undefined)
    record.stop(position.segment, missingFact([supportUnread(id, fact)], [id], null, null), undefined, 'dns');
  else {
    const reason = `enableDnsSupport of ${id} is false, so its resolver answers nothing`;
    const details = { host, reason, mend: `Turn enableDnsSupport of ${id} on` };
    record.stop(position.segment, blocker('X_NAME_NOT_RESOLVED', { resources: [id] }, details), reason, 'dns');
  }
  return { position, exit: { kind: 'delivered', subnet: position.subnet, peering: null } };
}

function supportUnread(id: string, fact: TopologyNode<'vpc'>['fact']): MissingFact {
  if (!fact.known) return fact.missing;
  if (fact.value === null) return notRead('Vpcs', `${id} is not among the VPCs read`);
  return notRead('Vpcs', `enableDnsSupport of ${id} is not stated`, 'ec2:DescribeVpcAttribute');
}
