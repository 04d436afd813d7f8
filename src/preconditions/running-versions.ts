import { type Blocker, blocker } from '../reachability/blocker.ts';
import { missingFact } from '../reachability/walk-record.ts';
import { additionalVersions, isAlias, keepsOwnVersion } from './alias-versions.ts';
import type { PreconditionFacts } from './facts.ts';

/** Every version of the function that an invocation may run, and why that may not be all. */
export interface RunningVersions {
  readonly versions: readonly PreconditionFacts[];
  readonly doubts: readonly Blocker[];
}

/** Each step of a rotation is an invocation of its own: behind an alias with weights it may run either version. */
export function runningVersions(facts: PreconditionFacts): RunningVersions {
  const { snapshot, functionArn: arn } = facts;
  const alone = { versions: [facts], doubts: [] };
  if (arn === null || !isAlias(arn)) return alone;
  const found = snapshot.one('FunctionAliases', { 'function-arn': arn });
  if (!found.known && snapshot.asked('FunctionAliases') !== 'never')
    return { ...alone, doubts: [missingFact([found.missing], [arn], null, null)] };
  if (!found.known) return { ...alone, doubts: [oneVersionAssumed(arn, found.missing.action)] };
  if (found.value === null) return alone;
  const others = additionalVersions(found.value).map((version) => ({
    ...facts,
    functionArn: version,
    lambda: snapshot.one('Functions', { 'function-arn': version }),
  }));
  return { versions: [...(keepsOwnVersion(found.value) ? [facts] : []), ...others], doubts: [] };
}

function oneVersionAssumed(arn: string, action: string): Blocker {
  const details = { list: 'FunctionAliases', assumed: 'one version behind the alias', action };
  return blocker('X_DEFAULT_ASSUMED', { resources: [arn] }, details);
}
