import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { subjectScope } from '../../src/registry/settings.ts';
import { type GuardedService, type Reply, startGuardedService } from '../helpers/guarded-service.ts';
import { type Actor, actors, expected, type Outcome } from './matrix/expected.ts';
import { nowhere, type Place, requestFor, schemaOf } from './matrix/requests.ts';

let service: GuardedService;
beforeAll(async () => {
  service = await startGuardedService(actors.filter((actor) => actor !== 'anonymous'));
});
afterAll(() => service.close());

/** What HEAD and what a query adds to the routes there are. */
const rows = Object.keys(expected);

it('has a row for every route', () => {
  const routes = [...service.app.routeNeeds.keys()].filter((route) => !route.startsWith('HEAD '));
  expect(new Set(rows.map((row) => row.replace(/\?.*/, '')))).toEqual(new Set(routes));
  for (const [route, need] of service.app.routeNeeds) {
    expect(need).toEqual(service.app.routeNeeds.get(route.replace('HEAD', 'GET')));
  }
});

it('holds in every cell', { timeout: 120_000 }, async () => {
  const audited = vi.spyOn(service.app.audit, 'record');
  const wrong: string[] = [];
  let cells = 0;
  let refused = 0;
  for (const row of rows) {
    for (const actor of actors) {
      for (const whose of ['own', 'other'] as const) {
        const outcome = await outcomeOf(row, actor, whose);
        const wanted = expected[row]?.[actor][whose === 'own' ? 0 : 1];
        if (outcome !== wanted)
          wrong.push(`${row} by ${actor} on ${whose}: ${JSON.stringify(outcome)}, not ${wanted}`);
        if (typeof outcome === 'number') refused += 1;
        cells += 1;
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(cells).toBe(rows.length * actors.length * 2);
  // Every refusal is recorded, with who it was and what for; hidden subjects that were asked for as well.
  const denials = audited.mock.calls
    .map(([event]) => event)
    .filter(({ event, details }) => event === 'access.denied' && details?.['method'] !== 'HEAD');
  const count = (reason: string) => denials.filter(({ details }) => details?.['reason'] === reason).length;
  expect(count('unauthenticated') + count('forbidden')).toBe(refused);
  expect(count('hidden')).toBeGreaterThan(0);
  expect(denials.find(({ details }) => details?.['reason'] === 'forbidden')).toMatchObject({
    outcome: 'denied',
    actor: expect.stringMatching(/^key:[0-9a-z]{12}$/),
    address: '127.0.0.1',
    requestId: expect.any(String),
    details: { method: 'GET', route: expect.any(String) },
  });
});

/** What no row can say. */
interface Surprise {
  readonly surprise: string;
}

async function outcomeOf(row: string, actor: Actor, whose: 'own' | 'other'): Promise<Outcome | Surprise> {
  const [method = ''] = row.split(' ');
  const grant = actor === 'anonymous' ? undefined : actor;
  const { deleted = false, path, body, status = 200 } = requestFor(row);
  const place = await placed(`${whose}.a`, deleted);
  const reply = await service.ask(grant, method as 'GET', path(place), body?.(place));
  if (method === 'GET' && whose === 'other') {
    const head = await service.ask(grant, 'HEAD', path(place));
    if (head.status !== reply.status) return { surprise: `HEAD ${head.status}, GET ${reply.status}` };
  }
  if (reply.status === 401 || reply.status === 403) return refusalOf(reply, reply.status);
  if (actor === 'admin' || whose === 'own') return reply.status === status ? 'served' : brief(reply);
  if (!actor.includes(':')) return reply.status === status ? 'served' : brief(reply);
  // One whom the grant keeps from this subject: no answer may show that it is there.
  if (!row.includes(':')) {
    return reply.status === status && !reply.text.includes('other.') ? 'served' : brief(reply);
  }
  const unknown = await service.ask('admin', method as 'GET', path(nowhere), body?.(place));
  return anonymized(reply, place) === anonymized(unknown, nowhere) ? 'unknown' : brief(reply);
}

/** The subject as it is at the start of each request, with what the registry calls it. */
async function placed(subject: string, deleted: boolean): Promise<Place> {
  const { registry, store } = service.app;
  const request = schemaOf(subject);
  const { id, guid, version } = await registry.registerSchema(subject, request, { normalize: false });
  const scope = subjectScope(subject);
  if (!(await store.config(scope))) await registry.updateConfig(subject, { compatibility: 'NONE' });
  if (!(await store.mode(scope))) await registry.updateMode(subject, 'READWRITE');
  if (deleted) await registry.deleteSubject(subject, { permanent: false });
  return { subject, id, guid, version };
}

function refusalOf({ status, headers, body }: Reply, refusal: 401 | 403): Outcome | Surprise {
  const { error_code: code, message } = body as Record<string, unknown>;
  if (code !== status * 100 + 1 || typeof message !== 'string')
    return { surprise: `${status} ${String(code)}` };
  if (status === 401 && headers.get('www-authenticate') === null)
    return { surprise: '401 without a challenge' };
  return refusal;
}

function anonymized({ status, text }: Reply, { subject, id, guid }: Place): string {
  const nameless = text.replaceAll(subject, '<subject>').replaceAll(guid, '<guid>');
  return `${status} ${nameless.replaceAll(new RegExp(`\\b${id}\\b`, 'g'), '<id>')}`;
}

function brief({ status, text }: Reply): Surprise {
  return { surprise: `${status} ${text.slice(0, 200)}` };
}
