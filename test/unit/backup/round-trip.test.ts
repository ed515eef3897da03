import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { readBackup } from '../../../src/backup/read-backup.ts';
import { writeBackup } from '../../../src/backup/write-backup.ts';
import type { DumpRecord } from '../../../src/registry/dump.ts';
import { globalScope, modes, subjectScope } from '../../../src/registry/settings.ts';
import type { Write } from '../../../src/registry/store.ts';
import { add, contentOf, markDeleted, remove, write } from '../../helpers/changes.ts';
import { emptyStore, streamOf } from '../../helpers/dumps.ts';
import { propertyRuns } from '../../helpers/property-runs.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { openThreadlessStore } from '../../helpers/threadless-store.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
/** With lone surrogates, which a subject may have. */
const subject = fc.oneof(
  fc.constantFrom('a', 'b'),
  fc.string({
    unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    maxLength: 4,
  }),
);
const properties = fc.dictionary(text, text, { maxKeys: 3 });
const content = fc
  .record({
    text,
    schemaType: fc.constantFrom('JSON' as const, 'AVRO' as const),
    references: fc.array(fc.record({ name: text, subject, version: fc.constant(1 as never) }), {
      maxLength: 2,
    }),
    metadata: fc.option(fc.record({ properties }), { nil: undefined }),
  })
  .map(({ text, ...more }) => contentOf(text, more));
const scope = fc.oneof(fc.constant(globalScope), subject.map(subjectScope));

/** What may happen to a registry, by what exists in it so far. */
type Step =
  | {
      readonly kind: 'add';
      readonly subject: string;
      readonly content: ReturnType<typeof contentOf>;
      readonly time: number;
    }
  | { readonly kind: 'delete' | 'remove'; readonly subject: string }
  | { readonly kind: 'write'; readonly write: Write };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('add' as const), subject, content, time: fc.nat() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('delete' as const, 'remove' as const), subject }),
  },
  {
    weight: 2,
    arbitrary: fc
      .oneof(
        fc.record({
          kind: fc.constant('set-config' as const),
          scope,
          config: fc.record({ alias: text, normalize: fc.boolean() }, { requiredKeys: [] }),
        }),
        fc.record({ kind: fc.constant('set-mode' as const), scope, mode: fc.constantFrom(...modes) }),
        fc.record({ kind: fc.constant('set-property' as const), name: text, value: text }),
      )
      .map((write) => ({ kind: 'write' as const, write })),
  },
);

it('any registry comes through a backup as it was: dump, file, load, dump are the same', async () => {
  expect.hasAssertions();
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 30 }), comesThrough), propertyRuns(30));
});

async function comesThrough(steps: readonly Step[]): Promise<void> {
  const dumped = await registryAfter(steps);
  const file = join(temporaryDirectory(), 'backup');
  const about = { program: '1', createdAt: '2026-11-24T03:00:00.000Z', engine: 'sqlite' };
  await writeBackup(file, about, streamOf(dumped));
  const restored = emptyStore();
  await restored.load(readBackup(file));
  expect(await Array.fromAsync(restored.dump())).toEqual(dumped);
}

/** A dump of what the steps make; a step that needs a version does nothing where there is none. */
async function registryAfter(steps: readonly Step[]): Promise<DumpRecord[]> {
  const { store, dispose } = await openThreadlessStore();
  const latest = new Map<string, number>();
  for (const each of steps) {
    if (each.kind === 'write') {
      await write(store, each.write);
      continue;
    }
    const last = latest.get(each.subject) ?? 0;
    if (each.kind === 'add') {
      await write(store, add(each.subject, last + 1, each.content, each.time));
      latest.set(each.subject, last + 1);
    } else if (last > 0) {
      const change = each.kind === 'delete' ? markDeleted : remove;
      await write(store, change(each.subject, [last]));
      if (each.kind === 'remove') latest.set(each.subject, last - 1);
    }
  }
  const records = await Array.fromAsync(store.dump());
  await dispose();
  return records;
}
