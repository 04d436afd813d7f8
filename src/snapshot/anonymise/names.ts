import { isKept, kindOfId } from './kept-words.ts';
import { type Names, scramble } from './scramble.ts';

/** Names whose form AWS gives: its rotation templates', and a hosted zone's id. */
const FORMS = [/^(SecretsManager)(\w*)(Rotation)(.*)$/, /^(\/hostedzone\/)(\w+)()()$/];

/** A name word by word: letters and digits change, what stands between them stays. */
export function mapName(name: string, names: Names): string {
  const [, before, inner, after, end] = FORMS.map((form) => form.exec(name)).find((match) => match !== null) ?? [];
  if (inner !== undefined) return `${before}${mapName(inner, names)}${after}${mapName(end ?? '', names)}`;
  const kind = kindOfId(name);
  const rest = kind === null ? name : name.slice(kind.length);
  return `${kind ?? ''}${rest.replaceAll(/[A-Za-z0-9]+/g, (word) => scramble(word, names))}`;
}

/** `arn:aws:lambda:us-east-1:111122223333:function:rotate-db`: service, Region and kind of resource stay. */
export function mapArn(arn: string, names: Names): string {
  const [prefix = '', partition = '', service = '', region = '', account = '', ...resource] = arn.split(':');
  const [first = '', ...parts] = resource.join(':').split(/([:/])/);
  const kept = parts.length > 0 || isKept(first, '') ? first : mapName(first, names);
  const mapped = parts.map((part, i) => (isStructure(part, first, i) ? part : mapName(part, names)));
  return [prefix, partition, service, region, mapAccount(account, names), `${kept}${mapped.join('')}`].join(':');
}

/** The kind of load balancer, and what AWS calls the versions of a function. */
function isStructure(part: string, kind: string, place: number): boolean {
  if (kind === 'function' && place === 3 && /^\d+$/.test(part)) return true;
  return part === '$LATEST' || ((kind === 'loadbalancer' || kind === 'listener') && place === 1);
}

function mapAccount(account: string, names: Names): string {
  return isKept(account, '') ? account : mapName(account, names);
}

const AWS_HOST =
  /\.(?:amazonaws\.(?:com|com\.cn|eu)|ec2\.internal|compute\.internal|amazonwebservices\.(?:com\.cn|eu)|api\.aws)\.?$/i;

export function isAwsHost(word: string): boolean {
  return AWS_HOST.test(`.${word}`);
}

/** Labels of AWS's own names. */
const LABELS = new Set([
  ...[
    'amazonaws',
    'amazonwebservices',
    'com',
    'cn',
    'eu',
    'aws',
    'api',
    'internal',
    'compute',
    'compute-1',
    'ec2',
    'vpce',
  ],
  ...[
    'secretsmanager',
    'lambda',
    'rds',
    'docdb',
    'neptune',
    'redshift',
    'redshift-serverless',
    'cache',
    'elb',
    's3',
    'es',
    '',
  ],
]);
const SHORT_REGION = /^[a-z]{3,4}\d$/;
const CACHE_LABEL = /^(?:\d{4}|ng|master|replica|clustercfg)$/;

/** `orders.abcdef.us-east-1.rds.amazonaws.com`: from the right, what is AWS's own stays. */
export function mapAwsHost(host: string, names: Names, mapQuad: (quad: string) => string): string {
  const labels = host.split('.');
  const isOwn = (label: string, i: number) =>
    LABELS.has(label.toLowerCase()) ||
    isKept(label, '') ||
    SHORT_REGION.test(label) ||
    CACHE_LABEL.test(label) ||
    isService(labels, i);
  const customers = labels.findLastIndex((label, i) => !isOwn(label, i));
  return labels
    .map((label, i) => (i > customers || CACHE_LABEL.test(label) ? label : mapLabel(label, i, names, mapQuad)))
    .join('.');
}

/** `elasticache.us-east-1.amazonaws.com`; left of the Region in `abcdef.us-east-1.rds.amazonaws.com` is a customer's word. */
function isService(labels: readonly string[], place: number): boolean {
  const [region = '', beyond = ''] = labels.slice(place + 1);
  return isKept(region, '') && ['amazonaws', 'amazonwebservices', 'api', 'vpce'].includes(beyond.toLowerCase());
}

/** In such names the first label may hold an address or a zone, the second the kind of a cluster's name. */
function mapLabel(label: string, place: number, names: Names, mapQuad: (quad: string) => string): string {
  const quad = /^(ip|ec2)-(\d+-\d+-\d+-\d+)$/.exec(label);
  if (quad !== null) return `${quad[1]}-${mapQuad((quad[2] ?? '').replaceAll('-', '.')).replaceAll('.', '-')}`;
  const zone = /^vpce-.*?(-[a-z]{2,4}(?:-(?:gov|iso[a-z]?))?-[a-z]+-\d[a-z])$/.exec(label)?.[1] ?? '';
  const kept = place === 1 ? /^(?:cluster-ro|cluster-custom|cluster|proxy)-/ : /^(?:internal|dualstack)-/;
  const [beginning = ''] = kept.exec(label) ?? [];
  return `${beginning}${mapName(label.slice(beginning.length, label.length - zone.length), names)}${zone}`;
}

/** `com.amazonaws.us-east-1.secretsmanager` is AWS's; of `com.amazonaws.vpce.us-east-1.vpce-svc-0a1b` the id is not. */
export function mapServiceName(name: string, names: Names): string {
  return name
    .split('.')
    .map((part) => (part.startsWith('vpce-svc-') ? mapName(part, names) : part))
    .join('.');
}
