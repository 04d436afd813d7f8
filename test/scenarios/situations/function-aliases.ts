import { asked } from '../../support/healthy-world.ts';

import { FUNCTION_ARN, refuse, rotationFunction, secret, securityGroup, type World } from '../../support/world.ts';
import { behind, both, groupsEmpty, groupsRefuse, overall, type Situation, situation } from './situation.ts';

const ALIAS = `${FUNCTION_ARN}:live`;
const SECOND = `${FUNCTION_ARN}:8`;
type Lambda = World['Functions'][number];

/** The secret names the alias `live` of version 7, which hands some invocations to version 8. */
function behindAlias(w: World, weights: Record<string, number>, second: Partial<Lambda> = {}): void {
  const own = rotationFunction(w);
  w.Functions.push(
    { ...own, FunctionArn: ALIAS, Version: '7' },
    { ...own, FunctionArn: SECOND, Version: '8', ...second },
  );
  w.FunctionAliases.push({
    AliasArn: ALIAS,
    FunctionVersion: '7',
    RoutingConfig: { AdditionalVersionWeights: weights },
  });
  w.FunctionPolicies[ALIAS] = (w.FunctionPolicies[FUNCTION_ARN] ?? '').replaceAll(FUNCTION_ARN, ALIAS);
  secret(w).RotationLambdaARN = ALIAS;
  w.requests?.push(asked('FunctionAliases', {}), asked('Functions', { 'function-arn': [ALIAS, SECOND] }));
}

/** Version 8 has a security group that lets nothing out. */
function withShutVersion(w: World, weight: number): void {
  w.SecurityGroups.push(securityGroup('sg-shut', [], []));
  const { VpcConfig: config } = rotationFunction(w);
  behindAlias(w, { '8': weight }, { VpcConfig: { ...config, SecurityGroupIds: ['sg-shut'] } });
}

const SHUT = [
  ...both((prerequisite) => groupsEmpty(prerequisite, 'sg-shut', 'egress', 'subnet-l1')),
  behind(groupsRefuse('service', 'sg-db', 'ingress', 'eni-db')),
];

/** Aliases that part invocations between two versions: each step of a rotation may run either. */
export const FUNCTION_ALIASES: readonly Situation[] = [
  situation('alias-of-two-versions-that-both-pass', {
    world: (w) => behindAlias(w, { '8': 0.1 }),
    question: { function: ALIAS },
    explain: `The secret names an alias that hands a tenth of the invocations to a second version. Both are set up alike.`,
    source: 'lambda-alias',
  }),
  situation('alias-of-two-versions-of-which-one-is-shut-in', {
    world: (w) => withShutVersion(w, 0.1),
    service: 'partly',
    endpoint: 'partly',
    blockers: SHUT,
    explain: `A tenth of the invocations runs a version whose security group lets nothing out.`,
    source: 'lambda-alias',
  }),
  situation('alias-whose-second-version-stops-too-soon', {
    world: (w) => behindAlias(w, { '8': 0.1 }, { Timeout: 1 }),
    warnings: ['X_FUNCTION_TIMEOUT'],
    explain: `A tenth of the invocations runs a version that is stopped after a second, before it can have rotated anything.`,
    source: 'lambda-alias',
  }),
  situation('alias-whose-second-version-has-no-weight', {
    world: (w) => withShutVersion(w, 0),
    explain: `The alias names a second version that gets no invocation, so that it is shut in does not matter.`,
    source: 'lambda-alias',
  }),
  situation('alias-that-hands-all-to-its-second-version', {
    world: (w) => withShutVersion(w, 1),
    service: 'fail',
    endpoint: 'fail',
    blockers: SHUT,
    explain: `Every invocation runs the second version, whose security group lets nothing out.`,
    source: 'lambda-alias',
  }),
  situation('alias-whose-second-version-failed', {
    world: (w) => behindAlias(w, { '8': 0.5 }, { State: 'Failed' }),
    preconditions: { 'function-state': 'fail' },
    blockers: [overall('X_FUNCTION_STATE', 'precondition', SECOND)],
    explain: `Half of the invocations runs a version that failed.`,
    source: 'lambda-alias',
  }),
  situation('alias-that-could-not-be-read', {
    world: (w) => {
      behindAlias(w, {});
      refuse(w, 'FunctionAliases');
    },
    service: 'unknown',
    endpoint: 'unknown',
    blockers: (['service', 'endpoint'] as const).map((prerequisite) =>
      overall('UNKNOWN_RESOURCE', prerequisite, ALIAS),
    ),
    explain: `Between which versions the alias parts invocations could not be read.`,
    source: 'permissions',
  }),
  situation('alias-nobody-asked-for', {
    world: (w) => {
      behindAlias(w, {});
      w.requests = (w.requests ?? []).filter(({ list }) => list !== 'FunctionAliases');
    },
    explain: `Nobody asked for the alias; one version behind it is what most have, and a note says that this was assumed.`,
    source: 'permissions',
  }),
];
