import { rotationFunction, type World } from '../../support/world.ts';

/** The function is one of AWS's templates, known by its description. */
export function useTemplate(world: World, endpoint: string | null): void {
  const fn = rotationFunction(world);
  fn.Description =
    'Conducts an AWS SecretsManager secret rotation for RDS PostgreSQL using single user rotation scheme';
  fn.Environment = { Variables: endpoint === null ? {} : { SECRETS_MANAGER_ENDPOINT: endpoint } };
}
