import * as fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { FuzzSession } from '../helpers/fuzz-session.ts';
import type { OpenapiDocument } from '../helpers/openapi-document.ts';
import { propertyRuns } from '../helpers/property-runs.ts';
import { anyRequest } from '../helpers/request-arbitraries.ts';
import { serverForFile } from '../helpers/server.ts';

/** How many requests; more by FUZZ_REQUESTS. */
const requests = Number(process.env['FUZZ_REQUESTS'] ?? 4000);
const requestsPerRun = 4;
/** On a slow machine fewer are made. */
const longest = 35_000;

const server = serverForFile({ MAX_EVENT_LOOP_DELAY_MS: '0' });
let session: FuzzSession | undefined;
afterAll(() => session?.close());

it('answers any request in the form of the API, and goes on', async () => {
  const document = (await (await fetch(`${server().url}/openapi.json`)).json()) as OpenapiDocument;
  session = new FuzzSession(server().port);
  const property = fc.asyncProperty(
    fc.array(anyRequest(document), { minLength: requestsPerRun, maxLength: requestsPerRun }),
    async (list) => {
      for (const request of list) {
        const answered = await session?.send(request);
        expect({ request, ...answered }).toMatchObject({ request, problems: [] });
      }
    },
  );
  const numRuns = requests / requestsPerRun;
  const ordinary = { ...propertyRuns(numRuns), interruptAfterTimeLimit: longest };
  await fc.assert(property, process.env['FUZZ_REQUESTS'] === undefined ? ordinary : { numRuns });
  expect((await fetch(`${server().url}/health/live`)).status).toBe(200);
}, 3_600_000);
