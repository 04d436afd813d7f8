import { describe, expect, test } from 'vitest';
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
} from '../../support/world.ts';
import { addS3PrefixList } from '../../support/world-parts.ts';
import { toOneOf } from '../to-one-of.ts';
import { type Change, told, traced } from './traced.ts';

/** An instance before the NAT gateway, which its group lets out to the addresses of S3 alone. */
const appliance: Change = (w) => {
  addS3PrefixList(w);
  addSubnet(w, subnet('subnet-middle', '10.0.60.0/24', 'a'), null);
  w.RouteTables.push(routeTable('rtb-middle', ['subnet-middle'], [route('0.0.0.0/0', 'nat-1')]));
  setRoutes(w, 'rtb-private', [route('0.0.0.0/0', 'eni-mid')]);
  const eni = networkInterface('eni-mid', 'subnet-middle', '10.0.60.5', ['sg-mid'], { SourceDestCheck: false });
  const it = instance('i-mid', eni);
  w.Instances.push(it.instance);
  w.NetworkInterfaces.push(it.interface);
  w.SecurityGroups.push(securityGroup('sg-mid', [OPEN], [permit('tcp', ['pl-s3'], 443)]));
};

describe("an appliance whose group lets out to a list of another service's addresses", () => {
  test('forwards to an address of that list', () => {
    const asked = { to: '198.51.100.7', port: 443, vouched: ['i-mid'] };
    expect(told(traced([appliance], asked))).toBe('reachable');
  });

  test('forwards nothing to a service that is not on it, whatever its addresses', () => {
    const { disposition, blockers } = toOneOf(['198.51.100.0/24'], appliance);
    const refused = blockers.filter((b) => b.leg === 'forward').map((b) => [b.code, b.resources, b.at]);
    expect([disposition, refused[0]]).toEqual(['blocked', ['ENI_SG_RULES_MISMATCH', ['sg-mid'], 'eni-mid']]);
  });
});
