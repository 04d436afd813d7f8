import * as z from 'zod/mini';
import type { AppError } from '../errors.ts';
import { parseCidr } from '../net/cidr.ts';

const text = z.string();

/** Blocks of AWS's published ip-ranges.json: https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-ranges.html */
const ServiceIpRanges = z.looseObject({
  prefixes: z.optional(
    z.array(
      z.looseObject({
        ip_prefix: text.check(z.refine((v) => parseCidr(v)?.family === 4, 'an IPv4 CIDR block such as 192.0.2.0/24')),
        region: z.optional(text),
        service: z.optional(text),
      }),
    ),
  ),
});
export type ServiceIpRanges = z.infer<typeof ServiceIpRanges>;

/** Every block or none: one left out would narrow the range, and a filter that refuses it would go unnoticed. */
export function serviceIpRanges(json: unknown, at: (path: string, expected: string) => AppError): ServiceIpRanges {
  const result = ServiceIpRanges.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const inside = (issue?.path ?? []).map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
  const expected = issue?.code === 'invalid_type' ? `a value of type ${issue.expected}` : issue?.message;
  throw at(`ServiceIpRanges${inside.join('')}`, expected ?? 'another value');
}
