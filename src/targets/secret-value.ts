/** The only members of a secret's value that are read; the rest is dropped where it is parsed and stored nowhere. */
export interface SecretValueFacts {
  readonly engine: string | null;
  readonly host: string | null;
  /** 1–65535. */
  readonly port: number | null;
  readonly masterarn: string | null;
  readonly dbInstanceIdentifier: string | null;
  readonly dbClusterIdentifier: string | null;
}
