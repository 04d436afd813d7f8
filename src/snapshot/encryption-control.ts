import type { Vpc } from './network-facts.ts';

/** What a VPC may leave out of its enforcement, each by the prefix of the ids it is about. */
const EXCLUSION_OF = {
  nat: 'NatGateway',
  igw: 'InternetGateway',
  eigw: 'EgressOnlyInternetGateway',
  vgw: 'VirtualPrivateGateway',
  pcx: 'VpcPeering',
} as const;
export type Excludable = (typeof EXCLUSION_OF)[keyof typeof EXCLUSION_OF] | 'Lambda';

/** Whether a VPC lets traffic pass only where AWS knows it to be encrypted. */
export type Enforcement =
  | { readonly kind: 'off' }
  | { readonly kind: 'enforced' }
  | { readonly kind: 'changing'; readonly state: string };

/** Null for things that encryption controls say nothing about. */
export function excludableOf(id: string): Excludable | null {
  const [prefix = ''] = id.split('-');
  return Object.hasOwn(EXCLUSION_OF, prefix) ? EXCLUSION_OF[prefix as keyof typeof EXCLUSION_OF] : null;
}

/** States in which monitor mode is what it was, or what it will be. */
const MONITORS: ReadonlySet<string> = new Set([
  ...['available', 'creating', 'deleting', 'delete-failed'],
  ...['monitor-in-progress', 'monitor-failed', 'enforce-failed'],
]);

/** https://docs.aws.amazon.com/vpc/latest/userguide/vpc-encryption-controls.html: monitor mode changes nothing. */
export function encryptionEnforced(vpc: Vpc): Enforcement {
  const { Mode: mode = 'monitor', State: state = 'available' } = vpc.EncryptionControl ?? {};
  if (state === 'deleted' || (mode === 'monitor' && MONITORS.has(state))) return { kind: 'off' };
  return mode === 'enforce' && state === 'available'
    ? { kind: 'enforced' }
    : { kind: 'changing', state: `${mode}, ${state}` };
}

/** Enforcement for one kind of thing, which the VPC may exclude from it. */
export function enforcedFor(vpc: Vpc, thing: Excludable): Enforcement {
  const enforcement = encryptionEnforced(vpc);
  if (enforcement.kind !== 'enforced') return enforcement;
  const state = vpc.EncryptionControl?.ResourceExclusions?.[thing]?.State ?? 'disabled';
  if (state === 'enabled') return { kind: 'off' };
  return state === 'disabled' ? enforcement : { kind: 'changing', state: `${thing} ${state}` };
}
