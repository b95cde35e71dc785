import type { CommandEntry, CycleEntry, DecisionRecord, DiaryEntry, Fault, Trade } from "../../engine/mod.ts";
import type { Alert, AlertKind } from "./alert.ts";

/** What of a diary line is worth an alert, in the order of its fields. Pure. */
export function alertsOf(entry: DiaryEntry): readonly Alert[] {
  if (entry.kind === "missed") {
    const text = `the cycle was missed: ${entry.cause}, ${entry.detail}`;
    return [{ kind: "fault", time: entry.close, asset: null, text }];
  }
  if (entry.kind === "command") return [commanded(entry), ...happened(entry)];
  if (entry.kind === "lapsed") {
    const { close: time, asset, purpose, lateMs } = entry;
    const text = `an order to ${purpose} lapsed: it was ${seconds(lateMs)} s too late to send it`;
    return [{ kind: "fault", time, asset, text }];
  }
  if (entry.kind === "guard") return found(entry);
  return entry.kind === "cycle" ? [...happened(entry), ...halted(entry)] : [];
}

/** What was found: naked times and faults. */
function found(
  { close: time, naked = [], faults = [] }: Pick<CycleEntry, "close" | "naked" | "faults">,
): Alert[] {
  return [
    ...naked.map(({ asset, cause, lengthMs }): Alert => ({
      ...{ kind: "naked", time, asset },
      text: `without a stop for ${seconds(lengthMs)} s: ${cause}`,
    })),
    ...faults.map((fault): Alert => ({ kind: "fault", time, asset: fault.on, text: wentWrong(fault) })),
  ];
}

function happened(entry: CycleEntry | CommandEntry): Alert[] {
  const { close, decisions = [], trades = [] } = entry;
  const alert = (kind: AlertKind, asset: string, text: string): Alert => ({ kind, time: close, asset, text });
  const closed = new Set(trades.map(({ asset }) => asset));
  return [
    ...decisions.filter((one) => isEntry(one) && !closed.has(one.asset))
      .map((one) => alert("trade", one.asset, entered(one))),
    ...trades.map((trade) => alert("trade", trade.asset, left(trade))),
    ...decisions.filter(({ outcome }) => outcome === "unknown")
      .map((one) => alert("fault", one.asset, notKnown(one))),
    ...found(entry),
  ];
}

function halted({ close, halt }: CycleEntry): Alert[] {
  if (halt === undefined) return [];
  const until = halt.until === "next-day" ? "for the rest of the UTC day" : "for good";
  const text = `no entries ${until}, after a loss of ${(halt.loss * 100).toFixed(2)} %`;
  return [{ kind: "halt", time: close, asset: null, text }];
}

function commanded({ close, command, asset, left: standing = [] }: CommandEntry): Alert {
  const what = asset === undefined ? command : `${command} ${asset}`;
  const still = standing.map((one) => `the ${one.side} of ${one.size} ${one.asset} stands`);
  return {
    kind: "command",
    time: close,
    asset: asset ?? null,
    text: [`told to ${what}`, ...still].join("; "),
  };
}

function isEntry({ action, outcome }: DecisionRecord): boolean {
  return outcome === "filled" && (action === "buy" || action === "sell");
}

function entered({ action, asset, filledSize, size, fillPrice, stop }: DecisionRecord): string {
  const done = action === "buy" ? "bought" : "sold";
  const price = fillPrice === undefined ? "" : ` at ${fillPrice}`;
  return `${done} ${filledSize ?? size ?? "some"} ${asset}${price}${stop ? `, stop ${stop}` : ""}`;
}

function left({ side, size, asset, exit, exitPrice, netPnlUsd }: Trade): string {
  const net = `${netPnlUsd > 0 ? "+" : ""}${netPnlUsd.toFixed(2)} USD net`;
  return `the ${side} of ${size} ${asset} was closed by ${exit} at ${exitPrice}: ${net}`;
}

function notKnown({ action, asset, reason }: DecisionRecord): string {
  return `it is not known whether ${action} ${asset} went through${
    reason === undefined ? "" : `: ${reason}`
  }`;
}

function wentWrong({ step, what, done }: Fault): string {
  return `${step}: ${what}; ${done}`;
}

function seconds(ms: number): string {
  return String(Math.round(ms / 100) / 10);
}
