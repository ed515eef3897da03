/**
 * A subject as part of a path; undefined for what no path can hold: half a character, and the names that URLs
 * take for this folder and the one above.
 */
export function pathOf(subject: string): string | undefined {
  return subject.isWellFormed() && !/^\.{0,2}$/.test(subject) ? encodeURIComponent(subject) : undefined;
}
