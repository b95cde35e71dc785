import { Markup, markup } from "./markup.ts";

/** Nothing is fetched, nothing runs: the page is all there is. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** Colours once for both themes; gain and loss differ in lightness too, for eyes that do not tell red from green. */
const STYLE = `
:root { --back: #fff; --text: #1c1e21; --faint: #5f666d; --line: #d8dce0; --soft: #f3f5f7; --accent: #1f5fbf;
  --gain: #0a5ea8; --loss: #b4500a; --warning: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --back: #15181b; --text: #e6e8ea; --faint: #9aa2aa; --line: #343a40;
  --soft: #1d2125; --accent: #7db0ff; --gain: #6db8ff; --loss: #ffa45c; --warning: #e6b450; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1160px; padding: 24px 20px 64px; background: var(--back); color: var(--text);
  font: 14px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 28px; font-weight: 600; line-height: 1.2; margin: 0 0 4px; }
h2 { font-size: 18px; font-weight: 600; margin: 32px 0 8px; }
p { margin: 4px 0; max-width: 80ch; }
.faint, small { color: var(--faint); font-size: 12px; }
.verdict { font-size: 18px; font-weight: 600; margin: 24px 0; }
.warning { color: var(--warning); }
.gain { color: var(--gain); } .loss { color: var(--loss); } .danger { color: #c62828; font-weight: 600; }
table { border-collapse: collapse; margin: 8px 0; }
th, td { padding: 3px 12px 3px 0; text-align: right; vertical-align: top; white-space: nowrap; }
th { font-weight: 600; color: var(--faint); font-size: 12px; }
th:last-child { text-align: left; }
tr { border-bottom: 1px solid var(--line); }
td:first-child, th:first-child { text-align: left; padding-right: 24px; white-space: pre; }
td.note, td.words { text-align: left; white-space: normal; color: var(--faint); min-width: 24ch; }
td.words { color: var(--text); min-width: 40ch; }
.wide { overflow-x: auto; }
svg { display: block; width: 100%; height: auto; margin: 8px 0; font: 12px system-ui, sans-serif; }
svg text { fill: var(--faint); } svg .axis { stroke: var(--line); stroke-width: 1; }
svg .line { fill: none; stroke: var(--accent); stroke-width: 1.5; }
svg .line1 { stroke: var(--faint); } svg .line2 { stroke: var(--loss); } svg .line3 { stroke: var(--text); }
svg .dash1 { stroke-dasharray: 8 3; } svg .dash2 { stroke-dasharray: 2 3; } svg .dash3 { stroke-dasharray: 9 3 2 3; }
.legend { columns: 200px; list-style: none; padding: 0; margin: 8px 0; } .legend li { break-inside: avoid; }
.legend svg { display: inline-block; width: 36px; height: 10px; margin: 0 8px 0 0; }
svg .label { fill: var(--text); } svg .fall { fill: var(--loss); opacity: .35; }
svg .wick { stroke: var(--faint); stroke-width: .7; } svg .up { fill: var(--faint); } svg .down { fill: var(--text); }
svg .entry { fill: var(--accent); } svg .exit { fill: none; stroke: var(--accent); stroke-width: 1.6; }
svg .entry.lost, svg .held.lost { fill: var(--loss); stroke: var(--loss); } svg .exit.lost { stroke: var(--loss); }
svg .entry.won { fill: var(--gain); } svg .exit.won, svg .held.won { stroke: var(--gain); }
svg .held { stroke-width: 1; opacity: .6; }
a { color: var(--accent); text-decoration: none; } a:hover, a:focus { text-decoration: underline; }
details summary { cursor: pointer; } pre { white-space: pre-wrap; font: inherit; margin: 4px 0; max-width: 80ch; }
:target { background: var(--soft); outline: 1px solid var(--accent); }
@media print { body { max-width: none; padding: 0; } details > * { display: block; } tr, svg { break-inside: avoid; } }
`;

/** A page of its own: no script, no link to anywhere, all styles inside. */
export function pageShell(title: string, body: Markup): string {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
${body}
</body>
</html>
`.text;
}
