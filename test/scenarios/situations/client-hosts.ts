import {
  environment,
  FUNCTION_ARN,
  SECRETS_MANAGER_HOST as HOST,
  item,
  rotationFunction,
  type World,
} from '../../support/world.ts';
import { addEndpoint, ENDPOINT_NAME, withoutNat } from '../../support/world-parts.ts';
import { moveTo } from './hosts.ts';
import { outsideAnyVpc } from './public-service.ts';
import { overall, type Situation, situation } from './situation.ts';
import { useTemplate } from './template.ts';

const OWN = `https://${HOST}`;
const ELSEWHERE = 'https://secretsmanager.eu-west-1.amazonaws.com';
const configuration = overall('X_CLIENT_CONFIGURATION', 'endpoint', FUNCTION_ARN);
const EUROPEAN_SECRET = 'arn:aws-eusc:secretsmanager:eusc-de-east-1:111122223333:secret:prod/db-AbCdEf';
const GOVERNMENT_SECRET = 'arn:aws-us-gov:secretsmanager:us-gov-west-1:111122223333:secret:prod/db-AbCdEf';

/** Only the endpoint for the ordinary name leads out. */
function endpointOnly(world: World, privateDns = true): void {
  withoutNat(world);
  addEndpoint(world, { privateDns });
}

function also(world: World, variables: Record<string, string>): void {
  environment(world, { ...rotationFunction(world).Environment?.Variables, ...variables });
}

