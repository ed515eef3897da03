/** A server under measurement, in a process of its own. */
export interface Target {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}
