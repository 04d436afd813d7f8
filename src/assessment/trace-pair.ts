import { parseAddress } from '../net/address.ts';
import { answerTrace, type Beyond, type TraceAnswer, type TraceQuestion } from '../reachability/answer-trace.ts';
import { NO_ASSUMPTIONS } from '../reachability/assumptions.ts';
import { protocolNumber } from '../reachability/flow.ts';
import { interfacesNamed, namesInterface } from '../reachability/named-interface.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { balancerAt } from '../targets/load-balancer.ts';
import { pastBalancer } from './judge-balancer.ts';

const TCP = 6;

/** Walks one stated pair; what ends at a load balancer goes on to its targets. */
export function tracePair(snapshot: NetworkSnapshot, question: TraceQuestion): TraceAnswer {
  return answerTrace(snapshot, question, beyondBalancers(snapshot, question));
}

function beyondBalancers(snapshot: NetworkSnapshot, { to, port, protocol, assumptions }: TraceQuestion): Beyond | null {
  if (port === null || protocolNumber(protocol) !== TCP) return null;
  const named = parseAddress(to) !== null || namesInterface(to) ? interfacesNamed(snapshot, to) : [];
  const balancers = named.flatMap((eni) => balancerAt(snapshot, eni, port) ?? []);
  if (balancers.length === 0) return null;
  const targets = balancers.flatMap((b) => b.targets);
  return {
    destinations: targets.flatMap(({ address }) => parseAddress(address) ?? []),
    handOn: (topology, source, arriving) =>
      pastBalancer({ topology, assumptions: assumptions ?? NO_ASSUMPTIONS }, source, arriving, balancers),
  };
}
