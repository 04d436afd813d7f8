import { describe, expect, test } from 'vitest';
import {
  bearsName,
  byEndpointName,
  endpointState,
  interfacesOf,
  isEndpointName,
  stateOf,
} from '../../../src/reachability/names/endpoint-records.ts';
import { parseSnapshot } from '../../../src/snapshot/document.ts';
import type { VpcEndpoint } from '../../../src/snapshot/network-facts.ts';
import { openSnapshot } from '../../../src/snapshot/snapshot.ts';
import { healthyWorld } from '../../support/healthy-world.ts';
import { item, remove, type World } from '../../support/world.ts';
import { addEndpoint, ENDPOINT_NAME, ZONAL_ENDPOINT_NAME } from '../../support/world-parts.ts';

const endpoint = (fields: Partial<VpcEndpoint>): VpcEndpoint => ({ VpcEndpointId: 'vpce-1', ...fields });

test.each<[string, string, boolean]>([
  ['api.partner.example', 'api.partner.example', true],
  ['API.Partner.Example.', 'api.partner.example', true],
  ['api.partner.example', 'bpi.partner.example', false],
  ['*.partner.example', 'api.partner.example', true],
  ['*.partner.example', 'v1.api.partner.example', true],
  ['*.partner.example', 'partner.example', false],
  ['*.partner.example', 'apipartner.example', false],
])('the DNS entry %s is one for %s: %s', (DnsName, host, borne) => {
  expect(bearsName(endpoint({ DnsEntries: [{ HostedZoneId: 'Z1' }, { DnsName }] }), host)).toBe(borne);
});

test('an endpoint that lists no names bears none', () => {
  expect(bearsName(endpoint({}), 'api.partner.example')).toBe(false);
});

test.each([
  [ENDPOINT_NAME, true],
  ['vpce-1-abc.secretsmanager.cn-north-1.vpce.amazonaws.com.cn', true],
  [`${ENDPOINT_NAME}.corp.example`, false],
  ['secretsmanager.us-east-1.amazonaws.com', false],
])('%s is a name AWS gives an endpoint: %s', (host, is) => {
  expect(isEndpointName(host)).toBe(is);
});

test.each<[string | undefined, string, string]>([
  ['available', 'available', 'available'],
  ['Available', 'available', 'available'],
  ['partial', 'uncertain', 'partial'],
  [undefined, 'uncertain', 'in a state that is not stated'],
  ['pendingAcceptance', 'dead', 'pendingacceptance'],
  ['deleting', 'dead', 'deleting'],
])('an endpoint whose state is %s is %s, and said to be %s', (State, state, said) => {
  const it = endpoint(State === undefined ? {} : { State });
  expect([endpointState(it), stateOf(it)]).toEqual([state, said]);
});

describe('the records of an endpoint', () => {
  test.each<[string | undefined, string | undefined, true | false | 'undetermined', true | false | 'undetermined']>([
    [undefined, undefined, true, false],
    [undefined, 'service-defined', true, false],
    ['ipv6', 'service-defined', 'undetermined', 'undetermined'],
    ['ipv4', 'ipv8', 'undetermined', 'undetermined'],
  ])('of address type %s and record type %s are A: %s, AAAA: %s', (addresses, records, A, AAAA) => {
    const it = endpoint({
      ...(addresses === undefined ? {} : { IpAddressType: addresses }),
      ...(records === undefined ? {} : { DnsOptions: { DnsRecordIpType: records } }),
    });
    expect(interfacesOf(it)).toEqual({ kind: 'endpoint', endpoint: it, interfaces: [], records: { A, AAAA } });
  });
});

describe('a name AWS gives an endpoint', () => {
  const STRANGER = ENDPOINT_NAME.replace('vpce-sm', 'vpce-0stranger');

  function answerOf(host: string, change: (world: World) => void = () => {}) {
    const world = healthyWorld();
    addEndpoint(world);
    change(world);
    return byEndpointName(openSnapshot(parseSnapshot(world, 'test'), 'test'), host);
  }

  const interfacesFor = (host: string, change?: (world: World) => void) =>
    answerOf(host, change).alternatives.map((a) => (a.kind === 'endpoint' ? a.interfaces.join() : a.kind));

  test.each<[string, string, (world: World) => void, string]>([
    ['of the Region gives every interface', ENDPOINT_NAME, () => {}, 'eni-sm-a,eni-sm-b'],
    ['of one zone gives the one of the zone', ZONAL_ENDPOINT_NAME, () => {}, 'eni-sm-a'],
    [
      'of one zone gives the one of the zone whatever else is out of sight',
      ZONAL_ENDPOINT_NAME,
      (w) => {
        remove(w, 'NetworkInterfaces', 'eni-sm-b');
        item(w, 'VpcEndpoints', 'vpce-sm').NetworkInterfaceIds = ['eni-sm-b', 'eni-sm-a'];
      },
      'eni-sm-a',
    ],
    [
      'of one zone may give any where the subnet is out of sight',
      ZONAL_ENDPOINT_NAME,
      (w) => remove(w, 'Subnets', 'subnet-e1'),
      'eni-sm-a,eni-sm-b',
    ],
    [
      'gives nothing while the endpoint is being deleted',
      ENDPOINT_NAME,
      (w) => {
        item(w, 'VpcEndpoints', 'vpce-sm').State = 'deleting';
      },
      'nowhere',
    ],
  ])('%s', (_, host, change, expected) => {
    expect(interfacesFor(host, change)).toEqual([expected]);
  });

  test('says why', () => {
    const inState = (State: string) => (world: World) => {
      item(world, 'VpcEndpoints', 'vpce-sm').State = State;
    };
    const { alternatives: _, ...zonal } = answerOf(ZONAL_ENDPOINT_NAME);
    expect({
      zonal,
      outOfSight: answerOf(STRANGER),
      partial: answerOf(ENDPOINT_NAME, inState('partial')),
      deleting: answerOf(ENDPOINT_NAME, inState('deleting')),
    }).toMatchSnapshot();
  });
});
