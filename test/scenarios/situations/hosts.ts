import { environment, FUNCTION_ARN, item, remove, rotationFunction, type World } from '../../support/world.ts';
import { addEndpoint, withoutNat } from '../../support/world-parts.ts';
import { noRoute, overall, type Situation, situation } from './situation.ts';
import { useTemplate } from './template.ts';

const configuration = overall('X_CLIENT_CONFIGURATION', 'endpoint', FUNCTION_ARN);
const hostUnknown = overall('X_HOST_UNKNOWN', 'endpoint', FUNCTION_ARN);
const notSecretsManager = overall('X_HOST_NOT_SECRETS_MANAGER', 'endpoint', FUNCTION_ARN);

const using = (variables: Record<string, string>) => (world: World) => environment(world, variables);

/** Moves the whole account to another Region or partition. */
export function moveTo(world: World, region: string, partition = 'aws', suffix = 'amazonaws.com'): void {
  const moved = JSON.parse(
    JSON.stringify(world)
      .replaceAll(`secretsmanager.us-east-1.amazonaws.com`, `secretsmanager.${region}.${suffix}`)
      .replaceAll('us-east-1.vpce.amazonaws.com', `${region}.vpce.${suffix}`)
      .replaceAll('arn:aws:', `arn:${partition}:`)
      .replaceAll('us-east-1', region),
  ) as World;
  Object.assign(world, moved, { region, partition });
}

const CHINESE_SECRET = 'arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:prod/db-AbCdEf';
const GERMAN_SECRET = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db-AbCdEf';

