import * as z from 'zod/mini';
import type { Assessment } from '../assessment/assessment.ts';
import { AppError } from '../errors.ts';

const text = z.string();
const textOrNull = z.nullable(text);
const texts = z.array(text);
const verdict = z.enum(['pass', 'fail', 'unknown', 'not-applicable']);
const evidence = z.looseObject({ resource: text, entry: textOrNull, text });

const step = z.looseObject({
  kind: z.enum(['security-group', 'network-acl', 'route', 'gateway', 'dns', 'policy']),
  direction: z.nullable(z.enum(['egress', 'ingress'])),
  outcome: z.enum(['accept', 'part', 'deny', 'unknown']),
  evidence,
});
const leg = z.looseObject({
  hops: z.array(z.looseObject({ resource: text, kind: text, subnet: textOrNull, steps: z.array(step) })),
});
const ports = z.array(z.tuple([z.number(), z.number()]));
const place = {
  code: text,
  resources: texts,
  leg: z.nullable(z.enum(['forward', 'return'])),
  direction: z.nullable(z.enum(['egress', 'ingress'])),
  at: textOrNull,
  entry: textOrNull,
  behind: z.boolean(),
  evidence: z.array(evidence),
};
const trace = z.looseObject({
  id: text,
  from: z.looseObject({ subnet: textOrNull, addresses: texts, securityGroups: texts }),
  to: z.looseObject({ address: text, port: z.nullable(z.number()), protocol: text }),
  disposition: z.enum(['reachable', 'blocked', 'unknown']),
  intermittent: z.boolean(),
  clientPorts: ports,
  natPorts: z.nullable(ports),
  forward: leg,
  return: z.nullable(leg),
  blockers: z.array(z.looseObject(place)),
});
const prerequisite = { verdict, intermittent: z.boolean(), traces: z.array(trace) };
const error = z.looseObject({ name: text, message: text });

/** What every report reads of an assessment. */
const ASSESSMENT = z.looseObject({
  schemaVersion: z.literal(1),
  status: z.enum(['pass', 'fail', 'unknown']),
  decision: z.enum(['allow', 'deny']),
  summary: text,
  question: z.looseObject({
    secret: text,
    function: textOrNull,
    targets: z.array(
      z.looseObject({
        host: text,
        port: z.number(),
        addresses: texts,
        source: z.enum(['tag', 'secret-value', 'caller']),
      }),
    ),
    noTarget: z.boolean(),
    assumptions: z.array(z.looseObject({ hop: text, because: text })),
    reference: textOrNull,
  }),
  prerequisites: z.looseObject({
    service: z.looseObject(prerequisite),
    endpoint: z.looseObject({
      ...prerequisite,
      hosts: z.array(z.looseObject({ host: text, resolvesTo: text, because: text })),
    }),
  }),
  preconditions: z.array(z.looseObject({ id: text, verdict, message: text })),
  findings: z.array(
    z.looseObject({
      ...place,
      rule: text,
      severity: z.enum(['error', 'unknown', 'warning', 'note']),
      prerequisite: z.enum(['service', 'endpoint', 'precondition']),
      traces: texts,
      message: text,
      fix: text,
      symptom: text,
      docs: text,
    }),
  ),
  snapshot: z.looseObject({
    source: z.enum(['aws', 'file', 'request']),
    capturedAt: text,
    digest: text,
    factsDigest: text,
    gaps: z.array(z.looseObject({ list: text, action: text, error: text, message: text })),
  }),
  rotation: z.nullable(
    z.looseObject({
      status: z.enum(['requested', 'refused', 'rejected', 'outcome-unknown']),
      VersionId: textOrNull,
      clientRequestToken: textOrNull,
      awsError: z.nullable(error),
    }),
  ),
});

/**
 * An assessment that was written as JSON; `file` names it in errors.
 * @throws AppError USAGE naming the first place in it that is not as it should be.
 */
export function readAssessment(json: unknown, file: string): Assessment {
  const result = ASSESSMENT.safeParse(json);
  if (result.success) return json as Assessment;
  const [issue] = result.error.issues;
  const path = (issue?.path ?? [])
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('');
  throw new AppError(
    'USAGE',
    `${file} is no report of this program: ${path.replace(/^\./, '') || 'the whole'} is not as expected.`,
    {
      resource: file,
      hint: 'Name a file that `check --output FILE.json` wrote.',
    },
  );
}
