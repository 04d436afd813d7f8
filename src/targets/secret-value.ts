/** The only members of a secret's value that are read; the rest is dropped where it is parsed and stored nowhere. */
export interface SecretValueFacts {
  readonly engine: string | null;
  readonly host: string | null;
  /** 1–65535, `unreadable` where something else stands there, null where nothing does. */
  readonly port: number | 'unreadable' | null;
  readonly masterarn: string | null;
  /** What the value of the secret that `masterarn` names says; null where nobody read it. */
  readonly master: SecretValueFacts | null;
  readonly dbInstanceIdentifier: string | null;
  readonly dbClusterIdentifier: string | null;
}

/**
 * Reads a secret's value; what is no JSON object, or has a member of another type, gives nulls.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html
 */
export function parseSecretValue(text: string): SecretValueFacts {
  const value = objectIn(text);
  const read = (name: string) => {
    const member = value[name];
    return typeof member === 'string' && member !== '' ? member : null;
  };
  return {
    engine: read('engine'),
    host: read('host'),
    port: portOf(value['port']),
    masterarn: read('masterarn'),
    master: null,
    dbInstanceIdentifier: read('dbInstanceIdentifier'),
    dbClusterIdentifier: read('dbClusterIdentifier'),
  };
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    // The parser's message quotes the value, so it goes no further.
    return {};
  }
}

/** AWS's templates take a number as well as its text. */
function portOf(value: unknown): SecretValueFacts['port'] {
  if (value === undefined || value === null) return null;
  const port = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value;
  return typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= 65535 ? port : 'unreadable';
}
