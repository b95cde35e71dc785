import type { VNode } from "preact";
import { FanChart } from "./fan_chart.ts";
import { ratio } from "./format.ts";
import { html } from "./html.ts";
import type { ToldFamily } from "./wire.ts";

/** So many strengths of a colour tell how far a cell is from zero. */
const STRENGTHS = 5;
const BARS = { width: 480, height: 160, foot: 18 };
const PLOT = { side: 340, edge: 30 };

/** What is drawn of a sweep, as `compare --html` draws it: map, distribution, fan, train against test. */
export function FamilyFigures({ told: { map, bins, fan, walked } }: { told: ToldFamily }): VNode {
  return html`
    <div>
      ${map !== null && html`<${HeatTable} map=${map}/>`}
      ${fan !== null && html`
        <section>
          <h2>Equity of all runs</h2>
          <p
            class="quiet">Return since the first cycle, in per cent. Half of the runs end between the lines of 25 and 75 %, nine of
            ten between those of 5 and 95 %.</p>
          <${FanChart} fan=${fan}/>
            </section>
      `}
      ${bins.length > 0 && html`<${Distribution} bins=${bins}/>`}
      ${walked.length > 0 && html`<${TrainTest} walked=${walked}/>`}
    </div>
  `;
}

function HeatTable({ map }: { map: NonNullable<ToldFamily["map"]> }): VNode {
  const { across, down, columns, rows, cells } = map;
  const strongest = Math.max(...cells.flat().map((one) => Math.abs(one?.mean ?? 0))) || 1;
  const toneOf = (mean: number): string =>
    `${mean < 0 ? "cold" : "warm"}${Math.ceil(Math.abs(mean) / strongest * STRENGTHS)}`;
  const beside = down === "" ? "" : ` and, down, ${down}`;
  return html`
    <section>
      <h2>Mean Sharpe ratio over the settings</h2>
      <p
        class="quiet">Across ${across}${beside}; in each cell the mean of all runs with these two. A lone peak among weak neighbours is
        luck more often than not.</p>
      <div class="scroll" tabindex="0" role="region" aria-label="mean Sharpe ratio over the settings">
        <table class="heat">
          <thead>
            <tr><td></td>${columns.map((value) => html`<th scope="col">${value}</th>`)}</tr>
          </thead>
          <tbody>${rows.map((value, row) =>
            html`<tr key=${value}>${value === "" ? html`<td></td>` : html`<th scope="row">${value}</th>`}${
              cells[row].map((one) =>
                one === null
                  ? html`<td></td>`
                  : html`<td class=${toneOf(one.mean)} title=${`${one.runs} runs`}>${ratio(one.mean)}</td>`
              )
            }</tr>`
          )}</tbody>
        </table>
      </div>
    </section>
  `;
}

function Distribution({ bins }: { bins: ToldFamily["bins"] }): VNode {
  const { width, height, foot } = BARS;
  const [low, high] = [bins[0].from, bins.at(-1)!.until];
  const most = Math.max(...bins.map(({ count }) => count));
  const all = bins.reduce((sum, { count }) => sum + count, 0);
  const each = width / bins.length;
  const zero = low < 0 && high > 0 ? -low / (high - low) * width : null;
  return html`
    <section>
      <h2>Sharpe ratios of all runs</h2>
      <p
        class="quiet">${all} runs from ${ratio(low)} to ${ratio(
          high,
        )}; the best stands at the right end, where the best of so many tries
        always stands.</p>
      <svg class="bars" viewBox=${`0 0 ${width} ${height + foot}`} role="img"
        aria-label=${`distribution of ${all} Sharpe ratios from ${ratio(low)} to ${ratio(high)}`}>
        ${bins.map(({ from, until, count }, at) => {
          const tall = count / most * height;
          return html`
            <rect class=${from < 0 ? "loss" : "gain"} x=${at * each + 0.5} y=${height -
              tall} width=${each - 1} height=${tall}>
              <title>${count} from ${ratio(from)} to ${ratio(until)}</title>
            </rect>
          `;
        })}
        ${zero !== null && html`<line x1=${zero} x2=${zero} y1="0" y2=${height}/>`}
        <text x="0" y=${height + 14}>${ratio(low)}</text>
        ${zero !== null && zero > 40 && zero < width - 40 &&
          html`<text x=${zero} y=${height + 14} text-anchor="middle">0</text>`}
        <text x=${width} y=${height + 14} text-anchor="end">${ratio(high)}</text>
      </svg>
    </section>
  `;
}

function TrainTest({ walked }: { walked: ToldFamily["walked"] }): VNode {
  const { side, edge } = PLOT;
  const reach = Math.max(1, ...walked.flatMap(({ train, test }) => [Math.abs(train), Math.abs(test)])) * 1.1;
  const place = (value: number): number => edge + (value + reach) / (2 * reach) * (side - 2 * edge);
  const kept = walked.filter(({ test }) => test > 0).length;
  return html`
    <section>
      <h2>Train against test</h2>
      <p>Of what was chosen in ${walked
        .length} windows, ${kept} had a Sharpe ratio above zero on the test.</p>
      <p
        class="quiet">Each point a window: across, the Sharpe ratio of the chosen on its train; up, on its test. Skill would lie on a
        line that rises.</p>
      <svg class="plot" viewBox=${`0 0 ${side} ${side}`} role="img"
        aria-label=${walked.map(({ window, train, test }) =>
          `window ${window + 1}: ${ratio(train)} on train, ${ratio(test)} on test`
        ).join("; ")}>
        <line x1=${edge} x2=${side - edge} y1=${side / 2} y2=${side / 2}/>
          <line y1=${edge} y2=${side - edge} x1=${side / 2} x2=${side / 2}/>
        <text x=${side - edge} y=${side / 2 + 14} text-anchor="end">train ${ratio(reach)}</text>
        <text x=${side / 2 + 6} y=${edge - 4}>test ${ratio(reach)}</text>
        ${walked.map(({ window, train, test }) =>
          html`
            <circle class=${test < 0 ? "loss" : "gain"} r="5" cx=${place(train)} cy=${side - place(test)}>
              <title>window ${window + 1}: ${ratio(train)} on train, ${ratio(test)} on test</title>
            </circle>
          `
        )}
      </svg>
    </section>
  `;
}
