import type { Assessment } from '../assessment/assessment.ts';

export function renderJson(assessment: Assessment): string {
  return `${JSON.stringify(assessment, null, 2)}\n`;
}
