/** A real nats-server on loopback that can be killed and begun again on its store. */

/** One that runs in a folder of its own. */
export class NatsServer {
  readonly port: number;
  readonly #folder: string;
  readonly #more: readonly string[];
  #process: Deno.ChildProcess;

  constructor(folder: string, more: readonly string[] = []) {
    this.#folder = folder;
    this.#more = more;
    this.port = freePort();
    this.#process = this.#start();
  }

  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  /** Until it answers. */
  async ready(): Promise<this> {
    for (let tries = 0; tries < 200; tries++) {
      try {
        (await Deno.connect({ hostname: "127.0.0.1", port: this.port })).close();
        return this;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
    throw new Error("nats-server does not answer");
  }

  /** Kills it as a power cut would, and begins it again on what is on its disk. */
  async killAndRestart(pauseMs: number): Promise<void> {
    await this.stop();
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    this.#process = this.#start();
    await this.ready();
  }

  async stop(): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#process.status;
  }

  #start(): Deno.ChildProcess {
    const args = ["-a", "127.0.0.1", "-p", String(this.port), "-js", "-sd", this.#folder, ...this.#more];
    return new Deno.Command("nats-server", { args, stdin: "null", stdout: "null", stderr: "null" }).spawn();
  }
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
