import type { VNode } from "preact";
import { Figure } from "./figure.ts";
import { price, size, time, usd } from "./format.ts";
import { html } from "./html.ts";
import { useShared } from "./shared.ts";
import type { Moment, MomentPosition } from "./wire.ts";

/** Open positions, a card each; `close`: what closes one, null where nothing does. */
export function PositionsPanel(
  { run, moment, close }: { run: string; moment: Moment; close: ((asset: string) => void) | null },
): VNode {
  const { positions } = moment;
  return html`<section aria-label="positions">
    <h2>Positions</h2>
    ${
    positions.length === 0 &&
    html`<p class="quiet">Flat. An open position would stand here with its stop and target.</p>`
  }
    <div class="cards">${
    positions.map((position) =>
      html`<${Card} key=${position.asset} run=${run} position=${position} close=${close}/>`
    )
  }</div>
  </section>`;
}

function Card(
  { run, position, close }: {
    run: string;
    position: MomentPosition;
    close: ((asset: string) => void) | null;
  },
): VNode {
  const { preferences: { zone } } = useShared();
  const { asset, side, exitPlan, stop } = position;
  const of = (
    [name, label, none = "n/a"]: readonly [keyof MomentPosition, string, string?],
    as: (value: number) => string,
  ) =>
    html`
      <div>
        <dt>${label}</dt>
        <dd>
          <${Figure} run=${run} of=${position[name]} as=${as} name=${`${asset} ${label}`}
            none=${none} isSigned=${name === "unrealizedPnlUsd"}/>
            </dd>
            </div>
    `;
  return html`
    <article class=${`card ${stop === null ? "naked" : ""}`} aria-label=${`${asset} position`}>
      <header>
          <b>${asset}</b>
          <span class=${`chip ${side.value}`}><${Figure} run=${run} of=${side} as=${String} name=${`${asset} side`}/></span>
          <${Figure} run=${run} of=${position.unrealizedPnlUsd} as=${(value: number) =>
            `${usd(value, true)} USD`}
            name=${`${asset} unrealised PnL`} isSigned=${true} none="PnL n/a"/>
          ${close !== null &&
            html`<button type="button" class="small" onClick=${() => close(asset)}>Close</button>`}
        </header>
        <${Ladder} position=${position}/>
        <dl class="figures">
          ${of(["size", "size"], size)} ${of(["leverage", "leverage"], (value) => `${value}×`)}
          ${of(["entryPrice", "entry"], price)} ${of(["mark", "mark"], price)}
          ${of(["stop", "stop", "none"], price)} ${of(["target", "target", "none"], price)}
          ${of(["liquidationPrice", "liquidation", "none near"], price)} ${of(
            ["marginUsedUsd", "margin"],
            usd,
          )}
          ${of(["feesUsd", "fees"], (value) => usd(-value, true))} ${of(
            ["fundingUsd", "funding"],
            (value) => usd(value, true),
          )}
          ${of(["openedAt", "open since"], (value) => time(value, zone))}
        </dl>
        ${exitPlan !== null &&
          html`<p class="plan">Plan: <${Figure} run=${run} of=${exitPlan} as=${String} name=${`${asset} exit plan`}/></p>`}
        ${stop === null && html`<p class="danger">No stop is known to wait for it.</p>`}
      </article>
  `;
}

const WIDTH = 300;
const INSET = 8;

/** Its levels on a line of prices, the lowest left. */
function Ladder({ position }: { position: MomentPosition }): VNode | null {
  const { entryPrice, mark, stop, target, asset } = position;
  const levels = [
    ...[{ name: "stop", at: stop }, { name: "target", at: target }],
    ...[{ name: "entry", at: entryPrice }, { name: "mark", at: mark }],
  ].flatMap(({ name, at }) => at === null ? [] : [{ name, value: at.value }]);
  const values = levels.map(({ value }) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (!(high > low)) return null;
  const x = (value: number): number => INSET + (value - low) / (high - low) * (WIDTH - 2 * INSET);
  const said = [...levels].sort((a, b) => a.value - b.value).map(({ name, value }) =>
    `${name} ${price(value)}`
  );
  return html`<svg class="ladder" viewBox="0 0 ${WIDTH} 26" role="img" aria-label=${`${asset}: ${
    said.join(", ")
  }`}>
    <line x1=${INSET} x2=${WIDTH - INSET} y1="17" y2="17" class="axis"/>
    ${
    levels.map(({ name, value }) =>
      html`<g class=${`level ${name}`}>
      ${
        name === "mark"
          ? html`
            <circle cx=${x(value)} cy="17" r="4" />
          `
          : html`
            <line x1=${x(value)} x2=${x(value)} y1="11" y2="23" />
          `
      }
      ${name !== "mark" && html`<text x=${x(value)} y="9" text-anchor=${anchorOf(x(value))}>${name}</text>`}
    </g>`
    )
  }
  </svg>`;
}

function anchorOf(x: number): string {
  return x < WIDTH * 0.15 ? "start" : x > WIDTH * 0.85 ? "end" : "middle";
}
