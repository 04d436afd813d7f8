import { type Item, inner, lost, text } from './facts.ts';

const SUFFIX: Readonly<Record<string, string>> = {
  aws: 'amazonaws.com',
  'aws-us-gov': 'amazonaws.com',
  'aws-cn': 'amazonaws.com.cn',
  'aws-eusc': 'amazonaws.eu',
};
const WITH_FIPS = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'ca-west-1'],
  ...['us-gov-east-1', 'us-gov-west-1'],
];
/** Where the flag for dual stack leads to a name of its own, in every SDK that knows the partition. */
const DUAL_STACK_SUFFIX: Readonly<Record<string, string>> = { 'aws-eusc': 'api.amazonwebservices.eu' };
/** What lets the client's configuration be anything. */
const OPEN_ENDED = ['AWS_LAMBDA_EXEC_WRAPPER', 'AWS_CONFIG_FILE'];

/** Every host that the function may ask for its secret. */
export function hostsOf(world: Item, lambda: Item): readonly string[] {
  const environment = inner(lambda, 'Environment');
  const variables = inner(environment, 'Variables');
  const given = (name: string) => text(variables, name) || null;
  if (environment['Error'] !== undefined || OPEN_ENDED.some((name) => given(name) !== null))
    lost('an environment unseen');
  const template = /^Conducts an AWS SecretsManager secret rotation/.test(text(lambda, 'Description') ?? '');
  const python = text(lambda, 'Runtime')?.startsWith('python') === true;
  const explicit = given('SECRETS_MANAGER_ENDPOINT');
  if (template && explicit === null) lost('the template needs its variable');

  const url = given('AWS_ENDPOINT_URL_SECRETS_MANAGER') ?? given('AWS_ENDPOINT_URL');
  const ignored = given('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS') === 'true';
  const flagged = ['AWS_USE_FIPS_ENDPOINT', 'AWS_USE_DUALSTACK_ENDPOINT'].some((name) => given(name) === 'true');
  if (!template && url !== null && flagged && !python) lost('a URL and a flag at once');
  if (!template && ignored && !python) lost('which SDK ignores it cannot be told');
  const dualStack = given('AWS_USE_DUALSTACK_ENDPOINT') === 'true';
  if (!template && dualStack && url === null && DUAL_STACK_SUFFIX[text(world, 'partition') ?? ''] === undefined)
    lost('an unseen SDK and the flag for dual stack');
  const ordinary =
    url !== null && !ignored ? hostIn(url) : defaultHost(world, given('AWS_USE_FIPS_ENDPOINT') === 'true', dualStack);
  const hosts = template
    ? [hostIn(explicit ?? '')]
    : [...new Set([...(explicit === null ? [] : [hostIn(explicit)]), ordinary])];
  for (const host of hosts) mustGoDirectly(variables, host);
  return hosts;
}

function defaultHost(world: Item, fips: boolean, dualStack: boolean): string {
  const region = text(world, 'region') ?? '';
  if (fips && !WITH_FIPS.includes(region)) lost('no FIPS endpoint in this Region');
  const partition = text(world, 'partition') ?? '';
  const own = dualStack ? DUAL_STACK_SUFFIX[partition] : undefined;
  const suffix = own ?? SUFFIX[partition] ?? lost('a partition without a known suffix');
  return `secretsmanager${fips ? '-fips' : ''}.${region}.${suffix}`;
}

/** The host of a URL at which Secrets Manager can answer. */
function hostIn(url: string): string {
  return /^https:\/\/([\w.-]+)\/?$/.exec(url)?.[1] ?? lost(`${url} is no endpoint of Secrets Manager`);
}

function mustGoDirectly(variables: Item, host: string): void {
  const valuesOf = (name: string) =>
    Object.entries(variables)
      .filter(([key]) => key.toLowerCase() === name)
      .map(([, value]) => String(value));
  if (valuesOf('https_proxy').every((p) => p === '')) return;
  const spared = valuesOf('no_proxy');
  const isSpared = (list: string) =>
    list === '*' ||
    list
      .split(',')
      .map((e) => e.trim())
      .some((e) => host === e || (e !== '' && host.endsWith(e.startsWith('.') ? e : `.${e}`)));
  if (spared.length === 0 || !spared.every(isSpared)) lost('through a proxy');
}
