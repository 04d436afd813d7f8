import { isAwsTemplate } from '../reachability/endpoint-hosts.ts';
import type { LambdaFunction } from '../snapshot/rotation-facts.ts';

/** Other AWS services that a rotation function asks, as far as its description tells. */
export interface CalledServices {
  /** As in their host names: rds, elasticache. */
  readonly services: readonly string[];
  /** Whether every rotation asks them, or only some do (another host for the superuser, a secret that RDS manages). */
  readonly always: boolean;
}

interface Template {
  readonly about: RegExp;
  readonly single: CalledServices | null;
  readonly multi: CalledServices | null;
  /** Whether it logs in to what it rotates the password of. */
  readonly logsIn: boolean;
}

const always = (...services: readonly string[]): CalledServices => ({ services, always: true });
const perhaps = (...services: readonly string[]): CalledServices => ({ services, always: false });
const both = <Calls extends CalledServices | null>(calls: Calls) => ({ single: calls, multi: calls });

/** AWS's own templates: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_available-rotation-templates.html */
const TEMPLATES: readonly Template[] = [
  { about: /\bElasti ?Cache\b/i, ...both(always('elasticache')), logsIn: false },
  { about: /\bActive ?Directory\b|\bDirectory Service\b/i, ...both(always('ds')), logsIn: false },
  { about: /\bInflux ?DB\b/i, ...both(always('timestream-influxdb')), logsIn: false },
  { about: /\bRedshift\b/i, single: null, multi: perhaps('redshift', 'redshift-serverless'), logsIn: true },
  { about: /\bDb2\b/i, single: always('rds'), multi: perhaps('rds'), logsIn: true },
  {
    about: /\bMySQL\b|\bMariaDB\b|\bPostgre|\bSQL ?Server\b|\bOracle\b/i,
    single: null,
    multi: perhaps('rds'),
    logsIn: true,
  },
  { about: /\bMongo ?DB\b|\bDocument ?DB\b/i, ...both(null), logsIn: true },
];
/** A template of AWS's that does not say which: perhaps one that asks any of them. */
const UNRECOGNISED: Omit<Template, 'about'> = {
  ...both(perhaps('ds', 'elasticache', 'rds', 'redshift', 'redshift-serverless', 'timestream-influxdb')),
  logsIn: false,
};
const SINGLE_USER = /\bsingle[ -]?user\b/i;

/** Null: none that is known of. Own code may call whatever it likes; only AWS's templates say what they do. */
export function calledServices(lambda: LambdaFunction): CalledServices | null {
  const template = templateOf(lambda);
  if (template === null) return null;
  return SINGLE_USER.test(lambda.Description ?? '') ? template.single : template.multi;
}

/** Whether the function is known to log in to a database, whatever else it does. */
export function logsInToDatabase(lambda: LambdaFunction): boolean {
  return templateOf(lambda)?.logsIn === true;
}

function templateOf(lambda: LambdaFunction): Omit<Template, 'about'> | null {
  if (!isAwsTemplate(lambda)) return null;
  return TEMPLATES.find(({ about }) => about.test(lambda.Description ?? '')) ?? UNRECOGNISED;
}

/** Names of variables that lead an SDK's clients to other hosts than AWS's own, or through something else. */
const LEADS_ELSEWHERE =
  /^(?:AWS_ENDPOINT_URL(?!_SECRETS_MANAGER$)\w*|AWS_USE_FIPS_ENDPOINT|AWS_USE_DUALSTACK_ENDPOINT|AWS_CONFIG_FILE|AWS_PROFILE|AWS_LAMBDA_EXEC_WRAPPER|HTTPS_PROXY|ALL_PROXY)$/i;

/** Why it is not known which hosts the function's clients ask; null where they are AWS's Regional ones. */
export function hostsInDoubt({ Environment: environment }: LambdaFunction): string | null {
  if (environment?.Error !== undefined) return 'its environment variables could not be read';
  const set = Object.entries(environment?.Variables ?? {})
    .filter(([name, value]) => LEADS_ELSEWHERE.test(name) && value !== '' && value.toLowerCase() !== 'false')
    .map(([name]) => name)
    .sort();
  return set.length === 0 ? null : `${set.join(', ')} may lead its clients elsewhere`;
}
