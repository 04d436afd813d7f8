import { addZone, alias, record } from '../../support/names-world.ts';
import { FUNCTION_ARN, item, type World } from '../../support/world.ts';
import { addEndpoint, ENDPOINT_NAME, withoutNat } from '../../support/world-parts.ts';
import { addServiceEndpoint, CACHE, template } from './other-services.ts';
import { precondition, type Situation, situation } from './situation.ts';

const NAME = 'elasticache.us-east-1.amazonaws.com';
const outOfReach = { ...precondition('other-services'), resources: [FUNCTION_ARN] };
const told = (verdict: 'fail' | 'unknown') =>
  ({
    question: { noTarget: true },
    service: 'n/a',
    preconditions: { 'other-services': verdict },
    blockers: [outOfReach],
    source: 'zones',
  }) as const;

function cacheNamed(world: World, ...records: Parameters<typeof addZone>[2] & object): void {
  template(world, CACHE);
  addZone(world, NAME, records);
}

/** Where the name of another service leads, and whether that service is what is there. */
export const CALLED_NAMES: readonly Situation[] = [
  situation('cache-name-that-leads-to-a-stranger', {
    ...told('unknown'),
    world: (w) => cacheNamed(w, record(NAME, 'CNAME', 'cache.partner.example.')),
    explain: `A zone makes ElastiCache's name another name for a partner's. What is there nobody knows.`,
  }),
  situation('cache-name-that-leads-to-another-region', {
    ...told('fail'),
    world: (w) => cacheNamed(w, record(NAME, 'CNAME', 'elasticache.eu-west-1.amazonaws.com.')),
    explain: `A zone makes ElastiCache's name another name for that of eu-west-1, which does not know this Region's users.`,
  }),
  situation('cache-name-that-leads-to-the-endpoint-of-secrets-manager', {
    ...told('unknown'),
    world: (w) => {
      addEndpoint(w, { privateDns: false });
      cacheNamed(w, alias(NAME, 'A', ENDPOINT_NAME));
    },
    explain: `A zone leads ElastiCache's name to the endpoint of Secrets Manager, which does not serve it.`,
  }),
  situation('cache-endpoint-with-ipv6-records-alone', {
    ...told('fail'),
    world: (w) => {
      template(w, CACHE);
      addServiceEndpoint(w, 'elasticache');
      item(w, 'VpcEndpoints', 'vpce-elasticache').DnsOptions = { DnsRecordIpType: 'ipv6' };
    },
    explain: `ElastiCache's endpoint takes its name for the whole VPC and has IPv6 records alone. The function has no IPv6.`,
  }),
  situation('cache-name-that-leads-to-an-endpoint-for-another-region', {
    ...told('fail'),
    world: (w) => {
      addServiceEndpoint(w, 'elasticache', false);
      const endpoint = item(w, 'VpcEndpoints', 'vpce-elasticache');
      endpoint.ServiceName = 'com.amazonaws.eu-west-1.elasticache';
      endpoint.ServiceRegion = 'eu-west-1';
      cacheNamed(w, alias(NAME, 'A', 'vpce-elasticache-abc.elasticache.us-east-1.vpce.amazonaws.com'));
    },
    explain: `A zone leads ElastiCache's name to an endpoint for ElastiCache in eu-west-1.`,
  }),
  situation('cache-name-that-leads-to-its-own-endpoint', {
    question: { noTarget: true },
    service: 'n/a',
    world: (w) => {
      addServiceEndpoint(w, 'elasticache', false);
      cacheNamed(w, alias(NAME, 'A', 'vpce-elasticache-abc.elasticache.us-east-1.vpce.amazonaws.com'));
    },
    explain: `ElastiCache's endpoint has no private DNS; a zone of the company's own leads the name to it instead.`,
    source: 'zones',
  }),
  situation('template-that-does-not-say-what-it-rotates', {
    world: (w) => {
      template(w, 'the database');
      withoutNat(w);
      addEndpoint(w);
    },
    preconditions: { 'other-services': 'unknown' },
    blockers: [outOfReach],
    explain: `The function is one of AWS's templates, but its description names none of the engines they are for. Some of them ask
      other services, and there is no way to any.`,
    source: 'sm-templates',
  }),
  situation('template-that-does-not-say-what-it-rotates-behind-a-nat-gateway', {
    world: (w) => template(w, 'the database'),
    explain: `Which of AWS's templates it is the description does not say. Whatever service it asks, the NAT gateway leads there.`,
    source: 'sm-templates',
  }),
  situation('template-for-mongodb-with-an-endpoint-for-secrets-manager-only', {
    world: (w) => {
      template(w, 'MongoDB using multi user rotation scheme');
      withoutNat(w);
      addEndpoint(w);
    },
    explain: `The template for MongoDB asks Secrets Manager and the database, and nothing else.`,
    source: 'sm-templates',
  }),
];
