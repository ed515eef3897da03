import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import packageInfo from '../../package.json' with { type: 'json' };
import { configSchema } from '../../src/config.ts';
import { flagNames } from '../../src/flags/flags.ts';
import { cases, refused } from './chart/cases.ts';
import { canRender, chart, renderChart } from './chart/render.ts';
import { faultsOf } from './faults.ts';
import { nameOf, parseManifests } from './kubernetes/manifests.ts';
import { typeFaults } from './kubernetes/published-types.ts';

type Values = Readonly<Record<string, unknown>>;

const defaults: Values = parse(readFileSync(`${chart}/values.yaml`, 'utf8'));
const schema = JSON.parse(readFileSync(`${chart}/values.schema.json`, 'utf8'));
const check = new Ajv({ strictTypes: false, formats: { hostname: /^[\w.-]+$/ } }).compile(schema);

const hasGo = canRender();

describe('values', () => {
  it('of every case are what the schema wants', () => {
    for (const [name, { values }] of Object.entries(cases)) {
      expect([name, check(merged(defaults, values as Values)), check.errors]).toEqual([name, true, null]);
    }
  });

  it.each(refused)('refuses %s', (_name, values, place) => {
    expect(check(merged(defaults, values as Values))).toBe(false);
    expect(check.errors?.map(({ instancePath }) => instancePath)).toContain(place);
  });

  it('are described, all of them', () => {
    expect(Object.keys(schema.properties).filter((name) => name !== 'global')).toEqual(Object.keys(defaults));
  });

  it('know every flag', () => {
    expect(Object.keys(schema.properties.flags.properties)).toEqual(flagNames);
  });

  it('leave settings that exist to the chart', () => {
    const own: readonly string[] = schema.properties.settings.propertyNames.not.enum;
    expect(own.filter((name) => !(name in configSchema.properties))).toEqual([]);
  });
});

it('has the version of the service', () => {
  const { version, appVersion } = parse(readFileSync(`${chart}/Chart.yaml`, 'utf8'));
  expect([version, appVersion]).toEqual([packageInfo.version, packageInfo.version]);
});

it.skipIf(!hasGo)(
  'renders with each option switched (skipped where Go and Sprig are not installed)',
  async () => {
    const rendered = renderChart(Object.values(cases).map(({ values }) => values));
    const objects = [];
    for (const [index, [name, { has = [], lacks = [], says = [], breaks = [] }]] of Object.entries(
      cases,
    ).entries()) {
      const answer = rendered[index];
      if (answer === undefined || 'error' in answer) throw new Error(`${name}: ${answer?.error}`);
      const manifests = parseManifests(answer.text);
      const names = manifests.all.map(nameOf);
      const faults = await faultsOf(manifests);
      expect({
        name,
        twice: names.filter((one, at) => names.indexOf(one) !== at),
        missing: has.filter((one) => !names.includes(one)),
        left: names.filter((one) => lacks.some((kind) => one.startsWith(`${kind}/`))),
        unsaid: says.filter((text) => !answer.text.includes(text)),
        faults: faults.filter((fault) => !breaks.some((id) => fault.startsWith(`${id}:`))),
        notBroken: breaks.filter((id) => !faults.some((fault) => fault.startsWith(`${id}:`))),
      }).toEqual({ name, twice: [], missing: [], left: [], unsaid: [], faults: [], notBroken: [] });
      objects.push(...manifests.all);
    }
    expect(typeFaults(objects)).toEqual([]);
  },
);

function merged(below: Values, above: Values): Values {
  const values: Record<string, unknown> = { ...below };
  for (const [name, value] of Object.entries(above)) {
    const before = values[name];
    values[name] = isObject(before) && isObject(value) ? merged(before, value) : value;
  }
  return values;
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
