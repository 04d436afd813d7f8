import { AppError } from '../../errors.ts';
import type { CapturedFacts, FactsPort, RotateSecretInput, RotationPort } from '../../gate/ports.ts';
import type { RawItem } from '../../snapshot/document.ts';

export interface ExampleAccount {
  readonly facts: FactsPort;
  readonly rotation: RotationPort;
  /** What RotateSecret was called with, in order. */
  readonly sent: readonly RotateSecretInput[];
}

/** Snapshots in AWS's place, each found by the secret it holds; RotateSecret is recorded, and nothing happens. */
export function exampleAccount(snapshots: readonly CapturedFacts[]): ExampleAccount {
  const sent: RotateSecretInput[] = [];
  const find = (id: string) => {
    for (const captured of snapshots) {
      const secret = captured.document.lists.Secrets?.find(({ ARN, Name }) => ARN === id || Name === id);
      if (secret !== undefined) return { captured, secret };
    }
    throw new AppError('SECRET_NOT_FOUND', `None of the examples has a secret ${id}.`, {
      resource: id,
      hint: `They have ${snapshots.flatMap(({ document }) => document.lists.Secrets?.map(({ Name }) => Name) ?? []).join(', ')}.`,
    });
  };
  return {
    sent,
    facts: { capture: async ({ secret }) => find(secret).captured },
    rotation: {
      reread: async (secretArn, functionArn) => {
        const { captured, secret } = find(secretArn);
        return { secret, function: functionIn(captured, functionArn) };
      },
      rotate: async (input) => {
        sent.push(input);
        const { Name } = find(input.SecretId).secret;
        return { kind: 'requested', ARN: input.SecretId, Name: String(Name), VersionId: input.ClientRequestToken };
      },
    },
  };
}

function functionIn({ document }: CapturedFacts, arn: string | null): RawItem | null {
  return document.lists.Functions?.find(({ FunctionArn }) => FunctionArn === arn) ?? null;
}
