import { AppError } from './errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment says about the service. AWS's own variables (Region, credentials, endpoints) are its SDK's to read. */
export interface Config {
  /** PREFLIGHT_HOST, 127.0.0.1 unless set: the address that `serve` listens on. */
  readonly host: string;
  /** PREFLIGHT_PORT, 8080 unless set; 0–65535, 0 takes any free one. */
  readonly port: number;
  /** PREFLIGHT_PUBLIC_URL without a slash at its end: what links begin with; null: the address that is listened on. */
  readonly publicUrl: string | null;
  /** PREFLIGHT_API_KEYS as it stands, digests of keys and what they may do; empty: no key is asked for. */
  readonly apiKeys: string;
  /** PREFLIGHT_REQUIRE_DECLARED_TARGET: whether only a target that the secret itself declares will do. */
  readonly requireDeclaredTarget: boolean;
  /** PREFLIGHT_ALLOWED_ASSUMPTIONS as it stands, kinds of hops that callers may vouch for; empty: none. */
  readonly allowedAssumptions: string;
  /** PREFLIGHT_FUNCTION_ROLE_ARN, PREFLIGHT_NETWORK_ROLE_ARN, PREFLIGHT_PEER_ROLE_ARNS (by commas): roles that see further accounts. */
  readonly furtherRoles: readonly string[];
}

/** @throws AppError CONFIGURATION naming the variable and what it may hold. */
export function readConfig(environment: Environment = process.env): Config {
  const text = (name: string) => environment[name]?.trim() || null;
  return Object.freeze({
    host: text('PREFLIGHT_HOST') ?? '127.0.0.1',
    port: portOf(text('PREFLIGHT_PORT')),
    publicUrl: publicUrlOf(text('PREFLIGHT_PUBLIC_URL')),
    apiKeys: text('PREFLIGHT_API_KEYS') ?? '',
    allowedAssumptions: text('PREFLIGHT_ALLOWED_ASSUMPTIONS') ?? '',
    furtherRoles: [
      ...roleOf('PREFLIGHT_FUNCTION_ROLE_ARN', text('PREFLIGHT_FUNCTION_ROLE_ARN')),
      ...roleOf('PREFLIGHT_NETWORK_ROLE_ARN', text('PREFLIGHT_NETWORK_ROLE_ARN')),
      ...rolesOf('PREFLIGHT_PEER_ROLE_ARNS', text('PREFLIGHT_PEER_ROLE_ARNS')),
    ],
    requireDeclaredTarget: flagOf('PREFLIGHT_REQUIRE_DECLARED_TARGET', text('PREFLIGHT_REQUIRE_DECLARED_TARGET')),
  });
}

/** Unless NO_COLOR is set and not empty (https://no-color.org). */
export function wantsColor(environment: Environment = process.env): boolean {
  return (environment.NO_COLOR ?? '') === '';
}

function portOf(text: string | null): number {
  if (text === null) return 8080;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw wrong('PREFLIGHT_PORT', 'a port from 0 to 65535');
  return Number(text);
}

function publicUrlOf(text: string | null): string | null {
  if (text === null) return null;
  const url = URL.parse(text);
  const plain =
    url !== null && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '' && url.username === '';
  if (!plain) throw wrong('PREFLIGHT_PUBLIC_URL', 'an http or https URL without query');
  return url.href.replace(/\/+$/, '');
}

const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=.@/-]+$/;

function roleOf(name: string, text: string | null): readonly string[] {
  if (text === null) return [];
  if (!ROLE_ARN.test(text)) throw wrong(name, 'the ARN of a role');
  return [text];
}

function rolesOf(name: string, text: string | null): readonly string[] {
  const arns = (text ?? '').split(/\s*[,\s]\s*/).filter((arn) => arn !== '');
  if (!arns.every((arn) => ROLE_ARN.test(arn))) throw wrong(name, 'ARNs of roles, with commas between them');
  return arns;
}

function flagOf(name: string, text: string | null): boolean {
  if (text === null || /^(0|false|no)$/i.test(text)) return false;
  if (/^(1|true|yes)$/i.test(text)) return true;
  throw wrong(name, '1 or 0');
}

/** The value stays out of the message: somebody may have put a key there. */
function wrong(name: string, expected: string): AppError {
  return new AppError('CONFIGURATION', `The environment variable ${name} does not hold ${expected}.`, {
    resource: name,
    hint: 'Correct it or unset it.',
  });
}
