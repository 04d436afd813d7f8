import { formatAddress } from '../../net/address.ts';
import type { Vpc } from '../../snapshot/network-facts.ts';
import { notRead } from '../../snapshot/not-read.ts';
import { blocker } from '../blocker.ts';
import { protocolNumber } from '../flow.ts';
import { resolverAddresses } from '../names/amazon-resolver.ts';
import { onlyDestination, type Position, type Stage, vpcOf, type Walk } from '../position.ts';
import { missingFact } from '../walk-record.ts';

const DNS = 53;

/** The VPC whose own resolver a flow asks from inside it; null for any other flow. */
export function resolverAsked({ topology, flow }: Walk, position: Position): Vpc | null {
  const protocol = protocolNumber(flow.protocol);
  const address = onlyDestination(position);
  const fact = vpcOf(topology, position.subnet)?.fact;
  const vpc = fact?.known === true ? fact.value : null;
  if (vpc === null || address === null || flow.destination.port !== DNS || (protocol !== 6 && protocol !== 17))
    return null;
  return resolverAddresses(vpc).includes(formatAddress(address)) ? vpc : null;
}

/**
 * The resolver is beside every subnet: no group, ACL or route is asked, only whether the VPC has it.
 * https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
 */
export function askResolver({ record, flow }: Walk, position: Position, vpc: Vpc): Stage {
  const { VpcId: id, EnableDnsSupport: support } = vpc;
  const { label: host } = flow.destination;
  record.hop(host, 'target', null);
  if (support === true)
    record.pass('dns', { resource: id, entry: 'enableDnsSupport', text: `${host} is the resolver of ${id}` });
  else if (support === undefined) {
    const missing = notRead('Vpcs', `enableDnsSupport of ${id} is not stated`, 'ec2:DescribeVpcAttribute');
    record.stop(position.segment, missingFact([missing], [id], null, null), undefined, 'dns');
  } else {
    const reason = `enableDnsSupport of ${id} is false, so its resolver answers nothing`;
    const details = { host, reason, mend: `Turn enableDnsSupport of ${id} on` };
    record.stop(position.segment, blocker('X_NAME_NOT_RESOLVED', { resources: [id] }, details), reason, 'dns');
  }
  return { position, exit: { kind: 'delivered', subnet: position.subnet, peering: null } };
}
