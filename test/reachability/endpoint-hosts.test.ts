import { describe, expect, test } from 'vitest';
import { endpointHosts } from '../../src/reachability/endpoint-hosts.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import { ACCOUNT, FUNCTION_ARN, REGION, rotationFunction, SECRETS_MANAGER_HOST } from '../support/world.ts';

type Environment = Readonly<Record<string, string>>;
const URL = 'https://vpce-1-abc.secretsmanager.us-east-1.vpce.amazonaws.com';
const [NAME, DEFAULT, FIPS] = [URL.slice(8), SECRETS_MANAGER_HOST, `secretsmanager-fips.${REGION}.amazonaws.com`];
const PROXY = 'proxy.example.com:3128';
const TEMPLATE = 'Conducts an AWS SecretsManager secret rotation for RDS PostgreSQL using single user rotation scheme';

function asked(environment: Environment, more: { readonly Runtime?: string; readonly Description?: string } = {}) {
  const lambda = { ...rotationFunction(healthyWorld()), ...more, Environment: { Variables: environment } };
  const { hosts, elsewhere, blockers } = endpointHosts(lambda, REGION, 'aws');
  return [
    [...hosts, ...elsewhere.map((other) => `${other.host}:${other.port}`)],
    [...blockers, ...elsewhere.map((other) => other.beyond)].map((b) => b.code),
  ];
}

