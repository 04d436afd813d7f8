import { describe, expect, it } from 'vitest';
import { addFirewall, addZone, alias, firewallRule, record, ZONE } from '../../support/names-world.ts';
import type { World } from '../../support/world.ts';
import { answersHold, answersIn } from './answers-in.ts';

const NAMES = [...'abcdefghij'].map((letter) => `${letter}.corp.example`);
const [A = '', B = '', C = ''] = NAMES;

/** The first name leads to the second, and so on, and the last of them to an address. */
const aliases = (count: number) => (world: World) => {
  const records = NAMES.slice(0, count).map((name, i) => record(name, 'CNAME', NAMES[i + 1] ?? ''));
  addZone(world, 'corp.example', [...records, record(NAMES[count] ?? '', 'A', '10.0.20.10')]);
};

const OVERRIDE = {
  ...firewallRule(1, 'BLOCK', [A]),
  BlockResponse: 'OVERRIDE',
  BlockOverrideDomain: B,
};

describe('a chain of names', () => {
  answersHold([
    ['is followed over eight aliases', aliases(8), 'hosted-zone: 10.0.20.10', A],
    [
      'of more aliases may be followed or not: no page of AWS says',
      aliases(9),
      'hosted-zone: no place, X_NAME_UNKNOWN[j.corp.example]',
      A,
    ],
    [
      'is asked of the firewall again where an alias leads to another name than its own',
      (w) => {
        addZone(w, 'corp.example', [alias(A, 'A', B), record(B, 'CNAME', C), record(C, 'A', '10.0.20.10')]);
        addFirewall(w, [firewallRule(1, 'BLOCK', [B, C])]);
      },
      'hosted-zone: 10.0.20.10, X_NAME_NOT_RESOLVED[rslvr-frg-1]',
      A,
    ],
    [
      'is not asked of the firewall where an alias stands for records of its own zone',
      (w) => {
        addZone(w, 'corp.example', [alias(A, 'A', B), record(B, 'A', '10.0.20.10')]);
        addFirewall(w, [firewallRule(1, 'BLOCK', [B])]);
      },
      'hosted-zone: 10.0.20.10',
      A,
    ],
    [
      'stays in its zone where an alias stands for records there, whatever another zone says of them',
      (w) => {
        addZone(w, 'corp.example', [alias(A, 'A', B), record(B, 'A', '10.0.20.10')]);
        addZone(w, B, [record(B, 'A', '10.0.99.9')], { id: '/hostedzone/Z9' });
      },
      'hosted-zone: 10.0.20.10',
      A,
    ],
    [
      'in a circle is the zone of the name it comes back to',
      (w) => {
        addZone(w, 'corp.example', [record(A, 'CNAME', B), record(C, 'CNAME', B)]);
        addZone(w, B, [record(B, 'CNAME', C)], { id: '/hostedzone/Z9' });
      },
      'hosted-zone: no place, X_NAME_NOT_RESOLVED[/hostedzone/Z9]',
      A,
    ],
    [
      'in a circle is the firewall group that leads away from the name it comes back to',
      (w) => {
        addFirewall(w, [OVERRIDE]);
        addZone(w, 'corp.example', [record(B, 'CNAME', A)]);
      },
      'hosted-zone: no place, X_NAME_NOT_RESOLVED[rslvr-frg-1]',
      A,
    ],
  ]);

  it('in a circle says what goes round, and what to change', () => {
    const { blockers } = answersIn((w) => {
      addZone(w, 'corp.example', [record(A, 'CNAME', B), record(B, 'CNAME', C), record(C, 'CNAME', B)]);
    }, A);
    expect(blockers.map(({ resources, details, evidence }) => ({ resources, details, evidence }))).toEqual([
      {
        resources: [ZONE],
        details: {
          host: B,
          reason: `the names ${A}, ${B}, ${C} are aliases that lead in a circle`,
          mend: `Let what ${ZONE} says of ${B} lead to an address`,
        },
        evidence: [{ resource: ZONE, entry: B, text: `the names ${A}, ${B}, ${C} are aliases that lead in a circle` }],
      },
    ]);
  });

  it('that is too long says which names it has', () => {
    const { because, blockers } = answersIn(aliases(9), A);
    expect({ because, details: blockers.map(({ details }) => details) }).toMatchInlineSnapshot(`
      {
        "because": "/hostedzone/Z0EXAMPLE (corp.example.) makes it another name of b.corp.example",
        "details": [
          {
            "host": "j.corp.example",
            "reason": "each of a.corp.example, b.corp.example, c.corp.example, d.corp.example, e.corp.example, f.corp.example, g.corp.example, h.corp.example, i.corp.example is an alias of the next, and whether so long a chain is followed is not documented",
          },
        ],
      }
    `);
  });
});
