import { type Item, inner, isState, list, lost, NotSimulated, text } from './facts.ts';
import { mustAllow, statementsOf } from './permissions.ts';

/** The secret and its function as RotateSecret and the rotation need them. */
export function mustBeRotatable(world: Item, secret: Item, functionArn: string): Item {
  const arn = String(secret['ARN']);
  for (const field of ['DeletedDate', 'Type', 'OwningService', 'ExternalSecretRotationRoleArn']) {
    if (secret[field] !== undefined && secret[field] !== null) lost(`the secret has ${field}`);
  }
  if (![null, text(world, 'region')].includes(text(secret, 'PrimaryRegion'))) lost('a replica');
  const versions = mustHaveCurrent(secret);
  if (versions.some((stages) => stages.includes('AWSPENDING') && !stages.includes('AWSCURRENT')))
    lost('a pending version');

  const [, , service, region, , kind] = functionArn.split(':');
  if (service !== 'lambda' || kind !== 'function' || region !== arn.split(':')[3])
    lost(`${functionArn} cannot be invoked`);
  const lambda = mustBeActive(world, functionArn);
  if (inner(world, 'FunctionConcurrency')[functionArn] === 0) lost('no concurrency');
  const policy = inner(world, 'FunctionPolicies')[functionArn];
  if (typeof policy !== 'string') return lost('no invoke permission');
  mustAllow(policy, {
    action: 'lambda:InvokeFunction',
    resource: functionArn,
    principals: ['secretsmanager.amazonaws.com'],
    context: { 'aws:sourceaccount': arn.split(':')[4] ?? '', 'aws:sourcearn': arn },
  });
  if (text(lambda, 'Role')?.split(':')[4] !== arn.split(':')[4]) lost('a role of another account');
  mustNotRefuse(world, arn);
  return lambda;
}

function mustBeActive(world: Item, arn: string): Item {
  const lambda = list(world, 'Functions').find((f) => f['FunctionArn'] === arn) ?? lost(`no function ${arn}`);
  if (!isState(lambda, 'State', 'Active') || !isState(lambda, 'LastUpdateStatus', 'Successful')) lost('not active');
  return lambda;
}

function mustHaveCurrent(secret: Item): readonly (readonly string[])[] {
  const versions = Object.values(inner(secret, 'VersionIdsToStages')) as readonly (readonly string[])[];
  return versions.some((stages) => stages.includes('AWSCURRENT')) ? versions : lost('no current version');
}

/** The versions that an alias hands some invocations to, besides the one it is for. */
export function otherVersions(world: Item, functionArn: string): readonly Item[] {
  const alias = list(world, 'FunctionAliases').find((a) => a['AliasArn'] === functionArn) ?? {};
  const weights = inner(inner(alias, 'RoutingConfig'), 'AdditionalVersionWeights');
  const versions = Object.keys(weights).filter((version) => weights[version] !== 0);
  return versions.map((version) => mustBeActive(world, functionArn.replace(/[^:]+$/, version)));
}

/** The superuser's secret is read as it is. */
export function mustBeLegible(world: Item, arn: string): void {
  const secret = list(world, 'Secrets').find((s) => s['ARN'] === arn) ?? lost(`no secret ${arn}`);
  if (typeof secret['DeletedDate'] === 'string') lost(`${arn} is being deleted`);
  mustHaveCurrent(secret);
  mustNotRefuse(world, arn);
}

/** A resource policy of the secret that only allows takes nothing away. */
function mustNotRefuse(world: Item, arn: string): void {
  const policies = inner(world, 'SecretPolicies');
  const complete = world['requests'] === undefined && world['SecretPolicies'] !== undefined;
  if (!(arn in policies) && !complete) lost(`the policy of ${arn} could not be read`);
  const policy = policies[arn];
  if (typeof policy === 'string' && statementsOf(policy).some((s) => s['Effect'] !== 'Allow')) {
    throw new NotSimulated('a secret’s policy that denies');
  }
}
