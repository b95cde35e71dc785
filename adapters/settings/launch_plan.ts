import { besidePlan, type DashboardPlan, dashboardPlan } from "./dashboard_plan.ts";
import { alertHost } from "./alert_settings.ts";
import { modelHost } from "./model_host.ts";
import { liveNotes, refuseSilentMainnet } from "./live_words.ts";
import { FROM_RUN, fromRunPermissions, recordPermissions } from "./record_permissions.ts";
import { marketHosts } from "./market_settings.ts";
import { MARKET_FLAGS, RECORD_FLAGS, withVariables } from "./variable_flags.ts";
import { KEY_VARIABLES } from "./private_key.ts";
import { ACCOUNT_VARIABLE } from "./trading_terms.ts";
import { testnetCheckPlan } from "./testnet_check_plan.ts";
import { watchPlan } from "./watch_plan.ts";
import { allowWrite } from "./write_permission.ts";
import { isListed, runPath, runsOf, typedIn, valueOf } from "./typed_words.ts";
import { ALERT_VARIABLES, variableNames, type Variables } from "./variables.ts";

/** The agent that asks a model, and the command that does without an agent. */
const MODEL_AGENT = "llm";
const PROBE = "probe-memory";
/** The command that asks a run's questions again. */
const NOISE = "noise";
/** Where recorded answers are kept when nothing else is typed. */
const CASSETTES = ".cassettes";
const ASKING = ["record", "auto", "live"];
/** The command that listens, and where it does when nothing else is typed. */
const VENUE = "venue";
/** A command on live prices. */
interface Priced {
  /** Whose network is meant where none is named. */
  readonly network: "mainnet" | "testnet";
  /** Whether it trades an account, with a key. */
  readonly hasAccount: boolean;
}
const PRICED: ReadonlyMap<string, Priced> = new Map([
  ["paper", { network: "mainnet", hasAccount: false }],
  ["live", { network: "testnet", hasAccount: true }],
]);
/** What may be read of an account. */
const ACCOUNT = [...KEY_VARIABLES, ACCOUNT_VARIABLE];
/** The command that fills the candle store. */
const RECORD = "record";
/** The command that plays a run again, and its flags that make another run of it. */
const REPLAY = "replay";
const CHANGES = ["risk", "fees", "slippage", "latency", "path"];
/** Of them those for which its agent is asked. */
const CLOSING = ["prompt", "model", "closed"];
/** The command that plays many backtests. */
const SWEEP = "sweep";
/** The command that plays them for other machines. */
const WORKER = "worker";
/** The command that hands a running agent another one, and its flags that take a value. */
const DO = "do";
const DO_VALUES = ["--runs", "--wait"];
/** The command that looks after a live run. */
const WATCH = "watch";
/** The command that holds the simulated venue against the testnet. */
const TESTNET_CHECK = "testnet-check";
const LISTENS = { host: "127.0.0.1", port: "8900" };
/** The command that serves pages. */
const DASHBOARD = "dashboard";

/** A dashboard reads diaries of any length: memory that is cleared early costs it no time that is noticed. */
const SMALL = ["--v8-flags=--optimize-for-size"];

/** What a process may do, as flags of `deno run`, and the words it is given. */
export interface LaunchPlan {
  readonly permissions: readonly string[];
  readonly words: readonly string[];
  /** How the process keeps its memory, as flags of `deno run`; not there: as usual. */
  readonly runtime?: readonly string[];
  /** Whether they are only to be shown. */
  readonly isShown: boolean;
  /** What is to be said before it starts; not there: nothing. */
  readonly notes?: readonly string[];
}

/**
 * The permissions that a command needs and no more: a plain backtest reaches no network and no variable, one that
 * replays a model reads its name, one that asks it reaches its host. `variables`: read only where they matter. What of
 * the disk may be read is left to `narrowReading`, which looks at it.
 * Words that cannot be right get what a plain run gets, and are refused there.
 */
