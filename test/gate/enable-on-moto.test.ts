import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { enable } from '../../src/gate/enable.ts';
import type { PreflightRequest } from '../../src/gate/ports.ts';
import { ask, FOREVER, withTestCredentials } from '../adapters/aws/aws-access.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { type MotoRotation, seedRotation } from '../support/moto-account.ts';
import { optionalSuite } from '../support/optional-suite.ts';
import { awsGate } from './aws-gate.ts';

const TOKEN = '11111111-1111-4111-8111-111111111111';

optionalSuite(
  "enable against moto's AWS",
  'MOTO_SERVER',
  "it names the moto_server executable (pip install 'moto[server]')",
  (executable) => {
    withTestCredentials();
    let moto: Moto;
    let account: MotoRotation;
    beforeAll(async () => {
      moto = await startMoto(executable);
      // A function in no VPC: moto invents the VPC of one that is in one, and then nothing about it can be known.
      account = await seedRotation(moto, null);
    });
    afterAll(() => moto.stop());
    beforeEach(() => moto.startRecording());

    function enableOnMoto(more: Partial<PreflightRequest>, acknowledged = true) {
      const request = ask({ secret: account.secret, function: null, targets: [], noTarget: true, ...more });
      return enable(awsGate(moto.url), request, { acknowledged, signal: FOREVER });
    }

    async function sent(): Promise<readonly unknown[]> {
      const calls = await moto.stopRecording();
      return calls.filter(({ operation }) => operation === 'RotateSecret').map(({ body }) => JSON.parse(body));
    }

    test('RotateSecret is not sent on a fail', async () => {
      const rotation = { RotationLambdaARN: account.function };
      const { status } = await enableOnMoto({
        function: account.function,
        targets: ['10.0.20.10:5432'],
        noTarget: false,
        rotation,
      });
      expect({ status, sent: await sent() }).toEqual({ status: 'fail', sent: [] });
    });

    test('nor on an unknown', async () => {
      const rotation = { RotationLambdaARN: account.function };
      const { status } = await enableOnMoto({ function: account.function, noTarget: false, rotation });
      expect({ status, sent: await sent() }).toEqual({ status: 'unknown', sent: [] });
    });

    test('nor without acknowledgement', async () => {
      await expect(enableOnMoto({}, false)).rejects.toMatchObject({ code: 'UNACKNOWLEDGED' });
      expect(await sent()).toEqual([]);
    });

    test('it is sent on a pass, with the parameters untouched', async () => {
      const rotation = {
        ClientRequestToken: TOKEN,
        RotationLambdaARN: account.function,
        RotationRules: { AutomaticallyAfterDays: 30, Duration: '2h' },
        RotateImmediately: true,
      };
      const answer = await enableOnMoto({ function: account.function, rotation });
      expect(answer.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(answer).toMatchObject({ status: 'pass', rotation: { status: 'requested', VersionId: TOKEN } });
      expect(await sent()).toEqual([{ ...rotation, SecretId: account.secret }]);
    });
  },
);
