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
  'TransitGatewayVpcAttachments',
];
/** Of these every account sees its own; by an address, of all VPCs at once. */
const EACH_SEES_ITS_OWN: readonly string[] = ['NetworkInterfaces', 'Instances'];

export interface Rows {
  readonly requests: readonly RequestRow[];
  readonly gaps: readonly GapRow[];
}

/** VPCs that one account is shown. */
export interface ShownVpcs {
  readonly own: readonly string[];
  /** Those that another account owns, and whether that one was asked as well. */
  readonly shared: readonly { readonly vpc: string; readonly ownerAsked: boolean; readonly remedy: string }[];
}

/** The rows as far as an answer was complete: none says that something is absent from a VPC that another account owns. */
export function visibleRows({ requests, gaps }: Rows, shownTo: (row: RequestRow) => ShownVpcs): Rows {
  const narrowed = requests.map((row) => narrow(row, shownTo(row)));
  return {
    requests: narrowed.flatMap(({ complete }) => complete),
    gaps: [...gaps, ...narrowed.flatMap(({ hidden }) => hidden)],
  };
}

interface Narrowed {
  readonly complete: readonly RequestRow[];
  readonly hidden: readonly GapRow[];
}

function narrow(row: RequestRow, { own, shared }: ShownVpcs): Narrowed {
  if (shared.length === 0) return { complete: [row], hidden: [] };
  const hidden = (name: string, wanted: (vpc: string) => boolean) =>
    shared
      .filter(({ vpc, ownerAsked }) => wanted(vpc) && !ownerAsked)
      .map(({ vpc, remedy }) => hiddenIn(within(row, name, [vpc]), remedy));
  if (EACH_SEES_ITS_OWN.includes(row.list)) {
    return { complete: [within(row, 'vpc-id', own)], hidden: hidden('vpc-id', () => true) };
  }
  const [name, values] = Object.entries(row.filters).find(([filter]) => filter.endsWith('vpc-id')) ?? [];
  if (!OWNER_SEES_ALONE.includes(row.list) || name === undefined || values === undefined) {
    return { complete: [row], hidden: [] };
  }
  const seen = values.filter((value) => !shared.some(({ vpc }) => vpc === value));
  return {
    complete: seen.length === 0 ? [] : [within(row, name, seen)],
    hidden: hidden(name, (vpc) => values.includes(vpc)),
  };
}

function within(row: RequestRow, name: string, values: readonly string[]): RequestRow {
  return { ...row, filters: { ...row.filters, [name]: values } };
}

function hiddenIn(row: RequestRow, remedy: string): GapRow {
  return {
    ...row,
    error: 'SharedVpc',
    message: `The VPC belongs to another account, which alone sees all of it: ${remedy}.`,
  };
}
