import type { RawItem } from './document.ts';
import type { ListName } from './families.ts';
import { withoutPrivateVariables } from './function-environment.ts';

/** An item without what lets somebody in: secrets' values, functions' variables, keys of VPN tunnels. */
export function withoutPrivateValues(list: ListName, item: RawItem): RawItem {
  switch (list) {
    case 'Secrets':
      return without(item, ['SecretString', 'SecretBinary']);
    case 'Functions':
      return withoutPrivateVariables(item);
    case 'VpnConnections':
      return withoutTunnelKeys(item);
    default:
      return item;
  }
}

/**
 * The configuration for the customer's gateway holds the tunnels' pre-shared keys, too.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpnConnection.html
 */
function withoutTunnelKeys(connection: RawItem): RawItem {
  const { Options: options, ...rest } = without(connection, ['CustomerGatewayConfiguration']);
  const { TunnelOptions: tunnels, ...others } = isObject(options) ? options : {};
  if (!isObject(options)) return rest;
  const kept = Array.isArray(tunnels) ? tunnels.filter(isObject).map((it) => without(it, ['PreSharedKey'])) : [];
  return { ...rest, Options: { ...others, TunnelOptions: kept } };
}

function without(item: RawItem, names: readonly string[]): RawItem {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name)));
}

function isObject(value: unknown): value is RawItem {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
