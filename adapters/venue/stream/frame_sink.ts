/** Where frames go. */
export interface FrameSink {
  send(frame: string): void;
}
