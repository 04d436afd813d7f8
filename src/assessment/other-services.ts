import { type PreconditionFacts, rotatesWithoutOurFunction } from '../preconditions/facts.ts';
import { found, OUTSIDE_THE_SET, type PreconditionOutcome } from '../preconditions/precondition.ts';
import { type Blocker, outcomeOf } from '../reachability/blocker.ts';
import { hostOfService } from '../reachability/names/regional-host.ts';
import { placeOfArn } from '../snapshot/home.ts';
import type { LambdaFunction } from '../snapshot/rotation-facts.ts';
import { askingFunction } from './asking-function.ts';
import { type CalledServices, calledServices, hostsInDoubt } from './called-services.ts';
import type { Judged } from './judged.ts';
import { type CalledHost, judgeServicePaths } from './service-paths.ts';

/**
 * Whether the function reaches the other AWS services that its template asks. Null: it asks none that is known of.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot_rotation.html
 */
export function judgeOtherServices(facts: PreconditionFacts): PreconditionOutcome | null {
  const { snapshot } = facts;
  const lambda = facts.lambda.known ? facts.lambda.value : null;
  if (lambda === null || rotatesWithoutOurFunction(facts)) return null;
  const called = calledServices(lambda);
  if (called === null) return null;
  const { region } = placeOfArn(lambda.FunctionArn);
  const [, partition = snapshot.document.partition] = lambda.FunctionArn.split(':');
  const hosts = called.services.map((name): CalledHost => {
    const service = { name, region: region ?? snapshot.document.region };
    return { service, host: hostOfService(name, service.region, partition) };
  });
  const conclude = (verdict: 'pass' | 'fail' | 'unknown', reason: string) => outcome(verdict, lambda, hosts, reason);

  const asking = askingFunction(snapshot, lambda);
  const { vpc, doubt } = asking;
  const obstacle = hostsInDoubt(lambda) ?? (doubt === null ? null : reasonOf(doubt)) ?? ipv6Doubt(lambda, vpc);
  if (obstacle !== null) return conclude('unknown', obstacle);
  const judged = judgeServicePaths(snapshot, asking, hosts);
  const verdict = together(judged, called);
  return conclude(verdict, verdict === 'pass' ? 'every path is open' : reasonsOf(judged, called));
}

/** Their public names are not known to have IPv6 addresses, nor to have none. */
function ipv6Doubt(lambda: LambdaFunction, vpc: string | null): string | null {
  return vpc !== null && lambda.VpcConfig?.Ipv6AllowedForDualStack === true
    ? 'the function tries IPv6 first where a name has such addresses, and whether these have is not stated'
    : null;
}

/** Where only some rotations ask a service, a path to it that fails stops only these. */
function together(judged: readonly Judged[], { always }: CalledServices): 'pass' | 'fail' | 'unknown' {
  if (judged.every(({ verdict }) => verdict === 'pass')) return 'pass';
  return always && judged.some(({ verdict }) => verdict === 'fail') ? 'fail' : 'unknown';
}

function reasonsOf(judged: readonly Judged[], { always }: CalledServices): string {
  const weighing = judged
    .flatMap((j) => j.found)
    .filter(({ blocker: b }) => ['fail', 'unknown'].includes(outcomeOf(b)));
  const reasons = [...new Set(weighing.map(({ blocker: b }) => reasonOf(b)))].slice(0, 3).join('; ');
  return always ? reasons : `${reasons}; only some rotations ask it, and whether this one does is not known`;
}

function reasonOf({ evidence, details, code, resources }: Blocker): string {
  return evidence[0]?.text ?? details['reason'] ?? `${code} at ${resources.join(', ')}`;
}

function outcome(
  verdict: 'pass' | 'fail' | 'unknown',
  { FunctionArn: arn }: LambdaFunction,
  hosts: readonly CalledHost[],
  reason: string,
): PreconditionOutcome {
  const services = hosts.map(({ host }) => host).join(' and ');
  const details = { unjudged: OUTSIDE_THE_SET, services, reason };
  if (verdict !== 'pass') return found('other-services', verdict, [arn], `${services}: ${reason}.`, details);
  const seen = `The function reaches ${services}, which its template asks.`;
  return { ...found('other-services', 'note', [arn], seen, details), verdict };
}