/** Which of several variables an SDK heeds, and which partitions have names of their own. */
export const CLIENT_HOSTS: readonly Situation[] = [
  situation('endpoint-url-of-the-service-before-the-general-one', {
    world: (w) => environment(w, { AWS_ENDPOINT_URL: ELSEWHERE, AWS_ENDPOINT_URL_SECRETS_MANAGER: OWN }),
    explain: `AWS_ENDPOINT_URL names another Region, for all services. For Secrets Manager there is a variable of its own, which comes
      first.`,
    source: 'sdk-endpoints',
  }),
  situation('endpoint-url-for-all-services-leads-to-another-region', {
    world: (w) => environment(w, { AWS_ENDPOINT_URL: ELSEWHERE }),
    endpoint: 'fail',
    blockers: [overall('X_HOST_IN_OTHER_REGION', 'endpoint', FUNCTION_ARN)],
    explain: `AWS_ENDPOINT_URL counts for every client of the function, that of Secrets Manager among them, and names another Region's
      host.`,
    source: 'sdk-endpoints',
  }),
  situation('template-variable-before-every-endpoint-url', {
    world: (w) => {
      useTemplate(w, OWN);
      also(w, { AWS_ENDPOINT_URL: ELSEWHERE, AWS_ENDPOINT_URL_SECRETS_MANAGER: ELSEWHERE });
    },
    explain: `A template hands the client its SECRETS_MANAGER_ENDPOINT. What an SDK would read from the environment by itself no longer
      matters.`,
    source: 'sm-templates',
  }),
  situation('template-told-to-ignore-endpoint-urls', {
    world: (w) => {
      endpointOnly(w, false);
      useTemplate(w, `https://${ENDPOINT_NAME}`);
      also(w, { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' });
    },
    explain: `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS cancels what the environment configures, never the URL a template hands to its
      client.`,
    source: 'sdk-endpoints',
  }),
  situation('endpoint-url-and-fips-flag-in-a-python-function', {
    world: (w) => {
      endpointOnly(w);
      environment(w, { AWS_ENDPOINT_URL: OWN, AWS_USE_FIPS_ENDPOINT: 'true' });
    },
    explain: `The Python SDK ignores the flag for FIPS where it is given an endpoint URL: the function asks for the ordinary name,
      which the endpoint serves.`,
    source: 'sdk-endpoints',
  }),
  situation('flags-for-fips-and-dual-stack-in-a-region-without-fips', {
    world: (w) => {
      environment(w, { AWS_USE_FIPS_ENDPOINT: 'true', AWS_USE_DUALSTACK_ENDPOINT: 'true' });
      moveTo(w, 'cn-north-1', 'aws-cn', 'amazonaws.com.cn');
    },
    question: { secret: 'arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:prod/db-AbCdEf' },
    endpoint: 'fail',
    blockers: [
      overall('X_NAME_NOT_RESOLVED', 'endpoint', 'arn:aws-cn:lambda:cn-north-1:111122223333:function:rotate-db'),
    ],
    explain: `With both flags SDKs of different age build different names, but each of them is a FIPS name, and the Regions of China
      have no FIPS endpoint.`,
    source: 'sm-hosts',
  }),
  situation('endpoint-url-and-fips-flag-in-a-node-function', {
    world: (w) => {
      rotationFunction(w).Runtime = 'nodejs22.x';
      environment(w, { AWS_ENDPOINT_URL_SECRETS_MANAGER: OWN, AWS_USE_FIPS_ENDPOINT: 'true' });
    },
    endpoint: 'fail',
    blockers: [configuration],
    explain: `The JavaScript SDK refuses an endpoint URL together with the flag for FIPS.`,
    source: 'sm-hosts',
  }),
  situation('flag-for-fips-that-is-a-number', {
    world: (w) => {
      endpointOnly(w);
      environment(w, { AWS_USE_FIPS_ENDPOINT: '1' });
    },
    explain: `The flag for FIPS is on where it says true. 1 is not true to an AWS SDK, so the ordinary name is asked for.`,
    source: 'sdk-endpoints',
  }),
  situation('endpoint-url-at-another-port', {
    world: (w) => environment(w, { AWS_ENDPOINT_URL_SECRETS_MANAGER: `${OWN}:8443` }),
    endpoint: 'fail',
    blockers: [configuration],
    explain: `The endpoint URL names port 8443 of Secrets Manager, which listens on 443 alone.`,
    source: 'sm-hosts',
  }),
  situation('sdk-configuration-in-a-file', {
    world: (w) => environment(w, { AWS_CONFIG_FILE: '/var/task/aws-config' }),
    endpoint: 'unknown',
    blockers: [overall('X_HOST_UNKNOWN', 'endpoint', FUNCTION_ARN)],
    explain: `The SDK reads a configuration file from the function's package, and an endpoint URL may stand in it.`,
    source: 'sdk-endpoints',
  }),
  situation('fips-host-of-a-function-outside-any-vpc', {
    world: (w) => {
      outsideAnyVpc(w);
      environment(w, { AWS_USE_FIPS_ENDPOINT: 'true' });
    },
    question: { noTarget: true },
    service: 'n/a',
    explain: `Outside any VPC every public name is reached, that of the FIPS endpoint as well.`,
    source: 'lambda-internet',
  }),
  situation('fips-endpoint-of-its-own-for-the-fips-host', {
    world: (w) => {
      endpointOnly(w);
      const endpoint = item(w, 'VpcEndpoints', 'vpce-sm');
      endpoint.ServiceName = 'com.amazonaws.us-east-1.secretsmanager-fips';
      endpoint.DnsEntries = [{ DnsName: 'secretsmanager-fips.us-east-1.amazonaws.com' }];
      environment(w, { AWS_USE_FIPS_ENDPOINT: 'true' });
    },
    explain: `The function uses the FIPS host, and the VPC has an endpoint for exactly that service.`,
    source: 'sm-endpoint',
  }),
  situation('sovereign-region-of-europe-with-its-own-suffix', {
    world: (w) => {
      endpointOnly(w);
      moveTo(w, 'eusc-de-east-1', 'aws-eusc', 'amazonaws.eu');
    },
    question: { secret: EUROPEAN_SECRET },
    explain: `In the European sovereign partition names end in amazonaws.eu, and the endpoint's private name with them.`,
    source: 'sm-hosts',
  }),
  situation('sovereign-region-of-europe-and-the-flag-for-dual-stack', {
    world: (w) => {
      environment(w, { AWS_USE_DUALSTACK_ENDPOINT: 'true' });
      moveTo(w, 'eusc-de-east-1', 'aws-eusc', 'amazonaws.eu');
    },
    question: { secret: EUROPEAN_SECRET },
    explain: `In the European sovereign partition the flag for dual-stack leads to a name of its own, below api.amazonwebservices.eu. It
      is public, and the NAT gateway leads there.`,
    source: 'sm-hosts',
  }),
  situation('sovereign-region-of-europe-and-a-dual-stack-name-that-the-endpoint-does-not-list', {
    world: (w) => {
      endpointOnly(w);
      environment(w, { AWS_USE_DUALSTACK_ENDPOINT: 'true' });
      moveTo(w, 'eusc-de-east-1', 'aws-eusc', 'amazonaws.eu');
    },
    question: { secret: EUROPEAN_SECRET },
    endpoint: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'endpoint', 'vpce-sm')],
    explain: `The flag for dual-stack leads to a name below api.amazonwebservices.eu. The endpoint's private DNS is on, and its list of
      names holds the ordinary one alone: whether it answers for the other as well is nowhere stated.`,
    source: 'sm-endpoint',
  }),
  situation('fips-host-in-the-government-partition', {
    world: (w) => {
      environment(w, { AWS_USE_FIPS_ENDPOINT: 'true' });
      moveTo(w, 'us-gov-west-1', 'aws-us-gov');
    },
    question: { secret: GOVERNMENT_SECRET },
    explain: `us-gov-west-1 has a FIPS endpoint for Secrets Manager, and the NAT gateway leads there.`,
    source: 'sm-hosts',
  }),
];