export function launchPlan(argv: readonly string[], variables: () => Variables): LaunchPlan {
  const words = argv.filter((word) => word !== "--show-permissions");
  const isShown = words.length < argv.length;
  if (words[0] === VENUE) return { permissions: venuePermissions(words), words, isShown };
  if (words[0] === RECORD) {
    return { ...recordPlan(words, variables), isShown };
  }
  if (words[0] === REPLAY) return { permissions: replayPermissions(words, variables), words, isShown };
  if (words[0] === DO) return { permissions: doPermissions(words), words, isShown };
  if (words[0] === DASHBOARD) {
    const plan = dashboardPlan(words, variables(), (flag) => valueOf(words, flag));
    return { permissions: dashboardPermissions(plan), runtime: SMALL, words: plan.words, isShown };
  }
  if (words[0] === TESTNET_CHECK) {
    return { ...testnetCheckPlan(words, variables(), (flag) => valueOf(words, flag)), isShown };
  }
  if (words[0] === WATCH) {
    return { ...watchPlan(words, variables(), (flag) => valueOf(words, flag)), isShown };
  }
  if (words[0] === WORKER) return { permissions: sweepPermissions(words, [".cache"]), words, isShown };
  if (words[0] === SWEEP) {
    return { permissions: sweepPermissions(words, [runsOf(words), ".cache"]), words, isShown };
  }
  const priced = PRICED.get(words[0]);
  if (priced !== undefined) return { ...pricedPlan(priced, words, variables()), isShown };
  const asks = words[0] === PROBE || words[0] === NOISE || isListed(MODEL_AGENT, valueOf(words, "agent"));
  const reaches = asks && ASKING.includes(valueOf(words, "llm") ?? "replay");
  const written = [runsOf(words), ".cache", ...(asks ? [valueOf(words, "cassettes") ?? CASSETTES] : [])];
  return {
    permissions: [
      "--no-prompt",
      "--allow-read",
      allowWrite(written),
      ...(asks ? [`--allow-env=${variableNames({ access: reaches }).join(",")}`] : []),
      ...(reaches ? [`--allow-net=${modelHost(variables())}`] : []),
    ],
    words,
    isShown,
  };
}

/**
 * A replay writes nothing but what it parsed. One that asks what if writes a run; where its agent is asked it reads what
 * names a model, and reaches the model's host only where answers may come from there.
 */
function replayPermissions(words: readonly string[], variables: () => Variables): string[] {
  const isTyped = (flag: string): boolean =>
    words.includes(`--${flag}`) || valueOf(words, flag) !== undefined;
  const isClosed = CLOSING.some(isTyped);
  const isWhatIf = isClosed || CHANGES.some(isTyped);
  const reaches = isClosed && ASKING.includes(valueOf(words, "llm") ?? "replay");
  const written = [
    ...(isWhatIf ? [runsOf(words)] : []),
    ".cache",
    ...(reaches ? [valueOf(words, "cassettes") ?? CASSETTES] : []),
  ];
  return [
    "--no-prompt",
    "--allow-read",
    allowWrite(written),
    ...(isClosed ? [`--allow-env=${variableNames({ access: reaches }).join(",")}`] : []),
    ...(reaches ? [`--allow-net=${modelHost(variables())}`] : []),
  ];
}

/**
 * A run on live prices reaches the markets' hosts, the model's where it asks one, and who is told; it writes its run, and
 * reads an account's key where it trades one.
 */
