import { expect, it } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { parseRule } from '../../src/rules/parse-rule.ts';

const RULE = `id: no-route
prerequisite: both
check: route
code: NO_ROUTE_TO_DESTINATION
outcome: fail
title: No route
message: >-
  No route to
  {destination}.
fix: Add one.
symptom: ""
docs: https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
scenarios: [no-route-at-all]
`;

function problemOf(text: string): string {
  try {
    parseRule(text, 'network/no-route.yaml');
  } catch (error) {
    if (error instanceof AppError && error.code === 'INVALID_RULES') return error.message;
    throw error;
  }
  throw new Error('The rule was accepted.');
}

it('reads a rule and where its fields stand', () => {
  expect(parseRule(RULE, 'network/no-route.yaml')).toEqual({
    file: 'network/no-route.yaml',
    lines: expect.objectContaining({ id: 1, code: 4, message: 7, fix: 10 }),
    rule: {
      id: 'no-route',
      prerequisite: 'both',
      check: 'route',
      code: 'NO_ROUTE_TO_DESTINATION',
      direction: null,
      outcome: 'fail',
      title: 'No route',
      message: 'No route to {destination}.',
      fix: 'Add one.',
      symptom: '',
      docs: 'https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html',
      scenarios: ['no-route-at-all'],
    },
  });
});

it.each([
  ['a field twice', `${RULE}title: Again\n`, 'rules/network/no-route.yaml:14:1: Map keys must be unique'],
  ['no YAML', 'id: [', 'rules/network/no-route.yaml:1:'],
  ['another shape', '- id\n', 'rules/network/no-route.yaml:1:1: expected the fields of a rule'],
  ['an unknown field', `${RULE}severity: low\n`, 'rules/network/no-route.yaml:14:1: a rule has no field severity'],
  ['a field too few', RULE.replace('fix: Add one.\n', ''), 'rules/network/no-route.yaml:1:1: fix is missing'],
  ['an empty text', RULE.replace('Add one.', '""'), 'rules/network/no-route.yaml:10:6: fix has to be a text'],
  ['no text', RULE.replace('Add one.', '[1]'), 'rules/network/no-route.yaml:10:6: fix has to be a text'],
  ['another outcome', RULE.replace('fail', 'fatal'), ':5:10: outcome has to be fail, unknown, warning or note'],
  ['a direction nobody knows', `${RULE}direction: up\n`, ':14:12: direction has to be egress or ingress'],
  ['another prerequisite', RULE.replace('both', 'none'), ':2:15: prerequisite has to be one of service,'],
  ['an id in capitals', RULE.replace('id: no-route', 'id: NoRoute'), ':1:5: id has to be words in small letters'],
  [
    "another site's page",
    RULE.replace('docs.aws.amazon.com', 'example.com'),
    ':12:7: docs has to be the address of a page',
  ],
  [
    'scenarios that are none',
    RULE.replace('[no-route-at-all]', 'none'),
    ':13:12: scenarios has to be a list of folder names',
  ],
  ['an unresolved alias', RULE.replace('Add one.', '*fix'), ':10:6: '],
  ['an unknown tag', RULE.replace('Add one.', '!fix Add one.'), 'Unresolved tag'],
])('refuses %s, and says where', (_, text, problem) => expect(problemOf(text)).toContain(problem));

it('tells everything that is wrong at once', () => {
  expect(problemOf('id: x\nname: y\n').split('\n').length).toBeGreaterThan(5);
});
