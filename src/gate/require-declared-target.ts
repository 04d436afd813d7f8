import { AppError } from '../errors.ts';
import type { GatePorts } from './ports.ts';

/** The same verdicts, but none allows a rotation whose target the secret does not declare: who asks must not choose what is checked. */
export function requireDeclaredTarget(assess: GatePorts['assess']): GatePorts['assess'] {
  return (input) => {
    const assessment = assess(input);
    const { secret, targets } = assessment.question;
    if (
      assessment.decision === 'allow' &&
      (targets.length === 0 || targets.some(({ source }) => source === 'caller'))
    ) {
      throw new AppError(
        'TARGET_NOT_DECLARED',
        'The secret does not declare what its rotation function contacts, as this service requires.',
        {
          resource: secret,
          hint: 'Have its owner set the tag rotation-preflight:target to HOST:PORT.',
        },
      );
    }
    return assessment;
  };
}
