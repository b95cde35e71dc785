import { render, type VNode } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ComparePage } from "./compare_page.ts";
import { TokenDialog } from "./controls.ts";
import { ask, Refused } from "./ask.ts";
import { FamiliesPage } from "./families_page.ts";
import { FamilyPage } from "./family_page.ts";
import { HelpDialog } from "./help_dialog.ts";
import { html } from "./html.ts";
import { LinePanel } from "./line_panel.ts";
import { Link, NowPage } from "./now_page.ts";
import { usePreferences } from "./preferences.ts";
import { ReportPage } from "./report_page.ts";
import { type Place, usePlace } from "./router.ts";
import { RunsPage } from "./runs_page.ts";
import { ScrubPage } from "./scrub_page.ts";
import { SharedProvider } from "./shared.ts";

/** The whole page: head, what was asked for, foot, and what lies over it. */
function App(): VNode {
  const [place, go] = usePlace();
  const [preferences, prefer] = usePreferences();
  const [line, setLine] = useState<{ run: string; seq: number } | null>(null);
  const [isHelp, setHelp] = useState(false);
  const [isLocked, setLocked] = useState(false);
  const openLine = useCallback((run: string, seq: number) => setLine({ run, seq }), []);
  useKeys(go, () => setHelp(true));
  useEffect(() => {
    ask("/api/runs").catch((error) => setLocked(error instanceof Refused && error.status === 401));
  }, []);
  const shared = { preferences, openLine, go };
  return html`
    <${SharedProvider} value=${shared}>
      <a class="skip" href="#main">To the page</a>
      <header class="top">
        <nav aria-label="pages">
          <${Link} to="/">Now<//> <${Link} to="/runs">Runs<//> <${Link} to="/families">Families<//>
          </nav>
          <span class="row">
            <button type="button" class="small" onClick=${() =>
              prefer({ zone: preferences.zone === "utc" ? "local" : "utc" })}
              aria-label=${`times in ${
                preferences.zone === "utc" ? "UTC" : "local time"
              }, change`}>${preferences.zone === "utc" ? "UTC" : "local time"}</button>
            <label class="inline"><span class="hidden">theme</span><select onChange=${(event: Event) =>
              prefer({ theme: (event.target as HTMLSelectElement).value as "auto" | "dark" | "light" })}>
              ${["auto", "dark", "light"].map((one) =>
                html`<option value=${one} selected=${one === preferences.theme}>${one}</option>`
              )}</select></label>
            <button type="button" class="small" onClick=${() => setHelp(true)} aria-label="keys">?</button>
          </span>
        </header>
        <main id="main" tabindex="-1">${isLocked
          ? html`<p class="quiet">The token is needed.</p>`
          : html`<${Page} place=${place}/>`}</main>
        <footer>
          <a href="/api">API</a> <a href="/metrics">metrics</a>
          <span>Charts: <a href="https://www.tradingview.com/" rel="noreferrer" target="_blank">TradingView</a> Lightweight Charts™,
            copyright 2026 TradingView, Inc., Apache License 2.0</span>
        </footer>
        ${line !== null && html`<${LinePanel} run=${line.run} seq=${line.seq} close=${() => setLine(null)}/>`}
        ${isHelp && html`<${HelpDialog} close=${() => setHelp(false)}/>`}
        ${isLocked && html`<${TokenDialog} done=${() => location.reload()} leave=${() => undefined}/>`}
      <//>
  `;
}

function Page({ place: { path, search } }: { place: Place }): VNode {
  const runs = (search.get("runs") ?? "").split(",").filter((one) => one !== "");
  const seq = /^\d+$/.test(search.get("seq") ?? "") ? Number(search.get("seq")) : null;
  const id = /^\/runs\/([\w.-]+)$/.exec(path)?.[1];
  if (id !== undefined) return html`<${ReportPage} key=${id} id=${id}/>`;
  if (path === "/runs") {
    return html`
      <${RunsPage} />
    `;
  }
  const family = /^\/families\/([\w.-]+)$/.exec(path)?.[1];
  if (family !== undefined) return html`<${FamilyPage} key=${family} id=${family}/>`;
  if (path === "/families") {
    return html`
      <${FamiliesPage} />
    `;
  }
  if (path === "/scrub") return html`<${ScrubPage} key=${`${runs} ${seq}`} runs=${runs} start=${seq}/>`;
  if (path === "/compare") return html`<${ComparePage} key=${runs.join()} runs=${runs}/>`;
  return html`<${NowPage} asked=${search.get("run")}/>`;
}

/** The keys of every page. */
function useKeys(go: (path: string) => void, help: () => void): void {
  const before = useRef("");
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof Element &&
        event.target.closest("input, select, textarea, dialog") !== null;
      if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      const keys = `${before.current}${event.key}`;
      before.current = event.key === "g" ? "g" : "";
      if (event.key === "?") help();
      if (keys === "gn") go("/");
      if (keys === "gr") go("/runs");
      if (keys === "gf") go("/families");
      if (event.key === "j" || event.key === "k") moveInStream(event.key === "j" ? 1 : -1);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });
}

function moveInStream(by: number): void {
  const told = [...document.querySelectorAll<HTMLElement>(".told")];
  const at = told.findIndex((one) => one.contains(document.activeElement));
  const next = told[at === -1 ? 0 : Math.max(0, Math.min(told.length - 1, at + by))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

render(
  html`
    <${App} />
  `,
  document.getElementById("app")!,
);
