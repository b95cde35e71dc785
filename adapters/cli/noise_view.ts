import { formatCount, formatNumber, formatShare, formatUsd, wrap } from "./format.ts";

/** How far several answers to the same questions agree. */
export interface Agreement {
  readonly points: number;
  readonly samples: number;
  readonly allEqual: number;
  readonly interval: { readonly low: number; readonly high: number };
  readonly modal: number;
  readonly fleissKappa: number | null;
}

/** What asking again came to. */
export interface MeasuredNoise {
  readonly texts: Agreement | null;
  readonly answers: Agreement | null;
  readonly actions: Agreement | null;
  readonly failed: number;
  readonly costUsd: number | null;
  readonly interrupted: boolean;
}

/** A run whose questions were asked again. */
export interface NoiseView extends MeasuredNoise {
  readonly runId: string;
  /** The agent, and the model where it asked one. */
  readonly name: string;
  readonly isRule: boolean;
}

const WIDTH = 100;

/** How far answers agree, as text. */
export function renderNoise(view: NoiseView): string {
  const { runId, name, isRule, texts, answers, actions, failed, costUsd } = view;
  const asked = answers ?? actions;
  if (asked === null) return `run ${runId} · ${name}\n\n  It has no decision to ask for again.`;
  const { points, samples } = asked;
  const what = isRule ? "a rule, played again" : "asked again as other samples";
  const lines = [
    row(`TARr@${samples}`, texts, "questions with the same text each time"),
    row(`TARa@${samples}`, answers, "questions with the same decisions each time"),
    actions === null
      ? ""
      : `  agreement   ${formatShare(actions.modal)} of ${
        formatCount(actions.points, "decision")
      } are the most frequent one`,
    actions === null ? "" : `  Fleiss' κ   ${kappaText(actions.fleissKappa)}`,
  ].filter((line) => line !== "");
  const remarks = [
    ...(view.interrupted ? ["Interrupted: the figures are of the questions that were asked in full."] : []),
    ...(failed === 0
      ? []
      : [`${formatCount(failed, "sample")} failed, and count as an answer of their own kind.`]),
    ...(isRule ? [] : [
      costUsd === null ? "What the samples cost is not known." : `The samples cost ${formatUsd(costUsd)}.`,
    ]),
    verdict(answers, isRule),
  ];
  return [
    `run ${runId} · ${name} · ${
      formatCount(points, isRule ? "decision time" : "question")
    }, ${samples} answers each (${what})`,
    "",
    ...lines,
    "",
    ...remarks.flatMap((text) => wrap(text, WIDTH - 2)).map((line) => `  ${line}`),
  ].join("\n");
}

function row(label: string, agreement: Agreement | null, what: string): string {
  if (agreement === null) return "";
  const { allEqual, interval: { low, high } } = agreement;
  return `  ${label.padEnd(10)}  ${formatShare(allEqual)} of ${what} (95 %: ${formatShare(low)} to ${
    formatShare(high)
  })`;
}

function kappaText(kappa: number | null): string {
  return kappa === null
    ? "n/a: every answer there is is the same, so chance agrees as well"
    : `${formatNumber(kappa)}, where 1 is full agreement and 0 that of chance`;
}

function verdict(answers: Agreement | null, isRule: boolean): string {
  if (answers === null) return "";
  if (answers.allEqual === 1) {
    return isRule
      ? "It decides the same each time: none of its result is noise."
      : "It decided the same each time it was asked.";
  }
  return `In ${
    formatShare(1 - answers.allEqual)
  } of the questions it decided otherwise at least once: one run of it is one draw of many.`;
}
