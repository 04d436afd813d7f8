import type { GapRow, RequestRow } from '../../snapshot/document.ts';

/**
 * What a participant of a shared VPC is shown of it leaves these out, without an error: an empty answer says nothing.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html
 */
const OWNER_SEES_ALONE: readonly string[] = [
  'NatGateways',
  'VpcEndpoints',
  'VpcPeeringConnections',
  'VpnGateways',
  'SecurityGroups',
];
/** Of these every account sees its own; by an address, of all VPCs at once. */
const EACH_SEES_ITS_OWN: readonly string[] = ['NetworkInterfaces', 'Instances'];

export interface Rows {
  readonly requests: readonly RequestRow[];
  readonly gaps: readonly GapRow[];
}

/** The rows as far as an answer was complete: none says that something is absent from a VPC that another account owns. */
export function visibleRows({ requests, gaps }: Rows, own: readonly string[], foreign: readonly string[]): Rows {
  if (foreign.length === 0) return { requests, gaps };
  const narrowed = requests.map((row) => narrow(row, own, foreign));
  return {
    requests: narrowed.flatMap(({ complete }) => complete),
    gaps: [...gaps, ...narrowed.flatMap(({ hidden }) => hidden)],
  };
}

function narrow(row: RequestRow, own: readonly string[], foreign: readonly string[]) {
  if (EACH_SEES_ITS_OWN.includes(row.list)) {
    return { complete: [within(row, 'vpc-id', own)], hidden: [hiddenIn(within(row, 'vpc-id', foreign))] };
  }
  const [name, values] = Object.entries(row.filters).find(([filter]) => filter.endsWith('vpc-id')) ?? [];
  const seen = values?.filter((vpc) => !foreign.includes(vpc)) ?? [];
  if (!OWNER_SEES_ALONE.includes(row.list) || name === undefined || seen.length === values?.length) {
    return { complete: [row], hidden: [] };
  }
  const unseen = values?.filter((vpc) => foreign.includes(vpc)) ?? [];
  return {
    complete: seen.length === 0 ? [] : [within(row, name, seen)],
    hidden: [hiddenIn(within(row, name, unseen))],
  };
}

function within(row: RequestRow, name: string, values: readonly string[]): RequestRow {
  return { ...row, filters: { ...row.filters, [name]: values } };
}

function hiddenIn(row: RequestRow): GapRow {
  return { ...row, error: 'SharedVpc', message: 'The VPC belongs to another account, which alone sees all of it.' };
}
