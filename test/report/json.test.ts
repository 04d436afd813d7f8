import { expect, test } from 'vitest';
import { FORMATTERS } from '../../src/report/formatters.ts';
import { renderJson } from '../../src/report/json.ts';
import { failing } from '../support/example-failures.ts';

test('JSON is the assessment itself, two blanks deep, with a line feed', () => {
  expect(JSON.parse(renderJson(failing()))).toEqual(failing());
  expect(renderJson(failing())).toMatch(/^\{\n {2}"schemaVersion": 1,\n(?:.*\n)*\}\n$/);
});

test('every format renders a document that ends its last line', () => {
  for (const { render } of Object.values(FORMATTERS))
    expect(render(failing(), { color: false, width: 80 })).toMatch(/[^\n]\n$/);
});
