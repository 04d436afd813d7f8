import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderJunit } from '../../src/report/junit.ts';
import { changedSinceCheck, EXAMPLES, withoutVpc } from '../support/assessments.ts';
import { assessment } from '../support/example-assessment.ts';
import { failing, unknown } from '../support/example-failures.ts';
import { expectGolden } from '../support/golden.ts';
import { type Element, parseXml } from '../support/xml.ts';
import { filledWith, HOSTILE } from './hostile.ts';

describe('an assessment as JUnit', () => {
  test.for(Object.entries(EXAMPLES))('%s is what it was', ([name, example]) => {
    expectGolden(new URL(`golden/${name}.xml`, import.meta.url), renderJunit(example()));
  });

  test('a suite for each prerequisite and the preconditions; a case for each verdict and trace', () => {
    const suites = parseXml(renderJunit(failing())).children;
    expect(suites.map((s) => [s.attributes['name'], casesOf(s).length])).toEqual([
      ['service', 3],
      ['endpoint', 3],
      ['preconditions', 16],
    ]);
  });

  test('the counts are those of the cases', () => {
    for (const example of Object.values(EXAMPLES)) {
      const root = parseXml(renderJunit(example()));
      for (const element of [root, ...root.children]) {
        const cases = element === root ? root.children.flatMap(casesOf) : casesOf(element);
        const having = (name: string) => cases.filter((c) => c.children.some((child) => child.name === name)).length;
        expect(element.attributes).toMatchObject({
          tests: String(cases.length),
          failures: String(having('failure')),
          errors: String(having('error')),
          skipped: String(having('skipped')),
        });
      }
    }
  });

  test('a fail is a failure with its code and fix', () => {
    const failure = caseNamed(failing(), 'pending-version')?.children[0];
    expect(failure?.name).toBe('failure');
    expect(failure?.attributes['type']).toBe('X_PENDING_VERSION');
    expect(failure?.text).toContain('Fix: Find out which version logs in.');
  });

  test('an unknown is an error, so that CI does not take it for passed', () => {
    expect(caseNamed(unknown(), 'invoke-permission')?.children[0]?.name).toBe('error');
    expect(caseNamed(unknown(), 'A: The function reaches the service')?.children[0]?.name).toBe('error');
  });

  test('what does not apply is skipped', () => {
    expect(caseNamed(withoutVpc(), 'A: The function reaches the service')?.children[0]?.name).toBe('skipped');
  });

  test('facts that changed since the check are a failure, since nothing was sent', () => {
    const failure = caseNamed(changedSinceCheck(), 'RotateSecret')?.children[0];
    expect(failure?.name).toBe('failure');
    expect(failure?.attributes['type']).toBe('X_CHANGED_SINCE_CHECK');
    expect(failure?.text).toContain('Fix: Ask again');
  });

  test.for([
    ['requested', undefined],
    ['refused', 'skipped'],
    ['rejected', 'failure'],
    ['outcome-unknown', 'error'],
  ] as const)('a RotateSecret that was %s', ([status, element]) => {
    const awsError = { name: 'ThrottlingException', message: 'Rate exceeded' };
    const rotation = { status, ARN: null, Name: null, VersionId: null, clientRequestToken: null, awsError };
    const [child] = caseNamed(assessment({ rotation }), 'RotateSecret')?.children ?? [];
    expect(child?.name).toBe(element);
    if (element !== undefined) expect(child?.attributes['message']).toContain('RotateSecret was');
  });

  test('every suite bears the reference the caller gave, and none if there is none', () => {
    const properties = (reference: string | null) =>
      parseXml(renderJunit(assessment({ question: { ...assessment().question, reference } }))).children.map((suite) =>
        suite.children.filter(({ name }) => name === 'properties').flatMap(({ children }) => children),
      );
    expect(properties('CHG-20417')).toEqual(
      ['service', 'endpoint', 'preconditions'].map(() => [
        { name: 'property', attributes: { name: 'reference', value: 'CHG-20417' }, children: [], text: '' },
      ]),
    );
    expect(properties(null)).toEqual([[], [], []]);
  });

  test.for(HOSTILE)('%j stays text', (text) => {
    const root = parseXml(renderJunit(filledWith(text)));
    expect(names(root)).toEqual(names(parseXml(renderJunit(filledWith('harmless')))));
  });

  test('is well formed, whatever the snapshot says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
        parseXml(renderJunit(filledWith(text)));
      }),
      { numRuns: 50 },
    );
  });
});

function caseNamed(assessment: Parameters<typeof renderJunit>[0], name: string): Element | undefined {
  return parseXml(renderJunit(assessment))
    .children.flatMap((suite) => suite.children)
    .find((c) => c.attributes['name'] === name);
}

function casesOf(suite: Element): readonly Element[] {
  return suite.children.filter(({ name }) => name === 'testcase');
}

function names(element: Element): unknown {
  return [element.name, Object.keys(element.attributes), element.children.map(names)];
}
