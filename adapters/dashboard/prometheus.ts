import type { Moment } from "../../engine/mod.ts";

/** A running run as its figures are told. */
export interface MeasuredRun {
  readonly id: string;
  readonly mode: string;
  readonly agent: string;
  readonly moment: Moment;
}

/** What is told of the server itself. */
export interface ServerFigures {
  readonly runs: number;
  readonly streams: number;
}

const FIGURES: readonly {
  readonly name: string;
  readonly type: "gauge" | "counter";
  readonly help: string;
  readonly of: (moment: Moment) => number | undefined;
}[] = [
  gauge("equity_usd", "Equity after the last cycle", ({ account }) => account.equityUsd?.value),
  gauge("balance_usd", "Cash after the last cycle", ({ account }) => account.balanceUsd?.value),
  gauge("total_return", "Growth since the start, a fraction", ({ account }) => account.totalReturn?.value),
  gauge("drawdown", "Fall from the highest growth, a fraction", ({ account }) => account.drawdown?.value),
  gauge("positions", "Open positions", ({ positions }) => positions.length),
  gauge(
    "last_cycle_seconds",
    "Market time of the last cycle",
    ({ close }) => close === null ? undefined : close / 1000,
  ),
  gauge("paused", "1 while a person has paused it", ({ paused }) => Number(paused.value)),
  counter("cycles_total", "Cycles", ({ cycles }) => cycles.value),
  counter("trades_total", "Closed trades", ({ totals }) => totals.trades.value),
  counter("faults_total", "Faults", ({ totals }) => totals.faults.value),
  counter("refusals_total", "Decisions refused by the risk gate", ({ totals }) => totals.refusals.value),
  counter("fees_usd_total", "Fees", ({ totals }) => totals.feesUsd.value),
  counter("model_cost_usd_total", "What the model took", ({ totals }) => totals.modelCostUsd?.value),
];

/** The figures of running runs and of the server in Prometheus' text format, version 0.0.4. */
export function prometheusText(runs: readonly MeasuredRun[], server: ServerFigures): string {
  const lines = [
    ...single("reprise_runs", "Runs that are listed", server.runs),
    ...single("reprise_streams", "Streams that are open", server.streams),
  ];
  for (const { name, type, help, of } of FIGURES) {
    lines.push(`# HELP reprise_run_${name} ${help}`, `# TYPE reprise_run_${name} ${type}`);
    for (const { id, mode, agent, moment } of runs) {
      const value = of(moment);
      const labels = `run="${escaped(id)}",mode="${escaped(mode)}",agent="${escaped(agent)}"`;
      if (value !== undefined) lines.push(`reprise_run_${name}{${labels}} ${value}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function gauge(name: string, help: string, of: (moment: Moment) => number | undefined) {
  return { name, type: "gauge", help, of } as const;
}

function counter(name: string, help: string, of: (moment: Moment) => number | undefined) {
  return { name, type: "counter", help, of } as const;
}

function single(name: string, help: string, value: number): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, `${name} ${value}`];
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
