import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { type Static, Type } from '../../src/typebox.ts';

const duration = Type.String({ pattern: '^\\d+[smhd]$' });
const severity = Type.Union([Type.Literal('page'), Type.Literal('ticket'), Type.Literal('none')]);
const strict = { additionalProperties: false };

const objective = Type.Object(
  {
    name: Type.String({ pattern: '^[A-Z][A-Za-z]+$' }),
    /** Per cent of all that is good. */
    objective: Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 100 }),
    description: Type.String(),
    bad: Type.Optional(Type.String()),
    good: Type.Optional(Type.String()),
    total: Type.String(),
  },
  strict,
);
const window = Type.Object(
  {
    severity,
    /** Share of the period's budget, in per cent. */
    budget: Type.Number({ exclusiveMinimum: 0, maximum: 100 }),
    long: duration,
    short: duration,
    for: duration,
  },
  strict,
);
const alert = Type.Object(
  {
    alert: Type.String({ pattern: '^[A-Z][A-Za-z]+$' }),
    expr: Type.String(),
    for: Type.Optional(duration),
    severity,
    summary: Type.String(),
  },
  strict,
);
const sloSchema = Type.Object(
  {
    selector: Type.String(),
    runbook: Type.String(),
    period: duration,
    objectives: Type.Array(objective),
    windows: Type.Array(window),
    alerts: Type.Array(alert),
  },
  strict,
);

export type Objective = Static<typeof objective>;
export type BurnWindow = Static<typeof window>;
export type Slo = Static<typeof sloSchema>;

export const sloFile = 'deploy/prometheus/slo.yaml';

/** @throws Error that names what is wrong in the file */
export function readSlo(text: string = readFileSync(sloFile, 'utf8')): Slo {
  const slo: unknown = parse(text);
  const ajv = new Ajv();
  if (!ajv.validate<Slo>(sloSchema, slo)) throw new Error(`${sloFile}: ${ajv.errorsText(ajv.errors)}`);
  return slo;
}
