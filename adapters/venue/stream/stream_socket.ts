/** One end of a WebSocket, as far as streaming needs it. */
export interface StreamSocket {
  send(text: string): void;
  close(): void;
  /** Bytes handed over that have not left yet; not there: it is not known. */
  readonly bufferedAmount?: number;
}

/** What is done over WebSockets, counted by IP; the venue's limits say no. */
export interface SocketLimits {
  /** A socket that opens; false: it must not. */
  open(ip: string): boolean;
  /** A socket that was opened has closed. */
  close(ip: string): void;
  /** A message that came in; false: it is one too many. */
  takeMessage(ip: string): boolean;
  /** A subscription, of a user's or of the market's; the venue's words where there are too many. */
  subscribe(ip: string, user: string | null): string | null;
  /** A subscription that was taken has ended. */
  unsubscribe(ip: string, user: string | null): void;
  /** A request over a socket that is now being answered; false: there are too many of them. */
  startPost(ip: string): boolean;
  /** A request that was started is answered. */
  endPost(ip: string): void;
}

/** Where frames go. */
export interface FrameSink {
  send(frame: string): void;
}
