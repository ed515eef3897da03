/**
 * Those that `--only` means: each of its values must fit a name, or nothing would be done and called a success. Without
 * values, all. Ends the process with 2, and the names there are, when a value fits none.
 */
export function choose<T>(
  all: readonly T[],
  only: readonly string[],
  { nameOf, fits }: { readonly nameOf: (each: T) => string; readonly fits: Fits },
): readonly T[] {
  const names = all.map(nameOf);
  for (const value of only) {
    if (names.some((name) => fits(name, value))) continue;
    const known = names.map((name) => `  ${name}`).join('\n');
    process.stderr.write(`--only ${JSON.stringify(value)} fits none of:\n${known}\n`);
    process.exit(2);
  }
  return all.filter((each) => only.length === 0 || only.some((value) => fits(nameOf(each), value)));
}

type Fits = (name: string, value: string) => boolean;
