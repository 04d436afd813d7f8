import { describe, expect, it } from 'vitest';
import { addZone, record, ZONE } from '../../support/names-world.ts';
import { SECRETS_MANAGER_HOST as HOST, item, REGION, type World } from '../../support/world.ts';
import { addEndpoint } from '../../support/world-parts.ts';
import { answersHold, answersIn } from './answers-in.ts';

type Change = (world: World) => void;

const PUBLIC = `public: public ${HOST}`;
const LEADS = [record(HOST, 'A', '10.0.30.10')];

describe('a private zone of which nobody says whose VPCs it answers', () => {
  const anybodys = (name: string, different: object = {}): Change => {
    return (w) => {
      addZone(w, name, LEADS, { vpcs: [] });
      Object.assign(item(w, 'HostedZones', ZONE), different);
    };
  };
  answersHold([
    ['may answer its names', anybodys(HOST), `unknown: public ${HOST}, X_NAME_UNKNOWN[${ZONE}]`],
    [
      'may answer them where nobody says that it is private',
      anybodys(HOST, { Config: undefined }),
      `unknown: public ${HOST}, X_NAME_UNKNOWN[${ZONE}]`,
    ],
    ['does not where it is public', anybodys(HOST, { Config: { PrivateZone: false } }), PUBLIC],
    ['has no say in other names', anybodys('corp.example'), PUBLIC],
  ]);
});

describe('a zone that stands among those of the VPC', () => {
  const owned = (name: string, service: string | null): Change => {
    return (w) => {
      addZone(w, name, service === null ? LEADS : null);
      if (service !== null) item(w, 'HostedZones', ZONE).Owner = { OwningService: service };
    };
  };
  const withEndpoint = (change: Change): Change => {
    return (w) => {
      addEndpoint(w);
      change(w);
    };
  };
  const without = withEndpoint((w) => {
    item(w, 'Vpcs', 'vpc-1').EnableDnsHostnames = false;
  });
  answersHold([
    [
      'is the hidden one of the endpoint that answers',
      withEndpoint(owned(HOST, 'vpce.amazonaws.com')),
      'private-dns: vpce-sm',
    ],
    [
      'is unreadable where it is hidden and no endpoint in sight answers',
      owned(HOST, 'vpce.amazonaws.com'),
      `unknown: no place, UNKNOWN_RESOURCE[${ZONE}]`,
    ],
    ["is the company's own beside the endpoint", withEndpoint(owned(HOST, null)), `unknown: vpce-sm or 10.0.30.10`],
    [
      "is a service's for a parent of the name, and answers where the endpoint does not",
      (w) => {
        without(w);
        addZone(w, 'amazonaws.com', []);
        item(w, 'HostedZones', ZONE).Owner = { OwningService: 'servicediscovery.amazonaws.com' };
      },
      `unknown: vpce-sm or nowhere by ${ZONE} or public ${HOST}`,
    ],
    [
      'answers for a longer part of the name before one for a shorter, and that before the public name',
      (w) => {
        without(w);
        addZone(w, `${REGION}.amazonaws.com`, LEADS, { id: '/hostedzone/Z9' });
        addZone(w, 'amazonaws.com', [record(HOST, 'A', '10.0.99.9')], { id: '/hostedzone/Z1' });
      },
      `unknown: vpce-sm or 10.0.30.10 or 10.0.99.9 or public ${HOST}`,
    ],
  ]);

  it('names both where two claim the name', () => {
    const { because, uncertain } = answersIn(withEndpoint(owned(HOST, null)));
    expect({ because, uncertain }).toMatchInlineSnapshot(`
      {
        "because": "/hostedzone/Z0EXAMPLE and vpce-sm each claim the name",
        "uncertain": {
          "at": null,
          "behind": false,
          "code": "X_NAME_UNKNOWN",
          "details": {
            "host": "secretsmanager.us-east-1.amazonaws.com",
            "reason": "/hostedzone/Z0EXAMPLE and vpce-sm each claim the name",
          },
          "direction": null,
          "entry": null,
          "evidence": [],
          "leg": null,
          "resources": [
            "/hostedzone/Z0EXAMPLE",
            "vpce-sm",
          ],
        },
      }
    `);
  });
});
