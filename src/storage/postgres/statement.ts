/** One SQL statement, prepared once on each connection under its name. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** What the driver takes as a parameter; an array becomes an array of PostgreSQL. */
export type Parameter =
  | string
  | number
  | boolean
  | null
  | Buffer
  | readonly Buffer[]
  | readonly (number | null)[]
  | readonly boolean[]
  | readonly (string | null)[];

/** A statement with its values. */
export interface Query extends Statement {
  readonly values: Parameter[];
}

/** Runs a query and resolves with its rows. The caller says their type: it wrote the statement. */
export type RunQuery = <Row>(query: Query) => Promise<readonly Row[]>;

/** Sees each statement on its way; must run it, once and at once, and end as it ends. */
export type AroundStatement = <T>(statement: Statement, run: () => Promise<T>) => Promise<T>;

/** The statement with these values. */
export function bind({ name, text }: Statement, ...values: Parameter[]): Query {
  return { name, text, values };
}
