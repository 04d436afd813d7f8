import { type PreconditionFacts, rotatesWithoutOurFunction } from '../preconditions/facts.ts';
import { isFunctionArn } from '../preconditions/function-arn.ts';
import { type Blocker, blocker } from '../reachability/blocker.ts';
import { unplaced } from '../reachability/function-placement.ts';
import { missingFact } from '../reachability/walk-record.ts';
import type { LambdaFunction } from '../snapshot/rotation-facts.ts';
import { chooseTargets, HOW_TO_NAME_IT } from '../targets/chosen-targets.ts';
import { withHosts } from '../targets/hosted-value.ts';
import type { ResolvedTarget } from '../targets/resolve-target.ts';
import { draftTopology, type GraphDocument } from '../topology/topology.ts';
import type { CapturedFacts, PreflightRequest } from './asked.ts';
import { type AskingFunction, askingFunction, NO_PLACE } from './asking-function.ts';
import type { ResolvedHost } from './assessment.ts';
import { logsInToDatabase } from './called-services.ts';
import { clientOf } from './dual-stack.ts';
import { effectiveHosts } from './effective-hosts.ts';
import { judgeHosts } from './judge-hosts.ts';
import { judgeTargets } from './judge-targets.ts';
import { type Judged, judge, NOT_APPLICABLE, undecided } from './judged.ts';
import { placeTargets, resolveTargets } from './place-targets.ts';

interface Verdicts {
  readonly service: Judged;
  readonly endpoint: Judged;
}

export interface Prerequisites extends Verdicts {
  readonly hosts: readonly ResolvedHost[];
  readonly targets: readonly ResolvedTarget[];
  readonly graph: GraphDocument;
}

/** A: the function reaches its service. B: it reaches the Secrets Manager endpoint. */
export function judgePrerequisites(
  facts: PreconditionFacts,
  captured: CapturedFacts,
  request: PreflightRequest,
): Prerequisites {
  const { snapshot } = facts;
  const secret = facts.secret.known ? facts.secret.value : null;
  const lambda = facts.lambda.known ? facts.lambda.value : null;
  const value = captured.secretValue === null ? null : withHosts(snapshot, captured.secretValue);
  const chosen = chooseTargets(secret, value, request);
  const asking = lambda === null ? null : askingFunction(snapshot, lambda);
  const unwalked = (verdicts: Verdicts): Prerequisites => ({
    ...verdicts,
    hosts: [],
    targets: resolveTargets(snapshot, asking ?? NO_PLACE, chosen.targets, []),
    graph: draftTopology(snapshot.document.accountId).document(),
  });
  if (asking === null || rotatesWithoutOurFunction(facts)) return unwalked(withoutFunction(facts));
  if (asking.placement.kind === 'unread') return unwalked(undecidable(unplaced(asking.placement)));

  const hosts = effectiveHosts(snapshot, facts.secretId, asking);
  const { targets, topology } = placeTargets(snapshot, asking, chosen.targets, hosts);
  const { sources, ipv6Sources } = asking;
  const { assumptions } = request;
  const paths = { snapshot, topology, sources, ipv6Sources, client: clientOf(asking.lambda), assumptions };
  const calls = {
    secretArn: facts.secretId,
    masterArn: captured.secretValue?.masterarn ?? null,
    roleArn: asking.lambda.Role ?? null,
    functionArn: asking.lambda.FunctionArn,
  };
  const against = [...chosen.blockers, ...(request.noTarget ? unnamedDatabase(asking.lambda) : [])];
  const service =
    request.noTarget && against.length === 0
      ? NOT_APPLICABLE
      : judgeTargets(paths, targets, [...against, ...chosen.remarks]);
  const endpoint = judgeHosts({ ...paths, ...calls }, hosts);
  return {
    service: qualify('service', service, asking),
    endpoint: qualify('endpoint', endpoint, asking),
    hosts: hosts.rows,
    targets,
    graph: topology.document(),
  };
}

/** Somebody's word that nothing is contacted, against what the function is made for. */
function unnamedDatabase(lambda: LambdaFunction): readonly Blocker[] {
  if (!logsInToDatabase(lambda)) return [];
  const hint = `The function is AWS's template for a database, which logs in to it. ${HOW_TO_NAME_IT}.`;
  return [blocker('X_TARGET_NOT_NAMED', { resources: [lambda.FunctionArn] }, { hint })];
}

/** Without a function to judge: nothing applies where none is named or needed, nothing is known where it could not be read. */
function withoutFunction(facts: PreconditionFacts): Verdicts {
  const { functionArn, lambda } = facts;
  const noFunction = functionArn !== null && !isFunctionArn(functionArn);
  if (lambda.known || noFunction || rotatesWithoutOurFunction(facts)) {
    return { service: NOT_APPLICABLE, endpoint: NOT_APPLICABLE };
  }
  return undecidable(missingFact([lambda.missing], functionArn === null ? [] : [functionArn], null, null));
}

function undecidable(reason: Blocker): Verdicts {
  return { service: judge('service', [], [reason]), endpoint: judge('endpoint', [], [reason]) };
}

/** What makes the configuration as read not the whole truth: then nothing on it decides. */
function qualify(prerequisite: 'service' | 'endpoint', judged: Judged, { doubt, lambda }: AskingFunction): Judged {
  const doubts = [...(doubt === null ? [] : [doubt]), ...updateDoubts(lambda)];
  return doubts.length === 0 || judged.verdict === 'not-applicable' ? judged : undecided(prerequisite, judged, doubts);
}

/** While an update is in progress the old configuration runs; after a failed one the shown one may not be what runs. */
function updateDoubts(lambda: LambdaFunction): readonly Blocker[] {
  const status = lambda.LastUpdateStatus;
  if (status === undefined || status === 'Successful') return [];
  return [blocker('X_FUNCTION_UPDATE_NOT_EFFECTIVE', { resources: [lambda.FunctionArn] }, { status })];
}
