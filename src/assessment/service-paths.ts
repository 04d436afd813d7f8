import { parseAddress } from '../net/address.ts';
import { parsePolicy } from '../policy/policy-document.ts';
import { NO_ASSUMPTIONS } from '../reachability/assumptions.ts';
import { type Blocker, blocker, outcomeOf } from '../reachability/blocker.ts';
import { answersOf, type ResolvedName } from '../reachability/names/answers-of.ts';
import { forIpv4 } from '../reachability/names/for-ipv4.ts';
import type { Alternative } from '../reachability/names/name-answer.ts';
import { type AskedService, servedBy } from '../reachability/names/served-by.ts';
import { traceFlow } from '../reachability/trace-flow.ts';
import type { VpcEndpoint } from '../snapshot/network-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { buildTopology, NO_SEEDS } from '../topology/build-topology.ts';
import { type AskingFunction, functionSeed } from './asking-function.ts';
import { clientOf } from './dual-stack.ts';
import { endpointPath } from './endpoint-path.ts';
import { httpsFlow, type PathQuestion } from './https-flow.ts';
import { serviceRange } from './judge-endpoint.ts';
import { either, type Judged, judge, undecided } from './judged.ts';

/** Another service, and the host it is asked by. */
export interface CalledHost {
  readonly host: string;
  readonly service: AskedService;
}

/**
 * The paths to AWS services by their hosts, judged like those to Secrets Manager: a name, then wherever it leads. What a
 * caller vouches for never counts here: no assumption touches a precondition.
 */
export function judgeServicePaths(
  snapshot: NetworkSnapshot,
  asking: AskingFunction,
  called: readonly CalledHost[],
): readonly Judged[] {
  // The default names of these services are asked for IPv4 addresses alone.
  const answers = called.map(({ host, service }) => ({
    host,
    answer: forIpv4(servedBy(answersOf(snapshot, asking.vpc, host, false), service, host), host),
  }));
  const question = pathQuestion(
    snapshot,
    asking,
    answers.map(({ answer }) => answer),
  );
  return answers.map(({ host, answer }) => judgeAnswer(question, answer, host));
}

function pathQuestion(
  snapshot: NetworkSnapshot,
  asking: AskingFunction,
  answers: readonly ResolvedName[],
): PathQuestion {
  const endpoints = answers
    .flatMap((answer) => answer.alternatives)
    .flatMap((alternative) => (alternative.kind === 'endpoint' ? [alternative.endpoint] : []));
  const destinations = endpoints
    .flatMap((endpoint) => endpoint.NetworkInterfaceIds ?? [])
    .flatMap((id) => snapshot.seen('NetworkInterfaces', { 'network-interface-id': id }))
    .flatMap(({ PrivateIpAddress }) => parseAddress(PrivateIpAddress ?? '') ?? []);
  const topology = buildTopology(snapshot, {
    ...NO_SEEDS,
    functions: [functionSeed(asking)],
    endpoints: endpoints.map((endpoint) => endpoint.VpcEndpointId),
    destinations,
  });
  const { sources, lambda } = asking;
  return { snapshot, topology, sources, ipv6Sources: [], client: clientOf(lambda), assumptions: NO_ASSUMPTIONS };
}

function judgeAnswer(question: PathQuestion, answer: ResolvedName, host: string): Judged {
  const beside = [...answer.unasked, ...answer.blockers, ...ofOtherServers(answer, host)];
  const alternatives = answer.alternatives.map((alternative) => judgeAlternative(question, alternative, host, beside));
  const [only, ...others] = alternatives;
  if (only === undefined) return judge('endpoint', [], beside);
  const doubt = answer.uncertain === null ? [] : [answer.uncertain];
  const judged = others.length === 0 && doubt.length === 0 ? only : either('endpoint', alternatives, doubt);
  // Where the name may lead elsewhere, a path that fails decides nothing.
  const open = beside.length > 0 && !beside.some((b) => outcomeOf(b) === 'fail');
  return open ? undecided('endpoint', judged, []) : judged;
}

/** Name servers of the VPC's own may answer anything. */
function ofOtherServers({ servers }: ResolvedName, host: string): readonly Blocker[] {
  if (servers.custom.length === 0) return [];
  const reason = 'the VPC has name servers of its own, and what they answer is not known';
  return [blocker('X_NAME_UNKNOWN', { resources: servers.custom }, { host, reason })];
}

function judgeAlternative(
  question: PathQuestion,
  alternative: Alternative,
  host: string,
  beside: readonly Blocker[],
): Judged {
  switch (alternative.kind) {
    case 'endpoint': {
      const { flows, blockers } = endpointPath(question, alternative.endpoint, alternative.interfaces, 4);
      return judge('endpoint', flows, [...beside, ...blockers, ...policyDoubt(alternative.endpoint)]);
    }
    case 'public': {
      const destination = {
        addresses: serviceRange(question.snapshot),
        oneOf: true,
        label: alternative.name,
        interface: null,
      };
      const flows = question.sources.map((source) =>
        traceFlow(question.topology, httpsFlow(question, source, destination)),
      );
      return judge('endpoint', flows, beside);
    }
    case 'addresses': {
      const reason = 'records of a private zone answer it, and whether they lead to the service is not judged';
      return judge('endpoint', [], [...beside, blocker('X_NAME_UNKNOWN', { resources: [host] }, { host, reason })]);
    }
    case 'nowhere':
      return judge('endpoint', [], [...beside, alternative.reason]);
  }
}

/** Which calls a template makes there is not held against a policy: only one that allows everything is sure to let them through. */
function policyDoubt({ VpcEndpointId: id, PolicyDocument: text }: VpcEndpoint): readonly Blocker[] {
  if (text === undefined || allowsEverything(text)) return [];
  const details = { what: `the policy of ${id}`, reason: 'it does not simply allow every call' };
  return [blocker('X_NOT_MODELLED', { resources: [id] }, details)];
}

function allowsEverything(text: string): boolean {
  const isStar = (choice: { readonly kind: string; readonly items: readonly unknown[] } | null) =>
    choice?.kind === 'listed' && choice.items.includes('*');
  const statements = parsePolicy(text)?.statements ?? [];
  return (
    statements.every(({ effect }) => effect === 'Allow') &&
    statements.some(
      ({ actions, resources, principals, conditions }) =>
        isStar(actions) &&
        isStar(resources) &&
        principals?.kind === 'listed' &&
        principals.items.some(({ value }) => value === '*') &&
        conditions.length === 0,
    )
  );
}
