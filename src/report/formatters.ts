import type { Assessment } from '../assessment/assessment.ts';
import { renderHtml } from './html/page.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';
import type { TextOptions } from './text/path-lines.ts';
import { renderText } from './text/text.ts';

export type ReportFormat = 'text' | 'json' | 'html' | 'junit';

export interface Formatter {
  /** Of a file in this format, without the dot. */
  readonly suffix: string;
  readonly mediaType: string;
  /** The whole document; only text heeds the options. */
  readonly render: (assessment: Assessment, options: TextOptions) => string;
}

export const FORMATTERS: Readonly<Record<ReportFormat, Formatter>> = {
  text: { suffix: 'txt', mediaType: 'text/plain; charset=utf-8', render: renderText },
  json: { suffix: 'json', mediaType: 'application/json; charset=utf-8', render: renderJson },
  html: { suffix: 'html', mediaType: 'text/html; charset=utf-8', render: renderHtml },
  junit: { suffix: 'xml', mediaType: 'application/xml; charset=utf-8', render: renderJunit },
};
