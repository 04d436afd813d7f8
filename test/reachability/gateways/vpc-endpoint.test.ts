import { describe, expect, test } from 'vitest';
import { ACCOUNT, addRoutes, item, refuse, remove, route, setRoutes, type World } from '../../support/world.ts';
import { addDatabaseBehindTransitGateway, addS3Endpoint } from '../../support/world-parts.ts';
import { type Asked, type Change, told, traced } from './traced.ts';

const S3 = { to: '198.51.100.7', port: 443 };
const INSIDE = { to: '10.7.0.9', port: 443 };

type Endpoint = World['VpcEndpoints'][number];
const is =
  (more: Partial<Endpoint>): Change =>
  (w) => {
    Object.assign(item(w, 'VpcEndpoints', 'vpce-s3'), more);
  };
const silent =
  (field: keyof Endpoint): Change =>
  (w) => {
    delete item(w, 'VpcEndpoints', 'vpce-s3')[field];
  };
const by =
  (destination: string): Change =>
  (w) =>
    setRoutes(w, 'rtb-private', [route(destination, 'vpce-s3')]);
const gone: Change = (w) => remove(w, 'VpcEndpoints', 'vpce-s3');
/** The list is the account's own. */
const listed =
  (Cidr: string): Change =>
  (w) => {
    Object.assign(item(w, 'ManagedPrefixLists', 'pl-s3'), {
      OwnerId: ACCOUNT,
      PrefixListName: 'own',
      Entries: [{ Cidr }],
    });
  };
/** The function's requests for S3 go over a transit gateway into another VPC, which has the endpoint. */
const ofAnotherVpc: Change = (w) => {
  addDatabaseBehindTransitGateway(w);
  setRoutes(w, 'rtb-private', [route('198.51.100.0/24', 'tgw-1')]);
  const table = item(w, 'TransitGatewayRouteTables', 'tgw-rtb-1');
  const [, far] = table.Routes ?? [];
  table.Routes?.push({ ...far, DestinationCidrBlock: '198.51.100.0/24' });
  addRoutes(w, 'rtb-far', [route('pl-s3', 'vpce-s3')]);
};

const AT = 'vpce-s3 at subnet-l1';
const UNREAD = `unknown, forward UNKNOWN_RESOURCE ${AT}`;
const PASSED_BY = 'blocked, forward IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS igw-1 at subnet-public';
const UNMODELLED = `unknown, forward X_NOT_MODELLED ${AT}`;

const WORLDS: readonly [string, Asked, readonly Change[], string][] = [
  ['by the prefix list of its service', S3, [], 'reachable'],
  ['of a service that is not stated', S3, [silent('ServiceName')], 'reachable'],
  ['not yet available', S3, [is({ State: 'pending' })], `blocked, forward BAD_STATE ${AT}`],
  ['in no stated state', S3, [silent('State')], UNREAD],
  ['by a block', S3, [by('198.51.100.0/24')], UNMODELLED],
  ['by a prefix list of private addresses', INSIDE, [listed('10.7.0.0/16')], PASSED_BY],
  ['to an interface endpoint', S3, [is({ VpcEndpointType: 'Interface' })], UNMODELLED],
  ['to an endpoint of no stated type', S3, [silent('VpcEndpointType')], UNREAD],
  ['to an endpoint that is gone', S3, [gone], UNREAD],
  ['to an endpoint nobody asked for', S3, [(w) => refuse(w, 'VpcEndpoints')], UNREAD],
  ['from another VPC', S3, [ofAnotherVpc], 'blocked, forward X_GATEWAY_OF_ANOTHER_VPC vpce-s3 at subnet-far'],
];

describe('a route to a gateway endpoint', () => {
  test.each(WORLDS)('%s', (_, asked, changes, expected) => {
    expect(told(traced([addS3Endpoint, ...changes], asked))).toBe(expected);
  });

  test('in words', () => {
    const words = WORLDS.map(([what, asked, changes]) => {
      const { blockers, forward } = traced([addS3Endpoint, ...changes], asked);
      return [what, ...blockers, forward.hops.find((hop) => hop.resource === 'vpce-s3')];
    });
    expect(words).toMatchSnapshot();
  });
});