function pricedPlan(
  { network, hasAccount }: Priced,
  given: readonly string[],
  variables: Variables,
): Omit<LaunchPlan, "isShown"> {
  if (hasAccount) refuseSilentMainnet(variables, valueOf(given, "network"));
  const priced = withVariables(given, MARKET_FLAGS, { variables, typed: typedIn(given) });
  const pages = besidePlan(priced, variables, (flag) => valueOf(given, flag));
  const words = pages?.words ?? priced;
  const asks = valueOf(words, "agent") === MODEL_AGENT;
  const reaches = asks && (valueOf(words, "llm") ?? "record") !== "replay";
  const told = alertHost(variables);
  const hosts = [
    ...marketHosts((flag) => valueOf(words, flag) ?? (flag === "network" ? network : undefined)),
    ...(reaches ? [modelHost(variables)] : []),
    ...(told === null ? [] : [told]),
    ...(pages !== null && isAddress(pages.address) ? [pages.address] : []),
  ];
  const read = [
    ...(asks ? variableNames({ access: reaches }) : []),
    ...(told === null ? [] : ALERT_VARIABLES),
    ...(hasAccount ? ACCOUNT : []),
  ];
  const written = [
    runsOf(words),
    ...(asks ? [valueOf(words, "cassettes") ?? CASSETTES] : []),
  ];
  return {
    permissions: [
      "--no-prompt",
      "--allow-read",
      allowWrite(written),
      ...(read.length > 0 ? [`--allow-env=${read.join(",")}`] : []),
      `--allow-net=${[...new Set(hosts)].join(",")}`,
    ],
    words,
    ...(hasAccount ? { notes: liveNotes(variables) } : {}),
  };
}

/** What a run saw is written down without settings; the markets are asked where those say. */
function recordPlan(given: readonly string[], variables: () => Variables): Omit<LaunchPlan, "isShown"> {
  if (given.includes(FROM_RUN)) {
    return { permissions: fromRunPermissions(given, typedIn(given)), words: given };
  }
  const words = withVariables(given, RECORD_FLAGS, { variables: variables(), typed: typedIn(given) });
  return { permissions: recordPermissions(typedIn(words)), words };
}

/** A command is left in its run's folder, which lies in that of all runs or is named by its path. */
function doPermissions(words: readonly string[]): string[] {
  return ["--no-prompt", "--allow-read", allowWrite([runsOf(words), ...runPath(words, DO_VALUES)])];
}

/** A sweep writes runs, and reads the names of a model whose answers are recorded; it reaches its queue and nobody else. */
function sweepPermissions(words: readonly string[], written: readonly string[]): string[] {
  const hosts = queueHosts(valueOf(words, "queue"));
  return [
    "--no-prompt",
    "--allow-read",
    allowWrite(written),
    `--allow-env=${variableNames({ access: false }).join(",")}`,
    ...(hosts.length > 0 ? [`--allow-net=${hosts.join(",")}`] : []),
  ];
}

/** The addresses of a queue, as Deno reads them; what is none is refused by the command. */
function queueHosts(queue: string | undefined): string[] {
  const typed = (queue ?? "").split(",").map((url) =>
    url.trim().replace(/^(nats|tls):\/\//, "").replace(/\/$/, "")
  );
  return typed.map((host) => /:\d+$/.test(host) ? host : `${host}:4222`).filter(isAddress);
}

/** A dashboard listens at one address and reaches nobody; it writes commands, and its token's hash, where runs are. */
function dashboardPermissions({ address, words }: DashboardPlan): string[] {
  const written = [runsOf(words), ".cache"];
  return [
    "--no-prompt",
    "--allow-read",
    allowWrite(written),
    ...(isAddress(address) ? [`--allow-net=${address}`] : []),
  ];
}

/** A venue listens at one address and reaches nobody; it may also write the file it keeps accounts in. */
function venuePermissions(words: readonly string[]): string[] {
  const state = valueOf(words, "state");
  const written = [runsOf(words), ".cache", ...(state === undefined ? [] : [state])];
  const address = addressOf(words, LISTENS);
  return [
    "--no-prompt",
    "--allow-read",
    allowWrite(written),
    ...(isAddress(address) ? [`--allow-net=${address}`] : []),
  ];
}

/** Where a command listens, by its flags. */
function addressOf(words: readonly string[], standard: typeof LISTENS): string {
  const host = valueOf(words, "host") ?? standard.host;
  return `${host.includes(":") ? `[${host}]` : host}:${valueOf(words, "port") ?? standard.port}`;
}

/** Whether it is a host and a port as Deno reads them: with a permission for anything else it would not start. */
function isAddress(text: string): boolean {
  return /^(\[.+\]|[\w-]+(\.[\w-]+)*):\d+$/.test(text) && URL.canParse(`http://${text}`);
}
