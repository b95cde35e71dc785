/** A client's socket as a stream writes to it. */
export interface ClientSocket {
  send(text: string): void;
  close(): void;
  /** Bytes that were given to it and have not left yet. */
  readonly bufferedAmount: number;
}

/** One client of a stream. */
export interface Connection {
  /** Takes a text frame. */
  receive(text: string): void;
  /** The socket is closed; nothing is sent any more. */
  closed(): void;
}

/** Makes a request a socket, and joins it to its stream. */
export function openSocket(
  request: Request,
  connect: (socket: ClientSocket) => Connection,
): { readonly response: Response; readonly socket: WebSocket } {
  // The stream closes who hears nothing for long; a socket that only listens is kept.
  const { socket, response } = Deno.upgradeWebSocket(request, { idleTimeout: 0 });
  const connection: { current: Connection | null } = { current: null };
  const client: ClientSocket = {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.close(),
    get bufferedAmount() {
      return socket.bufferedAmount;
    },
  };
  socket.onopen = () => connection.current = connect(client);
  socket.onmessage = ({ data }) => connection.current?.receive(typeof data === "string" ? data : "");
  socket.onclose = () => connection.current?.closed();
  return { response, socket };
}
