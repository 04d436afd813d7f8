import * as z from 'zod/mini';
import { parseAddress } from '../net/address.ts';
import { parseCidr } from '../net/cidr.ts';

/** The fields that the facts of several families are made of. */
export const text = z.string();
export const flag = z.optional(z.boolean());
export const list = <T extends z.ZodMiniType>(item: T) => z.optional(z.array(item));
export const cidr = text.check(z.refine((v) => parseCidr(v) !== null, 'a CIDR block'));
export const cidr4 = text.check(z.refine((v) => parseCidr(v)?.family === 4, 'an IPv4 CIDR block such as 10.0.0.0/16'));
export const cidr6 = text.check(
  z.refine((v) => parseCidr(v)?.family === 6, 'an IPv6 CIDR block such as 2001:db8::/56'),
);
export const address4 = text.check(z.refine((v) => parseAddress(v)?.family === 4, 'an IPv4 address'));
export const address6 = text.check(z.refine((v) => parseAddress(v)?.family === 6, 'an IPv6 address'));