describe('the host a function asks', () => {
  test.each<[string, Environment, string[], string[]]>([
    ['nothing set', {}, [DEFAULT], []],
    ['an empty variable', { AWS_ENDPOINT_URL: '' }, [DEFAULT], []],
    ['the variable of the service', { AWS_ENDPOINT_URL_SECRETS_MANAGER: URL }, [NAME], []],
    ['the variable of all services', { AWS_ENDPOINT_URL: URL }, [NAME], []],
    [
      'both: the one of the service',
      { AWS_ENDPOINT_URL_SECRETS_MANAGER: URL, AWS_ENDPOINT_URL: 'https://example.com' },
      [NAME],
      [],
    ],
    [
      "the templates' variable: code of one's own may ignore it",
      { SECRETS_MANAGER_ENDPOINT: URL },
      [NAME, DEFAULT],
      [],
    ],
    ['FIPS', { AWS_USE_FIPS_ENDPOINT: 'true' }, [FIPS], []],
    ['FIPS in capitals', { AWS_USE_FIPS_ENDPOINT: 'True' }, [FIPS], []],
    ['FIPS by a 1, which is no true', { AWS_USE_FIPS_ENDPOINT: '1' }, [DEFAULT], []],
    ['dual stack', { AWS_USE_DUALSTACK_ENDPOINT: 'true' }, [DEFAULT], ['X_HOST_UNKNOWN']],
    [
      'a URL that is told to be ignored',
      { AWS_ENDPOINT_URL: URL, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
      [DEFAULT],
      [],
    ],
    ['a URL beside FIPS, in Python', { AWS_ENDPOINT_URL: URL, AWS_USE_FIPS_ENDPOINT: 'true' }, [NAME], []],
    ['the host in capitals', { AWS_ENDPOINT_URL: URL.toUpperCase() }, [NAME], []],
    ['a slash at the end', { AWS_ENDPOINT_URL: `${URL}/` }, [NAME], []],
    ['the port of https', { AWS_ENDPOINT_URL: `${URL}:443` }, [NAME], []],
    ['another port', { AWS_ENDPOINT_URL: `https://${DEFAULT}:8443` }, [], ['X_CLIENT_CONFIGURATION']],
    ['no TLS', { AWS_ENDPOINT_URL: `http://${DEFAULT}` }, [], ['X_CLIENT_CONFIGURATION']],
    ['no URL', { AWS_ENDPOINT_URL: DEFAULT }, [], ['X_CLIENT_CONFIGURATION']],
    [
      'another Region',
      { AWS_ENDPOINT_URL: 'https://secretsmanager.eu-west-1.amazonaws.com' },
      [],
      ['X_HOST_IN_OTHER_REGION'],
    ],
    ['the local host', { AWS_ENDPOINT_URL: 'http://localhost:2773' }, [], ['X_HOST_NOT_SECRETS_MANAGER']],
    ['the local host by address', { AWS_ENDPOINT_URL: 'http://127.0.0.1:2773' }, [], ['X_HOST_NOT_SECRETS_MANAGER']],
    [
      'a proxy of its own',
      { AWS_ENDPOINT_URL: 'https://secrets.example.com' },
      ['secrets.example.com:443'],
      ['X_HOST_NOT_SECRETS_MANAGER'],
    ],
    [
      'an address of its own, without TLS',
      { AWS_ENDPOINT_URL: 'http://10.0.20.10:8080/sm' },
      ['10.0.20.10:8080'],
      ['X_HOST_NOT_SECRETS_MANAGER'],
    ],
    [
      'a host of its own, without TLS',
      { AWS_ENDPOINT_URL: 'http://secrets.example.com' },
      ['secrets.example.com:80'],
      ['X_HOST_NOT_SECRETS_MANAGER'],
    ],
    ['the local host over IPv6', { AWS_ENDPOINT_URL: 'http://[::1]:2773' }, [], ['X_HOST_NOT_SECRETS_MANAGER']],
    [
      "another service's own host",
      { AWS_ENDPOINT_URL: 'https://rds.us-east-1.amazonaws.com' },
      ['rds.us-east-1.amazonaws.com:443'],
      ['X_HOST_NOT_SECRETS_MANAGER'],
    ],
    [
      'a name that only begins like it',
      { AWS_ENDPOINT_URL: `https://${DEFAULT}.example.com` },
      [`${DEFAULT}.example.com:443`],
      ['X_HOST_NOT_SECRETS_MANAGER'],
    ],
    [
      'user information before a foreign host',
      { AWS_ENDPOINT_URL: `https://${DEFAULT}@example.com` },
      ['example.com:443'],
      ['X_HOST_NOT_SECRETS_MANAGER'],
    ],
    ['a dot at the end of the host', { AWS_ENDPOINT_URL: `https://${DEFAULT}.` }, [DEFAULT], []],
    ['a port that is no number', { AWS_ENDPOINT_URL: `${URL}:https` }, [], ['X_CLIENT_CONFIGURATION']],
    ['a URL in quotation marks', { AWS_ENDPOINT_URL: `"${URL}"` }, [], ['X_CLIENT_CONFIGURATION']],
    ['a scheme before the URL', { AWS_ENDPOINT_URL: `url:${URL}` }, [], ['X_CLIENT_CONFIGURATION']],
    [
      'a scheme alone: all that is kept where a password cannot be told from the host',
      { AWS_ENDPOINT_URL: 'https://' },
      [],
      ['X_HOST_UNKNOWN'],
    ],
    ['a scheme alone after a space', { AWS_ENDPOINT_URL: ' https://' }, [], ['X_HOST_UNKNOWN', 'X_HOST_UNKNOWN']],
    ['a scheme alone after a quotation mark', { AWS_ENDPOINT_URL: '"https://' }, [], ['X_CLIENT_CONFIGURATION']],
    ['brackets around nothing', { AWS_ENDPOINT_URL: 'https://[]' }, [], ['X_CLIENT_CONFIGURATION']],
    ['less than a scheme', { AWS_ENDPOINT_URL: '//' }, [], ['X_CLIENT_CONFIGURATION']],
    ['a path', { AWS_ENDPOINT_URL: `${URL}/v1` }, [NAME], ['X_HOST_UNKNOWN']],
    ['a query', { AWS_ENDPOINT_URL: `${URL}?v=1` }, [NAME], ['X_HOST_UNKNOWN']],
    ['a space in the path', { AWS_ENDPOINT_URL: `${URL}/a b` }, [NAME], ['X_HOST_UNKNOWN', 'X_HOST_UNKNOWN']],
    ['a space in the host', { AWS_ENDPOINT_URL: `${URL} ` }, [], ['X_CLIENT_CONFIGURATION']],
    [
      'an address that only ends like that of the local host',
      { AWS_ENDPOINT_URL: 'http://10.127.0.1:8080' },
      ['10.127.0.1:8080'],
      ['X_HOST_NOT_SECRETS_MANAGER'],
    ],
    [
      "a name below an endpoint's",
      { AWS_ENDPOINT_URL: `https://my.${NAME}` },
      [`my.${NAME}:443`],
      ['X_HOST_NOT_SECRETS_MANAGER'],
    ],
    [
      "a name that only begins like an endpoint's",
      { AWS_ENDPOINT_URL: `${URL}.example.com` },
      [`${NAME}.example.com:443`],
      ['X_HOST_NOT_SECRETS_MANAGER'],
    ],
    [
      'an endpoint of another Region',
      { AWS_ENDPOINT_URL: URL.replace(REGION, 'eu-west-1') },
      [],
      ['X_HOST_IN_OTHER_REGION'],
    ],
    [
      'a FIPS endpoint of another Region',
      { AWS_ENDPOINT_URL: 'https://vpce-1-abc.secretsmanager-fips.us-west-2.vpce.amazonaws.com' },
      [],
      ['X_HOST_IN_OTHER_REGION'],
    ],
    ['a name as in China', { AWS_ENDPOINT_URL: `https://${DEFAULT}.cn` }, [], ['X_NAME_NOT_RESOLVED']],
    [
      'two hosts of its own',
      { SECRETS_MANAGER_ENDPOINT: 'https://a.example.com', AWS_ENDPOINT_URL: 'https://b.example.com' },
      ['a.example.com:443', 'b.example.com:443'],
      ['X_HOST_NOT_SECRETS_MANAGER', 'X_HOST_NOT_SECRETS_MANAGER'],
    ],
    [
      'one host of its own, named twice',
      { SECRETS_MANAGER_ENDPOINT: 'https://a.example.com', AWS_ENDPOINT_URL: 'https://a.example.com' },
      ['a.example.com:443'],
      ['X_HOST_NOT_SECRETS_MANAGER'],
    ],
    ["a proxy for all, which Python's client does not take", { ALL_PROXY: 'http://10.0.20.10' }, [DEFAULT], []],
    ['an HTTPS proxy', { HTTPS_PROXY: 'http://proxy.example.com:3128' }, [PROXY], ['X_HOST_UNKNOWN']],
    ['an HTTPS proxy in small letters', { https_proxy: 'http://proxy.example.com:3128' }, [PROXY], ['X_HOST_UNKNOWN']],
    [
      'an HTTPS proxy that spares the host',
      { HTTPS_PROXY: 'http://proxy.example.com', NO_PROXY: '.amazonaws.com' },
      [DEFAULT],
      [],
    ],
    [
      'an HTTPS proxy that spares another',
      { HTTPS_PROXY: 'http://proxy.example.com', NO_PROXY: 'example.com' },
      ['proxy.example.com:80'],
      ['X_HOST_UNKNOWN'],
    ],
    ['an HTTP proxy', { HTTP_PROXY: 'http://proxy.example.com' }, [DEFAULT], []],
    ['a wrapper', { AWS_LAMBDA_EXEC_WRAPPER: '/opt/wrapper' }, [DEFAULT], ['X_HOST_UNKNOWN']],
    ['a configuration file', { AWS_CONFIG_FILE: '/var/task/config' }, [DEFAULT], ['X_HOST_UNKNOWN']],
  ])('with %s', (_, environment, hosts, codes) => {
    expect(asked(environment)).toEqual([hosts, codes]);
  });

  const IGNORED = { AWS_ENDPOINT_URL: URL, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' };
  const CLASH = { AWS_ENDPOINT_URL: URL, AWS_USE_FIPS_ENDPOINT: 'true' };
  test.each<[string, Environment, string, string[], string[]]>([
    ['JavaScript, an HTTPS proxy', { HTTPS_PROXY: PROXY }, 'nodejs22.x', [DEFAULT, PROXY], ['X_HOST_UNKNOWN']],
    ['JavaScript, FIPS in capitals', { AWS_USE_FIPS_ENDPOINT: 'True' }, 'nodejs22.x', [DEFAULT], []],
    ['JavaScript, told to ignore a URL', IGNORED, 'nodejs22.x', [NAME, DEFAULT], []],
    ['JavaScript, a URL beside FIPS', CLASH, 'nodejs22.x', [], ['X_CLIENT_CONFIGURATION']],
    ['Java, a URL beside FIPS', CLASH, 'java21', [NAME], ['X_HOST_UNKNOWN']],
    [
      'Java, a proxy for all',
      { ALL_PROXY: 'http://10.0.20.10', STAGE: 'prod' },
      'java21',
      [DEFAULT],
      ['X_HOST_UNKNOWN'],
    ],
    ['Java, a proxy for all in small letters', { all_proxy: 'http://a' }, 'java21', [DEFAULT], ['X_HOST_UNKNOWN']],
    ['Java, an empty proxy for all', { ALL_PROXY: '' }, 'java21', [DEFAULT], []],
    ['JavaScript, a proxy for all', { ALL_PROXY: 'http://10.0.20.10' }, 'nodejs22.x', [DEFAULT], []],
    ['Java, a space in the host', { AWS_ENDPOINT_URL: `${URL} ` }, 'java21', [NAME], ['X_HOST_UNKNOWN']],
  ])('in %s', (_, environment, Runtime, hosts, codes) => {
    expect(asked(environment, { Runtime })).toEqual([hosts, codes]);
  });

  test.each<[string, Environment, string[], string[]]>([
    ['its variable', { SECRETS_MANAGER_ENDPOINT: URL }, [NAME], []],
    ['its variable, whatever the SDK is told', { SECRETS_MANAGER_ENDPOINT: URL, ...IGNORED, ...CLASH }, [NAME], []],
    ['its variable and dual stack', { SECRETS_MANAGER_ENDPOINT: URL, AWS_USE_DUALSTACK_ENDPOINT: 'true' }, [NAME], []],
    ['no variable of its own', { AWS_ENDPOINT_URL: URL }, [], ['X_CLIENT_CONFIGURATION']],
  ])("in AWS's template with %s", (_, environment, hosts, codes) => {
    expect(asked(environment, { Description: TEMPLATE })).toEqual([hosts, codes]);
  });

  test.each<[string, Environment, string[], string[]]>([
    ['a URL', { AWS_ENDPOINT_URL: URL }, [NAME], []],
    ['FIPS', { AWS_USE_FIPS_ENDPOINT: 'True' }, [FIPS], []],
    ['a URL beside FIPS', CLASH, [NAME], ['X_HOST_UNKNOWN']],
    ['a proxy for all', { ALL_PROXY: 'http://10.0.20.10' }, [DEFAULT], ['X_HOST_UNKNOWN']],
    ['a space in the host', { AWS_ENDPOINT_URL: `${URL} ` }, [NAME], ['X_HOST_UNKNOWN']],
  ])('in an image, whose client is not stated, with %s', (_, Variables, expected, codes) => {
    const { Runtime: __, ...image } = rotationFunction(healthyWorld());
    const { hosts, blockers } = endpointHosts({ ...image, Environment: { Variables } }, REGION, 'aws');
    expect([hosts, blockers.map((b) => b.code)]).toEqual([expected, codes]);
  });

  test("is not guessed from a name that only holds that of AWS's template", () => {
    const named = (FunctionName: string) =>
      endpointHosts({ ...rotationFunction(healthyWorld()), FunctionName }, REGION, 'aws').blockers.map((b) => b.code);
    expect(named('SecretsManagerOrdersRotation')).toEqual(['X_HOST_UNKNOWN']);
    expect(named('OurSecretsManagerOrdersRotation')).toEqual([]);
  });

  test.each<[string, string]>([
    ['SECRETS_MANAGER_ENDPOINT', 'https://secrets.example.com'],
    ['AWS_ENDPOINT_URL', 'no URL'],
    ['AWS_ENDPOINT_URL', 'https://'],
    ['AWS_ENDPOINT_URL', `${URL}/v1`],
    ['AWS_ENDPOINT_URL', `https://${DEFAULT}.cn`],
    ['AWS_ENDPOINT_URL', `${URL} `],
    ['AWS_ENDPOINT_URL', URL],
    ['HTTPS_PROXY', '@'],
    ['ALL_PROXY', 'http://10.0.20.10'],
  ])('says why, with %s %s', (variable, value) => {
    const Variables = { [variable]: value, AWS_USE_FIPS_ENDPOINT: 'true' };
    const lambda = { ...rotationFunction(healthyWorld()), Runtime: 'java21', Environment: { Variables } };
    const { blockers, elsewhere } = endpointHosts(lambda, REGION, 'aws');
    const said = [...blockers, ...elsewhere.map((other) => other.beyond)];
    expect(said.map(({ code, details, evidence }) => ({ code, details, evidence }))).toMatchSnapshot();
  });

  test.each<[string, string, string | null]>([
    ['aws', 'eu-west-1', 'secretsmanager.eu-west-1.amazonaws.com'],
    ['aws-us-gov', 'us-gov-west-1', 'secretsmanager.us-gov-west-1.amazonaws.com'],
    ['aws-cn', 'cn-north-1', 'secretsmanager.cn-north-1.amazonaws.com.cn'],
    ['aws-eusc', 'eusc-de-east-1', 'secretsmanager.eusc-de-east-1.amazonaws.eu'],
    ['aws-new', 'new-north-1', 'secretsmanager.new-north-1.amazonaws.com'],
  ])('of partition %s, Region %s', (partition, region, host) => {
    const FunctionArn = `arn:${partition}:lambda:${region}:${ACCOUNT}:function:rotate-db`;
    expect(endpointHosts({ ...rotationFunction(healthyWorld()), FunctionArn }, region, partition).hosts).toEqual([
      host,
    ]);
  });

  const DUAL = { AWS_USE_DUALSTACK_ENDPOINT: 'true' };
  const DUAL_FIPS = { ...DUAL, AWS_USE_FIPS_ENDPOINT: 'true' };
  test.each<[string, string, Environment, string[], string[]]>([
    ['aws-us-gov', 'us-gov-west-1', DUAL, ['secretsmanager.us-gov-west-1.amazonaws.com'], ['X_HOST_UNKNOWN']],
    ['aws-us-gov', 'us-gov-west-1', DUAL_FIPS, ['secretsmanager-fips.us-gov-west-1.amazonaws.com'], ['X_HOST_UNKNOWN']],
    ['aws-cn', 'cn-north-1', DUAL_FIPS, [], ['X_NAME_NOT_RESOLVED']],
    ['aws-eusc', 'eusc-de-east-1', DUAL, ['secretsmanager.eusc-de-east-1.api.amazonwebservices.eu'], []],
    ['aws-eusc', 'eusc-de-east-1', DUAL_FIPS, [], ['X_NAME_NOT_RESOLVED']],
    ['aws-iso', 'us-iso-east-1', DUAL, ['secretsmanager.us-iso-east-1.api.aws.ic.gov'], []],
    ['aws-iso', 'us-iso-east-1', DUAL_FIPS, ['secretsmanager-fips.us-iso-east-1.api.aws.ic.gov'], []],
    ['aws-iso-b', 'us-isob-east-1', DUAL, ['secretsmanager.us-isob-east-1.api.aws.scloud'], []],
    ['aws-iso-f', 'us-isof-south-1', DUAL, ['secretsmanager.us-isof-south-1.api.aws.hci.ic.gov'], ['X_HOST_UNKNOWN']],
    ['aws-iso-e', 'eu-isoe-west-1', DUAL, ['secretsmanager.eu-isoe-west-1.api.cloud-aws.adc-e.uk'], ['X_HOST_UNKNOWN']],
  ])('of partition %s, Region %s, with %o', (partition, region, Variables, hosts, codes) => {
    const FunctionArn = `arn:${partition}:lambda:${region}:${ACCOUNT}:function:rotate-db`;
    const lambda = { ...rotationFunction(healthyWorld()), FunctionArn, Environment: { Variables } };
    const found = endpointHosts(lambda, region, partition);
    expect([found.hosts, found.blockers.map((b) => b.code)]).toEqual([hosts, codes]);
  });

  test('that does not exist is mended by the ordinary one of the Region', () => {
    const [partition, region] = ['aws-eusc', 'eusc-de-east-1'];
    const FunctionArn = `arn:${partition}:lambda:${region}:${ACCOUNT}:function:rotate-db`;
    const lambda = { ...rotationFunction(healthyWorld()), FunctionArn, Environment: { Variables: DUAL_FIPS } };
    const mends = endpointHosts(lambda, region, partition).blockers.map((b) => b.details['mend']);
    expect(mends).toEqual(['Let the function call secretsmanager.eusc-de-east-1.amazonaws.eu']);
  });

  test('is not there where the Region has no FIPS endpoint', () => {
    const lambda = { ...rotationFunction(healthyWorld()), FunctionArn: FUNCTION_ARN.replace(REGION, 'eu-west-1') };
    const { hosts, blockers } = endpointHosts(
      { ...lambda, Environment: { Variables: { AWS_USE_FIPS_ENDPOINT: 'true' } } },
      'eu-west-1',
      'aws',
    );
    expect([hosts, blockers.map((b) => b.code)]).toEqual([[], ['X_NAME_NOT_RESOLVED']]);
  });

  test('is that of its own Region, where Secrets Manager does not know the secret', () => {
    const { hosts, blockers } = endpointHosts(rotationFunction(healthyWorld()), 'eu-west-1', 'aws');
    expect([hosts, blockers.map((b) => b.code)]).toEqual([[], ['X_HOST_IN_OTHER_REGION']]);
  });

  test('is open where its environment could not be read', () => {
    const Environment = { Error: { ErrorCode: 'AccessDeniedException', Message: 'KMS' } };
    const kinds = [{}, { Description: TEMPLATE }, { FunctionName: 'SecretsManagerOrdersRotation' }];
    for (const kind of kinds) {
      const { blockers } = endpointHosts({ ...rotationFunction(healthyWorld()), ...kind, Environment }, REGION, 'aws');
      expect(blockers.map((b) => b.code)).toEqual(['X_HOST_UNKNOWN']);
    }
  });

  test("is missing where AWS's template has no environment at all", () => {
    const { Environment: _, ...bare } = { ...rotationFunction(healthyWorld()), Description: TEMPLATE, Environment: {} };
    const { hosts, blockers } = endpointHosts(bare, REGION, 'aws');
    expect([hosts, blockers.map((b) => b.code)]).toEqual([[], ['X_CLIENT_CONFIGURATION']]);
  });
});
