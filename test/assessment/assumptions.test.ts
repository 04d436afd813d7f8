import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { assess } from '../../src/assessment/assess.ts';
import type { Assumptions } from '../../src/reachability/assumptions.ts';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import { natInstance } from '../scenarios/situations/opaque-hops.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import { SECRET_ARN } from '../support/world.ts';

/** The endpoint's verdict and findings for a function behind a NAT instance. */
function behindNatInstance(assumptions: Assumptions) {
  const world = healthyWorld();
  natInstance(world);
  const { prerequisites, question, findings } = assess({
    captured: {
      document: parseSnapshot(structuredClone(world), 'snapshot.json'),
      origin: 'snapshot.json',
      source: 'file',
      bytes: '',
      secretValue: null,
    },
    request: {
      secret: SECRET_ARN,
      function: null,
      targets: ['10.0.20.10:5432'],
      noTarget: false,
      targetFromSecret: false,
      rotation: null,
      reference: null,
      assumptions,
    },
    sha256: (data) => createHash('sha256').update(data).digest('hex'),
  });
  return { verdict: prerequisites.endpoint.verdict, stated: question.assumptions, findings };
}

const STATED = [{ hop: 'i-nat', because: 'I run it' }];

describe('an assumption about a NAT instance', () => {
  it('carries where its kind is allowed', () => {
    const { verdict, stated, findings } = behindNatInstance({ stated: STATED, allowed: new Set(['nat-instance']) });
    expect(verdict).toBe('pass');
    expect(stated).toEqual(STATED);
    expect(findings.find(({ code }) => code === 'X_ASSUMED')?.message).toContain('I run it');
  });

  it.each([
    ['nothing', []],
    ['another kind', ['appliance']],
  ] as const)('stays unknown where %s is allowed, and that is said', (_, kinds) => {
    const { verdict, stated, findings } = behindNatInstance({ stated: STATED, allowed: new Set(kinds) });
    expect(verdict).toBe('unknown');
    expect(stated).toEqual(STATED);
    const opaque = findings.find(({ code }) => code === 'X_OPAQUE_HOP');
    expect(opaque?.message).toContain('assumptions about nat-instance are not allowed here');
    expect(findings.map(({ code }) => code)).not.toContain('X_ASSUMPTION_UNUSED');
  });
});
