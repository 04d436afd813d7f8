import type { Truth } from '../../policy/truth.ts';

/** Secrets Manager's names in one partition: https://docs.aws.amazon.com/secretsmanager/latest/userguide/asm_access.html */
interface Partition {
  readonly suffix: string;
  /** What the names end in that the flag for dual-stack builds; null where the ordinary name is dual-stack. */
  readonly dualStack: string | null;
  /** Regions with a FIPS endpoint. */
  readonly fips: readonly string[];
  /** Regions whose ordinary name nobody is known to answer over IPv6. */
  readonly withoutIpv6: readonly string[];
}

const COMMERCIAL: Partition = {
  suffix: 'amazonaws.com',
  dualStack: null,
  fips: ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'ca-west-1'],
  withoutIpv6: ['ap-east-2', 'ap-southeast-6'],
};

const PARTITIONS: Readonly<Record<string, Partition>> = {
  aws: COMMERCIAL,
  'aws-us-gov': {
    suffix: 'amazonaws.com',
    dualStack: null,
    fips: ['us-gov-east-1', 'us-gov-west-1'],
    withoutIpv6: [],
  },
  'aws-cn': { suffix: 'amazonaws.com.cn', dualStack: null, fips: [], withoutIpv6: [] },
  'aws-eusc': { suffix: 'amazonaws.eu', dualStack: 'api.amazonwebservices.eu', fips: [], withoutIpv6: [] },
  'aws-iso': {
    suffix: 'c2s.ic.gov',
    dualStack: 'api.aws.ic.gov',
    fips: ['us-iso-east-1', 'us-iso-west-1'],
    withoutIpv6: [],
  },
  'aws-iso-b': { suffix: 'sc2s.sgov.gov', dualStack: 'api.aws.scloud', fips: ['us-isob-east-1'], withoutIpv6: [] },
  'aws-iso-e': { suffix: 'cloud.adc-e.uk', dualStack: 'api.cloud-aws.adc-e.uk', fips: [], withoutIpv6: [] },
  'aws-iso-f': { suffix: 'csp.hci.ic.gov', dualStack: 'api.aws.hci.ic.gov', fips: [], withoutIpv6: [] },
};

function partitionNamed(name: string): Partition {
  return PARTITIONS[name] ?? COMMERCIAL;
}

/** `secretsmanager.us-east-1.amazonaws.com`, or the FIPS form, or what the flag for dual-stack makes of either. */
export function regionalHost(region: string, partition: string, how: { fips: boolean; dualStack: boolean }): string {
  const { suffix, dualStack } = partitionNamed(partition);
  const ending = how.dualStack && dualStack !== null ? dualStack : suffix;
  return `secretsmanager${how.fips ? '-fips' : ''}.${region}.${ending}`;
}

/** The ordinary name of another AWS service: `rds.us-east-1.amazonaws.com`. */
export function hostOfService(service: string, region: string, partition: string): string {
  return `${service}.${region}.${partitionNamed(partition).suffix}`;
}

/** Whether the flag for dual-stack gives another name than the ordinary one. */
export function hasOwnDualStackName(partition: string): boolean {
  return partitionNamed(partition).dualStack !== null;
}

export function hasFipsEndpoint(region: string, partition: string): boolean {
  return partitionNamed(partition).fips.includes(region);
}

/** The parts of a public name of an AWS service. */
export interface ServiceHost {
  /** As in its host names: secretsmanager, rds. */
  readonly service: string;
  readonly region: string;
  readonly fips: boolean;
  readonly dualStack: boolean;
  readonly partition: string;
}

const REGIONAL = /^([a-z0-9-]+?)(-fips)?\.([a-z0-9-]+)\.(.+)$/;

/** The Region and form of a Regional name of an AWS service; null for any other name. */
export function parseServiceHost(host: string): ServiceHost | null {
  const [, service, fips, region, suffix] = REGIONAL.exec(host) ?? [];
  const found = Object.entries(PARTITIONS).find(([, p]) => suffix === p.suffix || suffix === p.dualStack);
  if (found === undefined || service === undefined || region === undefined) return null;
  const [partition, { dualStack }] = found;
  return { service, region, fips: fips !== undefined, dualStack: suffix === dualStack, partition };
}

/** The same of a public name of Secrets Manager alone. */
export function parseRegionalHost(host: string): ServiceHost | null {
  const parsed = parseServiceHost(host);
  return parsed?.service === 'secretsmanager' ? parsed : null;
}

/** Whether the public DNS has AAAA records for a name. */
export function publicIpv6(host: string): Truth {
  const parsed = parseRegionalHost(host);
  if (parsed === null) return 'undetermined';
  const { dualStack, withoutIpv6 } = partitionNamed(parsed.partition);
  return parsed.dualStack || (dualStack === null && !withoutIpv6.includes(parsed.region)) || 'undetermined';
}
