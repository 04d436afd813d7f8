import { describe, expect, test } from 'vitest';
import { misled } from '../../../src/reachability/names/served-by.ts';
import type { VpcEndpoint } from '../../../src/snapshot/network-facts.ts';
import { SECRETS_MANAGER_HOST as HOST, REGION } from '../../support/world.ts';

const FIPS_HOST = `secretsmanager-fips.${REGION}.amazonaws.com`;
const FIPS_ENDPOINT_NAME = `vpce-1-abc.secretsmanager-fips.${REGION}.vpce.amazonaws.com`;
const named = (service: string, region = REGION) => `com.amazonaws.${region}.${service}`;

function against(endpoint: Partial<VpcEndpoint>, host = HOST, service = 'secretsmanager', region = REGION) {
  return misled({ VpcEndpointId: 'vpce-1', ...endpoint }, { name: service, region }, host);
}

describe('an endpoint that a name leads to', () => {
  test.each<[string, ...Parameters<typeof against>]>([
    ['of the service', { ServiceName: named('secretsmanager') }],
    ['of the service and its Region', { ServiceName: named('secretsmanager'), ServiceRegion: REGION }],
    ['of the Region, and nobody states the service', { ServiceRegion: REGION }],
    ['of which nobody states anything', {}],
    ['of which nobody states anything, by the FIPS name', {}, FIPS_HOST],
    ['of the FIPS service, by its name', { ServiceName: named('secretsmanager-fips') }, FIPS_HOST],
    ["of the FIPS service, by the endpoint's name", { ServiceName: named('secretsmanager-fips') }, FIPS_ENDPOINT_NAME],
    [
      'of the service in GovCloud',
      { ServiceName: named('secretsmanager', 'us-gov-west-1') },
      'secretsmanager.us-gov-west-1.amazonaws.com',
      'secretsmanager',
      'us-gov-west-1',
    ],
    [
      'of the service in China',
      { ServiceName: 'cn.com.amazonaws.cn-north-1.secretsmanager' },
      'secretsmanager.cn-north-1.amazonaws.com.cn',
      'secretsmanager',
      'cn-north-1',
    ],
    ['of another service that is asked', { ServiceName: named('rds') }, `rds.${REGION}.amazonaws.com`, 'rds'],
  ])('serves it: one %s', (_, ...asked) => {
    expect(against(...asked)).toEqual([]);
  });

  test.each<[string, ...Parameters<typeof against>]>([
    ['of another service', { ServiceName: named('rds') }],
    ['of another service and Region', { ServiceName: named('rds', 'eu-west-1') }],
    ['of another Region by its name', { ServiceName: named('secretsmanager', 'eu-west-1') }],
    ['of another Region, and nobody states the service', { ServiceRegion: 'eu-west-1' }],
    ['of the FIPS service, by the ordinary name', { ServiceName: named('secretsmanager-fips') }],
    ['of the ordinary service, by the FIPS name', { ServiceName: named('secretsmanager') }, FIPS_HOST],
  ])('does not serve it: one %s', (_, ...asked) => {
    expect(against(...asked).map(({ code, resources, details }) => ({ code, resources, details }))).toMatchSnapshot();
  });
});
