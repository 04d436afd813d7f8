import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Assessment } from '../../src/assessment/assessment.ts';
import type { TraceAnswer } from '../../src/reachability/answer-trace.ts';
import { renderText } from '../../src/report/text/text.ts';
import { renderTraceText } from '../../src/report/text/trace-text.ts';
import { columns, wrap } from '../../src/report/text/wrap.ts';
import { CAPTURE_TIME_NOT_RECORDED } from '../../src/snapshot/import-raw.ts';
import { changedSinceCheck, EXAMPLES, large } from '../support/assessments.ts';
import { assessment } from '../support/example-assessment.ts';
import { failing, intermittent } from '../support/example-failures.ts';
import { expectGolden } from '../support/golden.ts';
import { DECEPTIVE, filledWith, HOSTILE } from './hostile.ts';

const PLAIN = { color: false, width: 80 };
const ESCAPE = '\u001B';

describe('an assessment as text', () => {
  test.for(Object.entries(EXAMPLES))('%s is what it was', ([name, example]) => {
    expectGolden(new URL(`golden/${name}.txt`, import.meta.url), renderText(example(), PLAIN));
  });

  test('no line is wider than the terminal, whatever the snapshot says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.integer({ min: 40, max: 120 }), (text, width) => {
        const assessment = filledWith(text);
        const documents = [
          renderText(assessment, { color: false, width }),
          renderTraceText(traces(assessment), [], { color: false, width }),
        ];
        for (const line of documents.join('').split('\n')) expect(columns(line)).toBeLessThanOrEqual(width);
      }),
      { numRuns: 50 },
    );
  });

  test('colors add nothing but colors', () => {
    const colored = renderText(failing(), { color: true, width: 80 });
    expect(colored).toContain(`${ESCAPE}[1;31m✗ ROTATION WOULD FAIL${ESCAPE}[0m`);
    expect(colored.replaceAll(new RegExp(`${ESCAPE}\\[[0-9;]*m`, 'g'), '')).toBe(renderText(failing(), PLAIN));
  });

  test.for(HOSTILE)('%j does not reach the terminal as control', (text) => {
    expect(renderText(filledWith(text), PLAIN)).not.toMatch(DECEPTIVE);
  });

  test('the refused element stands on a line of its own, with the number of its finding', () => {
    const lines = renderText(failing(), PLAIN).split('\n');
    const at = lines.findIndex((line) => line.includes('✗ acl-0db0000000000002b, Network ACL out, entry *'));
    expect(lines[at + 1]?.trim()).toBe('SUBNET_ACL_RESTRICTION [1]');
    expect(lines.some((line) => line.startsWith('✗ 1  Network ACL acl-0db0000000000002b drops the replies'))).toBe(
      true,
    );
  });

  test('facts that changed since the check are told as the reason, not a rotation that would fail', () => {
    const text = renderText(changedSinceCheck(), PLAIN);
    expect(text).toMatch(/^✗ NOT SENT\n {2}the facts changed since the check\n/);
  });

  test('facts read from files that do not say when they were taken have no date', () => {
    const { snapshot } = assessment();
    const text = renderText(assessment({ snapshot: { ...snapshot, capturedAt: CAPTURE_TIME_NOT_RECORDED } }), PLAIN);
    expect(text).toContain('Facts of a time that was not recorded');
    expect(text).not.toContain('1970');
  });

  test('48 paths are told in as many lines as they have stories', () => {
    expect(renderText(large(), PLAIN)).toContain('and 2 more like it');
    expect(renderText(large(), PLAIN).split('\n').length).toBeLessThan(60);
  });
});

describe('a trace as text', () => {
  test('one trace', () => {
    const [trace] = failing().prerequisites.service.traces;
    expect(trace && renderTraceText(trace, [], PLAIN)).toMatch(/^✗ BLOCKED\n(?:.*\n)*.*SUBNET_ACL_RESTRICTION\n/);
  });

  test('says whose word it rests on', () => {
    const [trace] = failing().prerequisites.service.traces;
    const assumed = [{ hop: 'vgw-1', because: 'tested nightly' }];
    expect(trace && renderTraceText(trace, assumed, PLAIN)).toContain('vgw-1 forwards, because tested nightly');
  });

  test('a function in several subnets, and what of it works', () => {
    const { traces } = intermittent().prerequisites.service;
    const text = renderTraceText(
      { disposition: 'blocked', intermittent: true, clientPorts: [[32768, 60999]], traces },
      [],
      PLAIN,
    );
    expect(text).toMatch(/^✗ BLOCKED, INTERMITTENT\n/);
    expect(text).toContain('client ports that connect: 32768–60999');
  });
});

describe('wrapping', () => {
  test('loses nothing but spaces', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.integer({ min: 2, max: 100 }), (text, width) => {
        expect(wrap(text, width).join('').replaceAll(' ', '')).toBe(text.replaceAll(/\s/g, ''));
      }),
    );
  });

  test('a long ARN breaks behind its own marks', () => {
    expect(wrap('arn:aws:lambda:us-east-1:111122223333:function:rotate', 30)).toEqual([
      'arn:aws:lambda:us-east-1:',
      '111122223333:function:rotate',
    ]);
  });

  test('wide and combining characters count as the terminal shows them', () => {
    expect(columns('鍵e\u0301🔑')).toBe(5);
  });
});

function traces({ prerequisites }: Assessment): TraceAnswer {
  return { disposition: 'blocked', intermittent: false, clientPorts: [], traces: prerequisites.service.traces };
}
