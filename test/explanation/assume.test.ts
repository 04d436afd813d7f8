import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/assessment/assessment.ts';
import { answer } from './explanation-law.ts';
import type { Situation } from './mechanical-fix.ts';
import { FOLDERS, situationOf } from './situation-of.ts';

/** The very words a finding tells the caller to say. */
const OPTION = /--assume (\S+)=forwards --because TEXT/;

const opaqueHops = (situation: Situation): readonly Finding[] =>
  answer(situation).findings.filter((f) => f.code === 'X_OPAQUE_HOP');

const WITH_OPAQUE_HOPS = FOLDERS.filter((folder) => opaqueHops(situationOf(folder)).length > 0);

function withWordsOf({ fix }: Finding, { world, question }: Situation): Situation {
  const [, hop = ''] = OPTION.exec(fix) ?? [];
  const assumptions = [...(question.assumptions ?? []), { hop, because: 'it was tested' }];
  return { world, question: { ...question, assumptions } };
}

describe('a hop out of sight', () => {
  test.each(WITH_OPAQUE_HOPS)('is vouched for in the words of its own finding: %s', (folder) => {
    const situation = situationOf(folder);
    for (const finding of opaqueHops(situation)) {
      const { findings } = answer(withWordsOf(finding, situation));
      const at = findings.filter((f) => f.resources.join() === finding.resources.join() && f.at === finding.at);
      expect(at.map((f) => f.code)).toContain('X_ASSUMED');
      expect(at.map((f) => f.code)).not.toContain('X_OPAQUE_HOP');
    }
  });
});
