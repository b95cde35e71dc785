import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { ask, Refused, send } from "./ask.ts";
import { html } from "./html.ts";
import type { CommandOutcome, Moment, RunView } from "./wire.ts";

/** A command without its run. */
export type Asked = { readonly do: "pause" | "resume" | "close-all" | "stop"; readonly flatten?: true } | {
  readonly do: "close";
  readonly asset: string;
};

/** What becomes of commands, and what is asked of the reader before one goes. */
export interface Commanding {
  /** Null: nothing was asked yet. */
  readonly said: { readonly isDone: boolean; readonly text: string } | null;
  readonly isBusy: boolean;
  give(command: Asked): void;
  readonly dialog: VNode | null;
}

const SURE: Readonly<Record<string, string>> = {
  "close-all": "Pause the agent and close every position, at the market?",
  "stop": "Stop the run for good? Positions stay as they are, with their stops and targets.",
  "stop-flatten": "Close every position at the market and stop the run for good?",
};

/** Hands commands to a run; asks first where one cannot be taken back, and for the token once. */
export function useCommands(run: string): Commanding {
  const [said, say] = useState<Commanding["said"]>(null);
  const [isBusy, setBusy] = useState(false);
  const [waiting, wait] = useState<{ command: Asked; asks: "sure" | "token" } | null>(null);
  const carryOut = async (command: Asked): Promise<void> => {
    setBusy(true);
    wait(null);
    try {
      const { done, lines } = await send<CommandOutcome>("/api/commands", { run, ...command });
      say({ isDone: done, text: lines.join("; ") || (done ? "done" : "not done") });
    } catch (error) {
      if (error instanceof Refused && error.status === 401) wait({ command, asks: "token" });
      else say({ isDone: false, text: (error as Error).message });
    } finally {
      setBusy(false);
    }
  };
  const sure = (command: Asked): string | undefined =>
    command.do === "close"
      ? `Close ${command.asset} at the market?`
      : SURE[command.do === "stop" && command.flatten ? "stop-flatten" : command.do];
  const give = (command: Asked): void =>
    sure(command) === undefined ? void carryOut(command) : wait({ command, asks: "sure" });
  const leave = (): void => wait(null);
  const dialog = waiting === null
    ? null
    : waiting.asks === "token"
    ? html`<${TokenDialog} done=${() => carryOut(waiting.command)} leave=${leave}/>`
    : html`<${SureDialog} text=${sure(waiting.command)} yes=${() =>
      carryOut(waiting.command)} leave=${leave}/>`;
  return { said, isBusy, give, dialog };
}

/** Pause, close all and stop, with what came of the last; why not, where nobody would do it. */
export function Controls(
  { view: { run }, moment, commanding }: { view: RunView; moment: Moment; commanding: Commanding },
): VNode {
  const { said, isBusy, give } = commanding;
  const isOff = !run.running || isBusy;
  const isPaused = moment.paused.value;
  return html`
    <section class="controls" aria-label="controls">
      <button type="button" disabled=${isOff} onClick=${() =>
        give({ do: isPaused ? "resume" : "pause" })}>${isPaused ? "Resume" : "Pause"}</button>
      <button type="button" disabled=${isOff} onClick=${() => give({ do: "close-all" })}>Close all</button>
      <button type="button" disabled=${isOff} onClick=${() => give({ do: "stop" })}>Stop</button>
      <button type="button" disabled=${isOff} onClick=${() =>
        give({ do: "stop", flatten: true })}>Close all and stop</button>
      <span role="status" class=${said === null || said.isDone ? "" : "warning"}>${isBusy
        ? "asking…"
        : said !== null
        ? said.text
        : run.running
        ? ""
        : whyOff(run.status)}</span>
    </section>
  `;
}

function whyOff(status: string | null): string {
  return status === "running"
    ? "off: no process runs it, so there is nobody to do it"
    : `off: the run is ${status ?? "unreadable"}`;
}

function useModal() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return dialog;
}

function SureDialog({ text, yes, leave }: { text: string; yes: () => void; leave: () => void }): VNode {
  const dialog = useModal();
  return html`
    <dialog ref=${dialog} class="ask" aria-label="sure?" onClose=${leave}>
      <p>${text}</p>
      <p
        class="row"><button type="button" onClick=${yes}>Yes</button> <button type="button" autofocus onClick=${leave}>No</button></p>
    </dialog>
  `;
}

/** Asks for the token that the terminal showed; it goes into a cookie that no script can read. */
export function TokenDialog({ done, leave }: { done: () => void; leave: () => void }): VNode {
  const dialog = useModal();
  const [wrong, setWrong] = useState<string | null>(null);
  const onSubmit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const token = String(new FormData(event.target as HTMLFormElement).get("token"));
    try {
      await send("/api/token", { token });
      done();
    } catch (error) {
      setWrong((error as Error).message);
    }
  };
  return html`
    <dialog ref=${dialog} class="ask" aria-label="token" onClose=${leave}>
      <form onSubmit=${onSubmit}>
          <label>The token that the terminal showed at the dashboard's first start
            <input name="token" type="password" autocomplete="current-password" required autofocus/></label>
          ${wrong !== null && html`<p class="danger" role="alert">${wrong}</p>`}
          <p class="row"><button type="submit">Go on</button> <button type="button" onClick=${leave}>Leave</button></p>
          <p class="quiet">Lost it? <code>deno task dashboard --new-token</code> makes another.</p>
        </form>
    </dialog>
  `;
}

/** Forgets the token in this browser. */
export async function forgetToken(): Promise<void> {
  await ask("/api/token", { method: "DELETE" });
}
