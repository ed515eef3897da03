import { expect, it } from 'vitest';
import type { Source } from '../../../src/costly-work/format-task.ts';
import { schemaFormats } from '../../../src/costly-work/formats.ts';
import { taskPerformer } from '../../../src/costly-work/perform-task.ts';

const perform = taskPerformer(schemaFormats({ sound: false }, 'whole'));

function source(text: string): Source {
  return { type: 'JSON', text, references: [] };
}

it('reads schemas, and tells their canonical text where it is another', () => {
  expect(perform({ name: 'read', source: source(' {}') })).toEqual({ ok: true, text: '{}' });
  expect(perform({ name: 'read', source: source('{}') })).toEqual({ ok: true });
  expect(perform({ name: 'read', source: source('{') })).toMatchObject({ ok: false });
});

it('answers about schemas that were read', () => {
  expect(perform({ name: 'normalize', source: source('{"b":1,"a":2}') })).toBe('{"a":2,"b":1}');
  expect(perform({ name: 'problem', source: source('{"type":1}') })).toContain('"type"');
  const fields = { source: source('{"properties":{"a":{}}}'), names: ['a', 'b'] };
  expect(perform({ name: 'fields', ...fields })).toEqual(['a']);
});

it('compares, and leaves the effort of the one who asks alone', () => {
  const effort = { stepsLeft: 100 };
  const answer = perform({
    name: 'compare',
    reader: source('{"type":"integer"}'),
    writer: source('{"type":"string"}'),
    policy: 'STRICT',
    direction: 'BACKWARD',
    effort,
  });
  expect(answer).toMatchObject({ messages: [expect.stringContaining('TYPE_CHANGED')], stepsLeft: 99 });
  expect(effort.stepsLeft).toBe(100);
});

it('takes what was not read, or is of another language, for a mistake of ours', () => {
  expect(() => perform({ name: 'problem', source: source('{') })).toThrow(TypeError);
  expect(() => perform({ name: 'read', source: { ...source('{}'), type: 'AVRO' } })).toThrow(
    'No format AVRO',
  );
});
