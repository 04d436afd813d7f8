import type { Assessment, Finding, PrerequisiteResult } from '../../src/assessment/assessment.ts';
import type { Leg, PortRanges, Trace } from '../../src/reachability/trace.ts';

/** What an assessment says of a scenario beyond its verdict: each path, what decided on it, and every finding's words. */
export function said({ summary, prerequisites, preconditions, findings }: Assessment): string {
  const { service, endpoint } = prerequisites;
  return [
    summary,
    ...endpoint.hosts.map((h) => `${h.host} ${h.resolvesTo}: ${h.because}`),
    ...pathsSaid('service', service),
    ...pathsSaid('endpoint', endpoint),
    ...evidenceSaid([...service.traces, ...endpoint.traces]),
    ...preconditions
      .filter((p) => p.verdict === 'fail' || p.verdict === 'unknown')
      .map((p) => `precondition ${p.id} ${p.verdict}: ${p.message}`),
    ...findings.flatMap(findingSaid),
    '',
  ].join('\n');
}

function pathsSaid(name: string, { verdict, intermittent, traces }: PrerequisiteResult): readonly string[] {
  return [`${name} ${verdict}${intermittent ? ', intermittent' : ''}`, ...traces.flatMap(traceSaid)];
}

function traceSaid(trace: Trace): readonly string[] {
  const { addresses, securityGroups } = trace.from;
  const ports = [`client ports ${portsSaid(trace.clientPorts)}`];
  if (trace.natPorts !== null) ports.push(`NAT ports ${portsSaid(trace.natPorts)}`);
  return [
    `  ${trace.id} ${trace.disposition}${trace.intermittent ? ', intermittent' : ''}, ${ports.join(', ')}`,
    `    from ${[...addresses, ...securityGroups].join(' ')} to ${trace.to.address} ${trace.to.protocol}`,
    `    there ${legSaid(trace.forward)}`,
    ...(trace.return === null ? [] : [`    back ${legSaid(trace.return)}`]),
    ...trace.blockers.map((b) => `    ${b.code} ${b.resources.join(' ')}${b.behind ? ', behind another' : ''}`),
  ];
}

const OUTCOME = { accept: '+', part: '~', deny: '-', unknown: '?' } as const;

function legSaid({ hops }: Leg): string {
  const hop = (h: Leg['hops'][number]) =>
    [
      `${h.resource} (${h.kind}${h.subnet === null || h.subnet === h.resource ? '' : ` in ${h.subnet}`})`,
      ...h.steps.map((s) => `${OUTCOME[s.outcome]}${s.kind}${s.direction === null ? '' : ` ${s.direction}`}`),
    ].join(' ');
  return hops.map(hop).join(' > ');
}

function evidenceSaid(traces: readonly Trace[]): readonly string[] {
  const steps = traces.flatMap((t) => [t.forward, ...(t.return === null ? [] : [t.return])].flatMap((leg) => leg.hops));
  const lines = steps.flatMap((hop) =>
    hop.steps.map(({ evidence: e }) => `  ${e.resource} ${e.entry === null ? '' : `${e.entry} `}${e.text}`),
  );
  return ['evidence', ...[...new Set(lines)].sort()];
}

function findingSaid(f: Finding): readonly string[] {
  const place = [f.leg, f.direction, f.at === null ? null : `at ${f.at}`, f.entry === null ? null : `entry ${f.entry}`];
  return [
    [f.severity, f.code, ...f.resources, ...place.filter((p) => p !== null), f.behind ? 'behind' : ''].join(' ').trim(),
    ...(f.severity === 'note' ? [] : [`  ${f.message}`, `  ${f.fix}`]),
    ...f.evidence.map((e) => `  ${e.resource} ${e.entry ?? '-'} ${e.text}`),
  ];
}

function portsSaid(ranges: PortRanges): string {
  return ranges.map(([low, high]) => (low === high ? `${low}` : `${low}-${high}`)).join(' ') || 'none';
}
