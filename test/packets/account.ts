import { type Item, inner, isState, list, lost, NotSimulated, text } from './facts.ts';
import { mustAllow, statementsOf } from './permissions.ts';

/** The secret and its function as RotateSecret and the rotation need them. */
export function mustBeRotatable(world: Item, secret: Item, functionArn: string): Item {
  const arn = String(secret['ARN']);
  for (const field of ['DeletedDate', 'Type', 'OwningService', 'ExternalSecretRotationRoleArn']) {
    if (secret[field] !== undefined && secret[field] !== null) lost(`the secret has ${field}`);
  }
  if (![null, text(world, 'region')].includes(text(secret, 'PrimaryRegion'))) lost('a replica');
  const versions = Object.values(inner(secret, 'VersionIdsToStages')) as readonly (readonly string[])[];
  if (!versions.some((stages) => stages.includes('AWSCURRENT'))) lost('no current version');
  if (versions.some((stages) => stages.includes('AWSPENDING') && !stages.includes('AWSCURRENT')))
    lost('a pending version');

  const [, , service, region, , kind] = functionArn.split(':');
  if (service !== 'lambda' || kind !== 'function' || region !== arn.split(':')[3])
    lost(`${functionArn} cannot be invoked`);
  const lambda = list(world, 'Functions').find((f) => f['FunctionArn'] === functionArn) ?? lost('no such function');
  if (!isState(lambda, 'State', 'Active') || !isState(lambda, 'LastUpdateStatus', 'Successful')) lost('not active');
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

/** A resource policy of the secret that only allows takes nothing away. */
export function mustNotRefuse(world: Item, arn: string): void {
  const policies = inner(world, 'SecretPolicies');
  const complete = world['requests'] === undefined && world['SecretPolicies'] !== undefined;
  if (!(arn in policies) && !complete) lost(`the policy of ${arn} could not be read`);
  const policy = policies[arn];
  if (typeof policy === 'string' && statementsOf(policy).some((s) => s['Effect'] !== 'Allow')) {
    throw new NotSimulated('a secret’s policy that denies');
  }
}
