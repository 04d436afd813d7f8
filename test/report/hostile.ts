import type { Assessment } from '../../src/assessment/assessment.ts';
import { failing, unknown } from '../support/example-failures.ts';

/** Texts that break out of markup, of a terminal or of a reader's trust. */
export const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'-alert(1)-'",
  '</title></style></svg><script>alert(1)</script>',
  ']]><x/>&amp;&#60;script&#62;',
  '\u001B[2J\u001B]0;gone\u0007\r\nSAFE TO ROTATE',
  'sg-1\u202Efdp.exe\u2066\u0000\uFFFE\uD800',
  '${7*7}{{7*7}}%s',
] as const;

/** No report may hold these. */
export const DECEPTIVE = /(?!\n)[\p{Cc}\p{Bidi_Control}]/u;

/** An assessment with a text in every place that a snapshot, a caller or AWS can fill. */
export function filledWith(text: string): Assessment {
  const facts = unknown();
  const fill = <T>(value: T): T => {
    if (typeof value === 'string') return (KEPT.test(value) ? value : text) as T;
    if (Array.isArray(value)) return value.map(fill) as T;
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, CLOSED.has(key) ? v : fill(v)])) as T;
    }
    return value;
  };
  const base = failing();
  return fill({
    ...base,
    question: { ...base.question, assumptions: [{ hop: 'vgw-1', because: 'somebody says so' }] },
    snapshot: facts.snapshot,
    rotation: {
      status: 'rejected',
      ARN: 'an ARN',
      Name: 'a name',
      VersionId: 'a version',
      clientRequestToken: 'a token',
      awsError: { name: 'an error', message: 'a message' },
    },
  });
}

/** Members of closed sets: the schema of the document lets nothing else in. */
const CLOSED = new Set([
  'status',
  'decision',
  'verdict',
  'disposition',
  'kind',
  'outcome',
  'direction',
  'leg',
  'severity',
  'prerequisite',
  'source',
  'resolvesTo',
  'code',
  'rule',
]);
/** Ids of preconditions and traces tie parts of the document together. */
const KEPT = /^(?:service|endpoint)\/|^(?:secret|pending|function|invoke|rotation|other)-[a-z-]+$/;
