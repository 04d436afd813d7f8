import { known } from '../../snapshot/known.ts';
import type { OpaqueKind } from '../assumptions.ts';
import { blocker } from '../blocker.ts';
import {
  type Division,
  destinationText,
  type Exit,
  ending,
  type Onward,
  type Position,
  stopHere,
  vpcOf,
  type Walk,
} from '../position.ts';
import { meetOpaque } from '../walk-record.ts';
import { whyUnread } from './peering-connection.ts';
import {
  attachmentTrouble,
  checkIpv6,
  deliveringSubnets,
  entryPlace,
  gatewayOf,
  nameOf,
  noZone,
  referencesAcross,
  standingInZone,
  vpcOfAttachment,
} from './transit-attachments.ts';
import type { AttachmentNode } from './transit-gateway-routes.ts';

const OUT_OF_SIGHT: Readonly<Record<string, OpaqueKind>> = {
  vpn: 'vpn',
  'vpn-concentrator': 'vpn',
  'client-vpn': 'vpn',
  'direct-connect-gateway': 'direct-connect',
  connect: 'transit-gateway-appliance',
  'network-function': 'transit-gateway-appliance',
  peering: 'other-account',
  'tgw-peering': 'other-account',
};

/** The way over a transit gateway: in by the near attachment, out by the far one. */
interface Crossed {
  readonly gateway: string;
  readonly near: AttachmentNode;
  readonly far: AttachmentNode;
}

/** Out by the far attachment: into the VPC there, or out of sight. */
export function leaveTransitGateway(walk: Walk, position: Position, crossed: Crossed): Onward | Division {
  const { gateway: id, near, far } = crossed;
  const { topology, record } = walk;
  const { segment, subnet: at } = position;
  const vpc = vpcOfAttachment(far);
  const name = nameOf(far);
  if (vpc === null || !isInSight(walk, vpc)) {
    const type = typeOf(far);
    const kind = vpc === null ? OUT_OF_SIGHT[type] : 'other-account';
    const what =
      vpc === null
        ? `an attachment of the type ${type}`
        : `${vpc}, whose facts were not read${whyUnread(topology, vpc)}`;
    if (kind !== undefined) {
      const reason = `${name} leads to ${what}`;
      meetOpaque(walk, segment, { kind, hop: name, place: { resources: [name], at }, reason });
    } else {
      const details = { what: `transit gateway attachment ${name}`, reason: `it leads to ${what}` };
      record.stop(segment, blocker('X_NOT_MODELLED', { resources: [name], at }, details));
    }
    return ending(exitBy(crossed));
  }
  const own = vpcOf(topology, at)?.id;
  if (vpc === own) {
    const details = { destination: destinationText(walk, position), gateway: vpc, subnet: nameOf(near) };
    return stopHere(
      walk,
      position,
      blocker('X_ROUTE_LOOP', { resources: [id], at }, details),
      `${id} sends it back into ${vpc}`,
    );
  }
  const trouble = attachmentTrouble(far, id, vpc, at);
  if (trouble !== null) record.stop(segment, trouble);
  checkIpv6(walk, position, [near, far]);
  return enterVpc(walk, position, crossed);
}

function exitBy({ gateway, near, far }: Crossed): Exit {
  return { kind: 'transit-gateway', gateway, crossed: { near: near.id, far: far.id } };
}

function typeOf({ fact }: AttachmentNode): string {
  const attachment = fact.known ? fact.value?.attachment : undefined;
  return (attachment?.known === true ? attachment.value?.ResourceType : undefined) ?? 'unknown';
}

function isInSight({ topology }: Walk, vpc: string): boolean {
  const { fact } = topology.node('vpc', vpc);
  return fact.known && fact.value !== null;
}

/** Into the far VPC, by a subnet of the attachment, whose route table leads on. */
function enterVpc(walk: Walk, position: Position, crossed: Crossed): Onward | Division {
  const { near, far } = crossed;
  const entries = deliveringSubnets(walk.topology, far, position.subnet);
  const place = entryPlace(far);
  const picked = walk.way.picks.get(place);
  const [only, ...others] = entries;
  if (picked === undefined && others.length > 0) {
    return {
      kind: 'division',
      ways: entries.map((e) => ({ ...walk.way, picks: new Map([...walk.way.picks, [place, e]]) })),
    };
  }
  const subnet = picked ?? only;
  const exit = exitBy(crossed);
  if (subnet === undefined) {
    const missing = standingInZone(walk.topology, far, position.subnet).missing;
    walk.record.stop(position.segment, missing ?? noZone(far, position.subnet));
    return ending(exit);
  }
  const again = position.crossing !== null;
  return {
    kind: 'onward',
    exit,
    next: {
      ...position,
      subnet,
      table: null,
      // A reference reaches over one gateway, no further.
      groups: again ? known([]) : position.groups,
      publicAddresses: [],
      natGateway: null,
      crossing: {
        kind: 'transit-gateway',
        id: gatewayOf(far),
        references: referencesAcross(walk, near, far, [position.subnet, subnet]),
      },
      // Behind a peering of gateways it is the far VPC's own that brings the replies back.
      arrivedBy: gatewayOf(far),
    },
  };
}
