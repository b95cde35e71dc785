import {
  type AccountState,
  closeAfter,
  type Command,
  type CycleEntry,
  type DiaryEntry,
  RunState,
} from "../../engine/mod.ts";
import { formatTime, oneLine } from "./format.ts";
import { painter } from "./paint.ts";
import type { PaperOptions } from "./paper_options.ts";
import { screenLines } from "./paper_screen.ts";
import type { PaperSurroundings, PaperWatch, ShownPaper } from "./paper_view.ts";
import { eventOf, shownMode } from "./run_events.ts";
import { ScreenKeys } from "./screen_keys.ts";

const REDRAW_MS = 1000;
const HOME = "\x1b[H";
const CLEAR_LINE = "\x1b[K";
const CLEAR_REST = "\x1b[J";
const CLEAR = "\x1b[2J";
const KEPT_EVENTS = 5;
/** How long the answer to a key is waited for, ms: closing may take a look or two. */
const ANSWER_MS = 30_000;
const USUAL_SIZE = { columns: 100, rows: 24 };

/** A screen that is drawn anew each second, and listens to keys. */
export class ScreenWatch implements PaperWatch {
  readonly #run: ShownPaper;
  readonly #options: PaperOptions;
  readonly #around: PaperSurroundings;
  readonly #state: RunState;
  readonly #events: string[] = [];
  readonly #keys = new ScreenKeys();
  readonly #leaving = new AbortController();
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #keyboard: Disposable | null;
  #last: CycleEntry | null = null;
  #account: AccountState | null = null;

  constructor(run: ShownPaper, options: PaperOptions, around: PaperSurroundings) {
    this.#run = run;
    this.#options = options;
    this.#around = around;
    this.#state = new RunState(new Map(around.instruments.map((one) => [one.symbol, one])));
    around.terminal.note(CLEAR);
    this.#timer = setInterval(() => this.#draw(), REDRAW_MS);
    this.#keyboard = around.terminal.keys((key) => this.#press(key));
  }

  get left(): AbortSignal {
    return this.#leaving.signal;
  }

  onEntry(entry: DiaryEntry): void {
    this.#state.apply(entry);
    if (entry.kind === "cycle") this.#last = entry;
    const told = eventOf(entry);
    if (told !== null) this.note(told);
  }

  onAccount(account: AccountState): void {
    this.#account = account;
  }

  note(line: string): void {
    this.#events.push(line);
    if (this.#events.length > KEPT_EVENTS) this.#events.shift();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#keyboard?.[Symbol.dispose]();
    this.#draw();
    this.#around.terminal.note("\n");
  }

  #press(key: string): void {
    const effect = this.#keys.press(key, this.#state.paused);
    if (effect.kind === "leave") {
      this.note("leaving: the step in progress is finished");
      this.#leaving.abort();
    } else if (effect.kind === "command") void this.#tell(effect.command);
    this.#draw();
  }

  /** Takes the way that `deno task do` takes, so that both are told and kept alike. */
  async #tell(command: Command): Promise<void> {
    const { sendCommand, clock } = this.#around;
    const say = (text: string): void => this.note(`${formatTime(clock.now())}   ${command.do}: ${text}`);
    try {
      const { lines } = await sendCommand(this.#run.folder.path, command, ANSWER_MS);
      say(lines.join("; ") || "done");
    } catch (error) {
      // The run goes on without it, and whoever pressed the key is told so.
      say(oneLine((error as Error).message));
    }
    this.#draw();
  }

  #draw(): void {
    const { terminal, clock, told, mode } = this.#around;
    const { agent, assets, interval, capitalUsd } = this.#options;
    const now = clock.now();
    const isPaused = this.#state.paused;
    const screen = {
      mode: shownMode(mode, this.#options),
      title: `${agent} on ${assets.join(", ")} · ${interval} · ${this.#run.folder.path}`,
      ...{
        now,
        isPaused,
        capitalUsd: this.#state.depositsUsd || capitalUsd,
        told: told(),
        nextClose: closeAfter(now, interval),
      },
      ...{
        last: this.#last,
        account: this.#account,
        trades: this.#state.book.actives(),
        events: this.#events,
      },
      hint: this.#keyboard === null
        ? "Ctrl-C leaves it: it goes on with the same command."
        : this.#keys.hint(isPaused),
      isAsking: this.#keys.isAsking,
    };
    const lines = screenLines(screen, terminal.size() ?? USUAL_SIZE, painter(terminal.colour));
    // No line break after the last one: on a terminal of as many rows all would move up.
    const text = lines.map((line) => `${line}${CLEAR_LINE}`).join("\r\n");
    terminal.note(`${HOME}${text}${CLEAR_REST}`);
  }
}
