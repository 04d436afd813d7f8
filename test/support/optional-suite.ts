import { describe, test } from 'vitest';

/**
 * A suite that needs something the machine may not have (a browser, a server, the kernel oracle), named by an
 * environment variable. With the variable unset one skipped test stands in for the suite and bears the reason,
 * which the closing lines of the run repeat: nothing is skipped silently.
 */
export function optionalSuite(name: string, envVar: string, reason: string, body: (value: string) => void): void {
  const value = process.env[envVar];
  describe(name, () => {
    if (value) body(value);
    else test(`needs ${envVar}`, ({ skip }) => skip(`${envVar} is not set: ${reason}`));
  });
}
