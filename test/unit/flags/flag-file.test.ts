import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FlagFileError, readFlagFile, unknownFlags } from '../../../src/flags/flag-file.ts';
import { flagNames, isFlagName, variableOf } from '../../../src/flags/flags.ts';
import { directoryOf } from '../../helpers/files.ts';

const fileOf = (text: string) => join(directoryOf({ 'flags.yaml': text }), 'flags.yaml');

it.each([
  ['compression: false\nquick-lane: true # for now\n', { compression: false, 'quick-lane': true }, []],
  ['{"compression": false}', { compression: false }, []],
  ['{}', {}, []],
  ['compression: false\nnext: true\nconstructor: true\n', { compression: false }, ['next', 'constructor']],
])('is YAML or JSON: %j', (text, values, unknown) => {
  expect(readFlagFile(fileOf(text))).toEqual({ values, unknown });
});

it.each([
  ['', 'it is not a list of names, each with true or false'],
  ['true', 'it is not a list of names, each with true or false'],
  ['- compression', 'it is not a list of names, each with true or false'],
  ['compression: off', 'compression is "off"; expected true or false'],
  ['compression: 0', 'compression is 0; expected true or false'],
  ['compression:', 'compression is null; expected true or false'],
  ['compression: true\ncompression: false', "can't be read (YAMLParseError: Map keys must be unique"],
  ['compression: {', "can't be read (YAMLParseError:"],
])('is refused with a clear message: %j', (text, message) => {
  const path = fileOf(text);
  const read = () => readFlagFile(path);
  expect(read).toThrow(FlagFileError);
  expect(read).toThrow(message);
  expect(read).toThrow(`FLAGS_FILE "${path}"`);
});

it('has to be there', () => {
  expect(() => readFlagFile('/none/flags.yaml')).toThrow(
    /^FLAGS_FILE "\/none\/flags.yaml" can't be read .*ENOENT/,
  );
});

it('names of flags are those of the table, and each has a variable of its own', () => {
  expect(isFlagName('toString')).toBe(false);
  expect(unknownFlags('f', ['x', 'y'])).toMatch(
    /^FLAGS_FILE "f": x, y: no such flag; there are quick-lane, /,
  );
  expect(variableOf('webhook-delivery')).toBe('FLAG_WEBHOOK_DELIVERY');
  expect(new Set(flagNames.map(variableOf)).size).toBe(flagNames.length);
});
