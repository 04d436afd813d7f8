import { describe, expect, test } from 'vitest';
import type { AssessInput } from '../../src/assessment/assess.ts';
import type { Assessment, QuestionTarget } from '../../src/assessment/assessment.ts';
import { requireDeclaredTarget } from '../../src/gate/require-declared-target.ts';
import { assessment } from '../support/example-assessment.ts';

const INPUT = {} as AssessInput;

function judged(sources: readonly QuestionTarget['source'][], different: Partial<Assessment> = {}) {
  const targets = sources.map((source) => ({ host: '10.0.20.10', port: 5432, addresses: ['10.0.20.10'], source }));
  const told = assessment({
    ...different,
    question: { ...assessment().question, targets, noTarget: targets.length === 0 },
  });
  return { told, again: () => requireDeclaredTarget(() => told)(INPUT) };
}

describe('a service that requires a declared target', () => {
  test.each([[['tag']], [['secret-value']], [['secret-value', 'tag']]] as const)('takes %j', (sources) => {
    const { told, again } = judged(sources);
    expect(again()).toBe(told);
  });

  test.each([[['caller']], [['caller', 'tag']], [[]]] as const)('does not allow a rotation on %j', (sources) => {
    expect(judged(sources).again).toThrow(expect.objectContaining({ code: 'TARGET_NOT_DECLARED' }));
  });

  test.each(['fail', 'unknown'] as const)('still tells why the verdict is %s', (status) => {
    const { told, again } = judged(['caller'], { status, decision: 'deny' });
    expect(again()).toBe(told);
  });
});