/** Which host the function's client speaks to, by its environment. */
export const HOSTS: readonly Situation[] = [
  situation('region-in-china-with-its-own-suffix', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w);
      moveTo(w, 'cn-north-1', 'aws-cn', 'amazonaws.com.cn');
    },
    question: { secret: CHINESE_SECRET },
    explain: `In the China partition names end in amazonaws.com.cn, while the endpoint service keeps its com.amazonaws name. The
      endpoint's private DNS bears the right name and the path is open.`,
    source: 'sm-hosts',
  }),
  situation('fips-host-in-a-region-without-one', {
    world: (w) => {
      environment(w, { AWS_USE_FIPS_ENDPOINT: 'true' });
      moveTo(w, 'eu-central-1');
    },
    question: { secret: GERMAN_SECRET },
    endpoint: 'fail',
    blockers: [overall('X_NAME_NOT_RESOLVED', 'endpoint', FUNCTION_ARN.replace('us-east-1', 'eu-central-1'))],
    explain: `The function asks for the FIPS endpoint, and eu-central-1 has none for Secrets Manager. The SDK builds the name all
      the same, and it does not resolve.`,
    source: 'sm-hosts',
  }),
  situation('flag-for-dual-stack-with-an-sdk-nobody-has-seen', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w);
      environment(w, { AWS_USE_DUALSTACK_ENDPOINT: 'true' });
    },
    endpoint: 'unknown',
    blockers: [hostUnknown],
    explain: `AWS_USE_DUALSTACK_ENDPOINT changes nothing with a recent SDK, while older ones build a name that does not exist.
      Which SDK the function bundles cannot be seen. Remove the variable: the ordinary endpoint is dual-stack already.`,
    source: 'sm-hosts',
  }),
  situation('template-ignores-the-flag-for-dual-stack', {
    world: (w) => {
      useTemplate(w, 'https://secretsmanager.us-east-1.amazonaws.com');
      const variables = rotationFunction(w).Environment?.Variables ?? {};
      environment(w, { ...variables, AWS_USE_DUALSTACK_ENDPOINT: 'true' });
    },
    explain: `An AWS template passes its endpoint URL to the client explicitly, and botocore ignores the flag for dual-stack when
      it is given one.`,
    source: 'sm-templates',
  }),
  situation('endpoint-url-and-dual-stack-flag-in-a-node-function', {
    world: (w) => {
      rotationFunction(w).Runtime = 'nodejs22.x';
      environment(w, {
        AWS_ENDPOINT_URL: 'https://secretsmanager.us-east-1.amazonaws.com',
        AWS_USE_DUALSTACK_ENDPOINT: 'true',
      });
    },
    endpoint: 'fail',
    blockers: [configuration],
    explain: `The JavaScript SDK refuses an endpoint URL together with the flag for dual-stack: its client throws an invalid
      configuration error before it sends anything.`,
    source: 'sm-hosts',
  }),
  situation('template-without-its-endpoint-variable', {
    world: (w) => useTemplate(w, null),
    endpoint: 'fail',
    blockers: [configuration],
    explain: `Every AWS template reads the variable SECRETS_MANAGER_ENDPOINT in its first line of work. It is missing here, so
      each invocation ends with a KeyError before any call.`,
    source: 'sm-templates',
  }),
  situation('endpoint-url-of-another-region', {
    world: using({ AWS_ENDPOINT_URL_SECRETS_MANAGER: 'https://secretsmanager.eu-west-1.amazonaws.com' }),
    endpoint: 'fail',
    blockers: [overall('X_HOST_IN_OTHER_REGION', 'endpoint', FUNCTION_ARN)],
    explain: `The function is pointed at Secrets Manager of eu-west-1. It can be reached, but the secret lives in us-east-1 and
      every call ends with ResourceNotFound.`,
    source: 'sdk-endpoints',
  }),
  situation('endpoint-url-that-is-ignored-on-purpose', {
    world: using({
      AWS_ENDPOINT_URL: 'https://secretsmanager.eu-west-1.amazonaws.com',
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
    }),
    explain: `The endpoint URL names another Region, but AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is true and the Python SDK heeds it.
      The function speaks to the ordinary host of its own Region.`,
    source: 'sdk-endpoints',
  }),
  situation('endpoint-url-on-the-local-host', {
    world: using({ AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://localhost:2773' }),
    endpoint: 'unknown',
    blockers: [notSecretsManager],
    explain: `The function speaks to an agent or extension on its own host. What that forwards to, and how, is not configuration
      that can be read.`,
    source: 'sdk-endpoints',
  }),
  situation('endpoint-url-of-a-proxy-of-ones-own', {
    world: using({ AWS_ENDPOINT_URL: 'https://aws-proxy.corp.example' }),
    endpoint: 'unknown',
    blockers: [notSecretsManager],
    explain: `All SDK clients of the function are pointed at a host of the company's own. Where its name leads and what it
      forwards is unknown here.`,
    source: 'sdk-endpoints',
  }),
  situation('endpoint-url-without-tls', {
    world: using({ AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://secretsmanager.us-east-1.amazonaws.com' }),
    endpoint: 'fail',
    blockers: [configuration],
    explain: `The endpoint URL says http. Secrets Manager speaks TLS on port 443 only, so the connection to port 80 gets nowhere.`,
    source: 'sm-hosts',
  }),
  situation('environment-that-could-not-be-decrypted', {
    world: (w) => {
      rotationFunction(w).Environment = { Error: { ErrorCode: 'AccessDeniedException' } };
    },
    endpoint: 'unknown',
    blockers: [hostUnknown],
    explain: `Lambda could not decrypt the function's environment for the one who asked. Any variable in it may choose another
      host, so which one the function speaks to is not known.`,
    source: 'sdk-endpoints',
  }),
  situation('wrapper-that-may-change-everything', {
    world: using({ AWS_LAMBDA_EXEC_WRAPPER: '/opt/wrapper' }),
    endpoint: 'unknown',
    blockers: [hostUnknown],
    explain: `A wrapper script starts the runtime and may set any variable first, the endpoint's among them.`,
    source: 'sdk-endpoints',
  }),
  situation('https-proxy-in-the-environment', {
    world: using({ HTTPS_PROXY: 'http://proxy.corp.example:3128' }),
    endpoint: 'unknown',
    blockers: [hostUnknown],
    explain: `The Python SDK sends its calls through the proxy the environment names. What lies behind that proxy cannot be seen.`,
    source: 'sdk-endpoints',
  }),
  situation('endpoint-url-beats-private-dns', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w);
      environment(w, { AWS_ENDPOINT_URL_SECRETS_MANAGER: 'https://secretsmanager-fips.us-east-1.amazonaws.com' });
    },
    endpoint: 'fail',
    blockers: [noRoute('endpoint', 'rtb-private', 'subnet-l1')],
    explain: `The endpoint is fine for the ordinary name, but the function's environment asks for the FIPS host, which the
      endpoint does not serve. The name stays public and no route leads out.`,
    source: 'sdk-endpoints',
  }),
  situation('private-dns-name-missing-although-private-dns-is-on', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w);
      const endpoint = item(w, 'VpcEndpoints', 'vpce-sm');
      endpoint.DnsEntries = endpoint.DnsEntries?.filter((e) => e.DnsName !== 'secretsmanager.us-east-1.amazonaws.com');
      remove(w, 'NetworkInterfaces', 'eni-lambda');
    },
    endpoint: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'endpoint', 'vpce-sm')],
    explain: `Private DNS is on, yet the endpoint's own list of names lacks the service's. Which of the two is true cannot be
      told, so neither can where the name leads.`,
    source: 'endpoint',
  }),
];
