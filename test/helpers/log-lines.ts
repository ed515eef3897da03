/** A log destination that keeps its lines, parsed. */
export class LogLines {
  readonly lines: Record<string, unknown>[] = [];
  readonly waitingBytes = 0;
  readonly droppedBytes = 0;

  write(text: string): void {
    for (const line of text.split('\n').filter((part) => part !== '')) this.lines.push(JSON.parse(line));
  }

  with(message: string): Record<string, unknown>[] {
    return this.lines.filter((line) => line['msg'] === message);
  }
}
