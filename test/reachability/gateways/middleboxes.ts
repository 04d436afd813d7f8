import {
  addSubnet,
  instance,
  networkInterface,
  OPEN,
  permit,
  route,
  routeTable,
  securityGroup,
  setRoutes,
  subnet,
  type World,
} from '../../support/world.ts';
import type { Change } from './traced.ts';

export const FIREWALL = 'vpce-firewall';
const ALL = '0.0.0.0/0';

/** A web server with a public address of its own. */
export function addWeb(w: World): void {
  const eni = networkInterface('eni-web', 'subnet-public', '10.0.100.80', ['sg-web'], {
    Association: { PublicIp: '203.0.113.80' },
  });
  const web = instance('i-web', eni);
  w.Instances.push(web.instance);
  w.NetworkInterfaces.push(web.interface);
  w.SecurityGroups.push(securityGroup('sg-web', [permit('tcp', [ALL], 443)], [OPEN]));
}

/** A subnet between the public one and the internet gateway, through which both directions go by `hop`. */
function through(hop: string): Change {
  return (w) => {
    addSubnet(w, subnet('subnet-middle', '10.0.60.0/24', 'a'), null);
    w.RouteTables.push(routeTable('rtb-middle', ['subnet-middle'], [route(ALL, 'igw-1')]));
    setRoutes(w, 'rtb-public', [route(ALL, hop)]);
    const edge = routeTable('rtb-edge', ['-'], [route('10.0.100.0/24', hop)]);
    w.RouteTables.push({
      ...edge,
      Associations: [{ Main: false, GatewayId: 'igw-1', AssociationState: { State: 'associated' } }],
    });
  };
}

export function addFirewall(w: World): void {
  through(FIREWALL)(w);
  w.VpcEndpoints.push({
    VpcEndpointId: FIREWALL,
    VpcEndpointType: 'GatewayLoadBalancer',
    VpcId: 'vpc-1',
    State: 'available',
    SubnetIds: ['subnet-middle'],
  });
}

export function addAppliance(w: World): void {
  through('eni-appliance')(w);
  const eni = networkInterface('eni-appliance', 'subnet-middle', '10.0.60.5', ['sg-appliance'], {
    SourceDestCheck: false,
  });
  const it = instance('i-appliance', eni);
  w.Instances.push(it.instance);
  w.NetworkInterfaces.push(it.interface);
  w.SecurityGroups.push(securityGroup('sg-appliance', [OPEN]));
}
