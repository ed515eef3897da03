/** A story in which an alert is silent, fires and is silent again, as `promtool test rules` plays it from time 0 on. */
export interface AlertCase {
  /** Without the prefix of all alerts. */
  readonly alert: string;
  /** What is measured, one value each `interval`, in promtool's notation. */
  readonly series: Readonly<Record<string, string>>;
  /** Default 1m. */
  readonly interval?: string;
  /** Times at which it does not fire, does, and does no more. */
  readonly at: { readonly silent?: string; readonly firing: string; readonly clear?: string };
  /** Labels of the firing alert beside those of its rule. */
  readonly labels: Readonly<Record<string, string>>;
  /** Its summary, where that says more than the rule's text. */
  readonly summary?: string;
  /** Takes hours: evaluated rarely, so that the test is quick. */
  readonly slow?: true;
  /** Why it has no silent and clearing time; for those alone. */
  readonly always?: string;
}

export const instance = { job: 'schemagate', instance: 'a' };

/** A selector of one series of the instance. */
export function seriesOf(metric: string, labels: Readonly<Record<string, string>> = {}): string {
  const all = Object.entries({ ...instance, ...labels }).map(([name, value]) => `${name}="${value}"`);
  return `${metric}{${all.join(',')}}`;
}

/** A value held for some minutes, then the next. */
export function values(...steps: readonly (readonly [value: number, minutes: number])[]): string {
  return steps.map(([value, minutes]) => `${value}x${minutes - 1}`).join(' ');
}

/** A counter that grows by so much a minute for some minutes, then by the next. */
export function counts(...steps: readonly (readonly [perMinute: number, minutes: number])[]): string {
  let count = 0;
  return steps
    .map(([perMinute, minutes]) => {
      const text = `${count}+${perMinute}x${minutes - 1}`;
      count += perMinute * minutes;
      return text;
    })
    .join(' ');
}
