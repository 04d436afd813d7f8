import { LambdaClient } from '@aws-sdk/client-lambda';
import type { AskingConfig, AwsClients } from './clients.ts';
import { everyItem } from './every-page.ts';
import type { CallOptions } from './plan-row.ts';
import { commandOf, settingsOf } from './sdk-parts.ts';

const SERVICE = { id: 'Route53Profiles', name: 'route53profiles', version: '2018-05-10' } as const;
/** As text, for a query. */
const PAGE = '100';
const PAGING = [
  ['MaxResults', { httpQuery: 'maxResults' }],
  ['NextToken', { httpQuery: 'nextToken' }],
] as const;

/** Both services speak REST with JSON. */
const profiles = (config: AskingConfig) => new LambdaClient({ ...config, ...settingsOf(SERVICE) });

const ListProfileAssociations = commandOf(
  SERVICE,
  'ListProfileAssociations',
  ['GET', '/profileassociations', 200],
  [['ResourceId', { httpQuery: 'resourceId' }], ...PAGING],
  ['ProfileAssociations', 'NextToken'],
);
const ListProfileResourceAssociations = commandOf(
  SERVICE,
  'ListProfileResourceAssociations',
  ['GET', '/profileresourceassociations/profileid/{ProfileId}', 200],
  [['ProfileId', { httpLabel: 1 }], ...PAGING],
  ['ProfileResourceAssociations', 'NextToken'],
);

interface Page {
  readonly NextToken?: string;
  readonly ProfileAssociations?: readonly object[];
  readonly ProfileResourceAssociations?: readonly object[];
}

export function profileAssociations(aws: AwsClients, ResourceId: string, options: CallOptions) {
  return everyItem(
    async (token) => {
      const command = new ListProfileAssociations({ ResourceId, MaxResults: PAGE, ...token });
      return (await aws.of(profiles).send(command, options)) as unknown as Page;
    },
    (page) => page.ProfileAssociations,
  );
}

export function profileResources(aws: AwsClients, ProfileId: string, options: CallOptions) {
  return everyItem(
    async (token) => {
      const command = new ListProfileResourceAssociations({ ProfileId, MaxResults: PAGE, ...token });
      return (await aws.of(profiles).send(command, options)) as unknown as Page;
    },
    (page) => page.ProfileResourceAssociations,
  );
}
