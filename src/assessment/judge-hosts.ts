import { type Blocker, blocker, outcomeOf } from '../reachability/blocker.ts';
import type { EffectiveHosts } from './effective-hosts.ts';
import { HTTPS } from './https-flow.ts';
import { type EndpointQuestion, judgeHost } from './judge-endpoint.ts';
import { policyDoubts } from './judge-policies.ts';
import { asEndpoint, judgeTargets } from './judge-targets.ts';
import { either, type Judged, judge, undecided } from './judged.ts';
import { refusedAtOnce } from './refused-at-once.ts';
import { throughNameServers } from './through-name-servers.ts';

/** Prerequisite B: where more than one host is plausible, each must pass. */
export function judgeHosts(question: EndpointQuestion, hosts: EffectiveHosts): Judged {
  const direct = hosts.resolutions.map((resolution, i) => {
    const judged = judgeHost(question, hosts.rows[i]?.host ?? '', resolution);
    const byName = throughNameServers('endpoint', question, resolution.servers, judged, false);
    return refusedAtOnce('endpoint', question, byName, HTTPS);
  });
  const refused = hosts.blockers.filter((b) => outcomeOf(b) === 'fail').map((b) => judge('endpoint', [], [b]));
  const doubts = hosts.blockers.filter((b) => outcomeOf(b) === 'unknown');
  const beside = policyDoubts(question);
  const detours = hosts.elsewhere.map((other) => judgeElsewhere(question, other));
  const alternatives = [...direct, ...detours, ...refused];
  const [only, ...others] = alternatives;
  if (only === undefined) return judge('endpoint', [], [...doubts, ...beside]);
  const judged = others.length === 0 ? only : either('endpoint', alternatives, [eitherHost(hosts)]);
  return withRefusals(doubts.length === 0 ? judged : undecided('endpoint', judged, doubts), beside);
}

/** The way to a host that may pass calls on can only fail: what is beyond it is out of sight. */
function judgeElsewhere(question: EndpointQuestion, { target, beyond }: EffectiveHosts['elsewhere'][number]): Judged {
  const judged = asEndpoint(judgeTargets(question, [target], []));
  return judged.verdict === 'fail' ? judged : { ...judge('endpoint', [], [beyond]), traces: judged.traces };
}

/** What refuses a call beside the path fails it, what may refuse it is a doubt; neither makes a path that fails work. */
function withRefusals(judged: Judged, beside: readonly Blocker[]): Judged {
  if (beside.length === 0) return judged;
  const found = beside.map((reason) => ({ prerequisite: 'endpoint' as const, trace: null, blocker: reason }));
  const refused = beside.some((reason) => outcomeOf(reason) === 'fail');
  return {
    ...judged,
    verdict: refused ? 'fail' : judged.verdict === 'pass' ? 'unknown' : judged.verdict,
    intermittent: judged.intermittent && !refused,
    found: [...found, ...judged.found],
  };
}

function eitherHost(hosts: EffectiveHosts): Blocker {
  const refused = hosts.blockers.filter((b) => outcomeOf(b) === 'fail').flatMap((b) => b.details['host'] ?? []);
  const names = [...new Set([...hosts.rows.map((row) => row.host), ...refused])].join(' or ');
  return blocker(
    'X_HOST_UNKNOWN',
    { resources: [hosts.functionArn] },
    { reason: `the function may ask ${names === '' ? 'more than one host' : names}, and they do not fare alike` },
  );
}
