import { describe, expect, test } from 'vitest';
import { addCentralEndpoint } from '../../support/names-world.ts';
import { SECRETS_MANAGER_HOST as HOST, item, REGION, type World } from '../../support/world.ts';
import { addEndpoint, addS3Endpoint, ENDPOINT_NAME } from '../../support/world-parts.ts';
import { answersIn } from './answers-in.ts';

type Change = (world: World) => void;
type EndpointFacts = Partial<World['VpcEndpoints'][number]>;

const OFF: EndpointFacts = { PrivateDnsEnabled: false, DnsEntries: [{ DnsName: ENDPOINT_NAME }] };
const FIPS: EndpointFacts = {
  ServiceName: `com.amazonaws.${REGION}.secretsmanager-fips`,
  DnsEntries: [{ DnsName: `secretsmanager-fips.${REGION}.amazonaws.com` }],
};

const endpoint =
  (facts: EndpointFacts, ...left: readonly string[]): Change =>
  (w) => {
    addEndpoint(w);
    const it = item(w, 'VpcEndpoints', 'vpce-sm');
    for (const name of left) delete it[name];
    Object.assign(it, facts);
  };

const remarksIn = (change: Change, host = HOST) =>
  answersIn(change, host).remarks.map(({ code, details }) => [code, details['endpoint'], details['reason']]);

describe('an endpoint for Secrets Manager that does not serve the name', () => {
  const off = [['X_ENDPOINT_UNUSED', 'vpce-sm', 'its private DNS is off']];
  const otherwise = [['X_ENDPOINT_UNUSED', 'vpce-sm', 'its service has another name']];
  test.each<[string, Change, unknown]>([
    ['while its private DNS is off', endpoint(OFF), off],
    ['while the private DNS of a FIPS endpoint is off', endpoint({ ...FIPS, ...OFF }), off],
    ['as one of the FIPS service', endpoint(FIPS), otherwise],
    ['as one of the FIPS service, whatever its private DNS', endpoint(FIPS, 'PrivateDnsEnabled'), otherwise],
    [
      "as one of another Region's",
      endpoint({ ...FIPS, ServiceName: 'com.amazonaws.eu-west-1.secretsmanager', ServiceRegion: 'eu-west-1' }),
      otherwise,
    ],
  ])('is named: %s', (_, change, remarks) => {
    expect(remarksIn(change)).toEqual(remarks);
  });

  test.each<[string, Change]>([
    ['there is none', () => undefined],
    ['it is deleted', endpoint({ ...OFF, State: 'deleted' })],
    ['it is of another service', endpoint({ ...OFF, ServiceName: `com.amazonaws.${REGION}.rds` })],
    ['its service is not stated', endpoint(OFF, 'ServiceName')],
    ['it may serve it, as nobody states its private DNS', endpoint({ DnsEntries: [] }, 'PrivateDnsEnabled')],
    ['it may serve it, as it is being deleted', endpoint({ State: 'deleting' })],
  ])('is not named where %s', (_, change) => {
    expect(remarksIn(change)).toEqual([]);
  });

  test('is not named where host names are off, and it may serve it', () => {
    const change: Change = (w) => {
      addEndpoint(w);
      item(w, 'Vpcs', 'vpc-1').EnableDnsHostnames = false;
    };
    expect(answersIn(change).remarks.map(({ code }) => code)).not.toContain('X_ENDPOINT_UNUSED');
  });

  test("is not named for another service's name", () => {
    expect(remarksIn(endpoint(OFF), `rds.${REGION}.amazonaws.com`)).toEqual([]);
  });
});

describe('an endpoint that takes the name from a NAT gateway', () => {
  const shadows = [['X_PRIVATE_DNS_SHADOWS_NAT', 'vpce-sm', undefined]];
  test.each<[string, Change, unknown]>([
    ['that is there', endpoint({}), shadows],
    [
      'that is deleted',
      (w) => {
        addEndpoint(w);
        item(w, 'NatGateways', 'nat-1').State = 'deleted';
      },
      [],
    ],
    [
      "that is another VPC's",
      (w) => {
        addEndpoint(w);
        item(w, 'NatGateways', 'nat-1').VpcId = 'vpc-2';
      },
      [],
    ],
  ])('%s: said so or not', (_, change, remarks) => {
    expect(remarksIn(change)).toEqual(remarks);
  });
});

describe('a private name', () => {
  const kindsIn = (change: Change, host: string) => {
    const { resolvesTo, alternatives } = answersIn(change, host);
    return [resolvesTo, ...alternatives.map((a) => a.kind)];
  };

  test('of a gateway endpoint there is none, whatever is not said of its private DNS', () => {
    expect(kindsIn(addS3Endpoint, `s3.${REGION}.amazonaws.com`)).toEqual(['public', 'public']);
  });

  test.each([
    ['its own, of a service in another Region', 'api.partner.example', 'eu-west-1'],
    ["that of AWS's service in another Region", 'secretsmanager.eu-west-1.amazonaws.com', 'eu-west-1'],
  ])('of an endpoint is %s', (_, host, ServiceRegion) => {
    const change = endpoint({ ServiceRegion, DnsEntries: [{ DnsName: host }] }, 'ServiceName');
    expect(kindsIn(change, host)).toEqual(['private-dns', 'endpoint']);
  });

  test('of an endpoint for a service in another Region may be its ordinary one', () => {
    const service = { ServiceName: 'com.amazonaws.eu-west-1.secretsmanager', ServiceRegion: 'eu-west-1' };
    const host = 'secretsmanager.eu-west-1.amazonaws.com';
    expect(kindsIn(endpoint({ ...service, DnsEntries: [] }), host)).toEqual(['unknown']);
  });

  test("is no matter of another VPC's endpoint", () => {
    expect(kindsIn((w) => addCentralEndpoint(w, true), HOST)).toEqual(['public', 'public']);
  });

  test.each<[string, Change]>([
    ['not known to be one', endpoint({ PrivateDnsEnabled: false })],
    ['of one that is going', endpoint({ State: 'deleting' })],
    ['of one that is there in part', endpoint({ State: 'partial' })],
    ['not listed', endpoint({ DnsEntries: [] })],
    ['neither listed nor known to be one', endpoint({ DnsEntries: [] }, 'PrivateDnsEnabled')],
  ])('in words, where it is %s', (_, change) => {
    const { because, blockers, uncertain } = answersIn(change);
    expect({ because, blockers, uncertain }).toMatchSnapshot();
  });
});
