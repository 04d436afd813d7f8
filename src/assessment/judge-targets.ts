import type { Blocker } from '../reachability/blocker.ts';
import type { ResolvedTarget } from '../targets/resolve-target.ts';
import { judgeService, type ServiceQuestion } from './judge-service.ts';
import { every, type Judged } from './judged.ts';
import { refusedAtOnce } from './refused-at-once.ts';
import { throughNameServers } from './through-name-servers.ts';

/** Prerequisite A: every target, and where nobody knows what one's name gives, whether anything leaves to its port. */
export function judgeTargets(
  asked: ServiceQuestion,
  targets: readonly ResolvedTarget[],
  beside: readonly Blocker[],
): Judged {
  const unresolved = targets.filter((target) => target.parts.length === 0);
  const ports = [...new Set(unresolved.map(({ chosen }) => chosen.spec.port))].sort((a, b) => a - b);
  const judged = byTheirServers(asked, targets, beside);
  return ports.reduce((sofar, port) => refusedAtOnce('service', asked, sofar, port), judged);
}

/** Those with a name by way of the servers that are asked for it. */
function byTheirServers(
  asked: ServiceQuestion,
  targets: readonly ResolvedTarget[],
  beside: readonly Blocker[],
): Judged {
  const named = targets.filter((target) => target.servers.custom.length > 0);
  const [first] = named;
  if (first === undefined) return judgeService(asked, targets, beside);
  const settled = named.every(({ chosen }) => chosen.spec.addresses.length > 0);
  const byName = throughNameServers('service', asked, first.servers, judgeService(asked, named, []), settled);
  const others = targets.filter((target) => !named.includes(target));
  if (others.length === 0 && beside.length === 0) return byName;
  const parts = others.length === 0 ? [byName] : [byName, judgeService(asked, others, [])];
  const works = parts.some((p) => p.verdict === 'pass' || p.intermittent);
  return every('service', parts, beside, works);
}

/** The same judgement told of the other prerequisite: hosts between the function and Secrets Manager are reached like targets. */
export function asEndpoint(judged: Judged): Judged {
  const renamed = (id: string) => id.replace(/^service\//, 'endpoint/');
  return {
    ...judged,
    traces: judged.traces.map((trace) => ({ ...trace, id: renamed(trace.id) })),
    found: judged.found.map((f) => ({
      ...f,
      prerequisite: 'endpoint',
      trace: f.trace === null ? null : renamed(f.trace),
    })),
  };
}
