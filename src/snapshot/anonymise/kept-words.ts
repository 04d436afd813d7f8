/** Beginnings of resource ids, which tell kinds apart; the longest that fits is kept. */
const KINDS = [
  ...['vpc', 'subnet', 'rtb', 'acl', 'sg', 'eni', 'i', 'nat', 'igw', 'eigw', 'vgw', 'pcx', 'pl', 'vpn', 'cgw', 'dopt'],
  ...[
    'tgw',
    'tgw-attach',
    'tgw-rtb',
    'vpce',
    'vpce-svc',
    'lgw',
    'lgw-rtb',
    'cagw',
    'odb',
    'core-network',
    'rgw',
    'rcfg',
  ],
  ...['eipalloc', 'eipassoc', 'rtbassoc', 'aclassoc', 'sgr', 'vpc-cidr-assoc', 'subnet-cidr-assoc', 'vpcbpa-exclude'],
  ...['rslvr-rr', 'rslvr-autodefined-rr', 'rslvr-rrassoc', 'rslvr-autodefined-assoc', 'rslvr-frg', 'rslvr-frgassoc'],
  ...['rp', 'rpassoc', 'ami', 'vol', 'r', 'snap'],
].sort((a, b) => b.length - a.length);

/** `vpce` of `vpce-0a1b2c`; null where no resource is meant. */
export function kindOfId(word: string): string | null {
  const lower = word.toLowerCase();
  const kind = KINDS.find((it) => lower.startsWith(`${it}-`));
  return kind === undefined ? null : word.slice(0, kind.length);
}

/** Values that AWS defines, whatever field they stand in. */
const WORDS: ReadonlySet<string> = new Set([
  ...['local', 'default', 'all', 'any', 'true', 'false', 'none', 'null', '*', 'aws', 'amazon', 'root', '$latest'],
  ...[
    'amazonprovideddns',
    'domain-name-servers',
    'domain-name',
    'ntp-servers',
    'netbios-name-servers',
    'netbios-node-type',
  ],
  ...['available', 'pending', 'active', 'inactive', 'failed', 'deleted', 'deleting', 'running', 'stopped', 'stopping'],
  ...['associated', 'associating', 'disassociated', 'attached', 'attaching', 'detached', 'in-use', 'enable', 'disable'],
  ...['enabled', 'disabled', 'rotation-preflight:target', 'awscurrent', 'awspending', 'awsprevious', 'localhost'],
  ...[
    'preserve_client_ip.enabled',
    'proxy_protocol_v2.enabled',
    'load_balancing.cross_zone.enabled',
    'rdsnetworkinterface',
  ],
  ...['redshiftnetworkinterface', 'amazon-rds', 'amazon-elasticache', 'amazon-redshift', 'amazon-elb', 'amazon-aws'],
  ...[
    'use_load_balancer_configuration',
    'tcp',
    'udp',
    'icmp',
    'icmpv6',
    'tls',
    'http',
    'https',
    'ipv4',
    'ipv6',
    'dualstack',
    'caller',
  ],
]);

/** Fields whose words AWS defines: no customer's name is ever in one of them. */
const FIELDS =
  /(?:State|Status|Type|Mode|Code|Protocol|Origin|Support|Scheme|Family|Action|Effect|Runtime|Tenancy|Engine|Version|Qtype|BlockResponse)$|^(?:list|action|error|source|Architectures)$/;
const ONE_WORD = /^[\w$.:*-]{1,60}$/;

const REGION = /^[a-z]{2,4}(?:-(?:gov|iso[a-z]?|de))?-(?:(?:north|south)?(?:east|west)|north|south|central)-\d[a-z]?$/;
const ZONE_ID = /^[a-z]{3,4}\d-az\d$/;
const TIME = /^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d))?$/;
const SCHEDULE = /^(?:rate|cron)\([\w\s*?,/#-]+\)$/;
const SHORT_NUMBER = /^-?\d{1,5}$/;
const ACTION =
  /^(?:secretsmanager|lambda|ec2|kms|sts|iam|rds|route53\w*|elasticloadbalancing|elasticache|redshift):[A-Za-z*?]+$/;

/** Whether a word says nothing of whose account it is. */
export function isKept(word: string, field: string): boolean {
  return (
    WORDS.has(word.toLowerCase()) ||
    REGION.test(word) ||
    ZONE_ID.test(word) ||
    TIME.test(word) ||
    SCHEDULE.test(word) ||
    SHORT_NUMBER.test(word) ||
    ACTION.test(word) ||
    (FIELDS.test(field) && ONE_WORD.test(word) && kindOfId(word) === null)
  );
}

/** How AWS describes what it makes itself; the rest of such a text names the customer's things. */
export const AWS_DESCRIPTIONS = [
  /^Conducts an AWS Secrets ?Manager secret rotation\b.*$/i,
  /^AWS Lambda VPC ENI-/,
  /^VPC Endpoint Interface /,
  /^Interface for NAT Gateway /,
  /^Network Interface for Transit Gateway Attachment /,
  /^ElastiCache /,
  /^ELB (?:net|app|gwy)\//,
];
