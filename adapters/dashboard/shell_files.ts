import { DashboardError, reasonOf } from "./dashboard_error.ts";

/** A file of the pages, ready to be sent. */
export interface ShellFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

const FOLDER = new URL("./static/", import.meta.url);
const TYPES: Readonly<Record<string, string>> = {
  "index.html": "text/html; charset=utf-8",
  "style.css": "text/css; charset=utf-8",
  "client.js": "text/javascript; charset=utf-8",
  "icon.svg": "image/svg+xml",
};

/** The shell of the pages by its names: page, style, script and icon. Nothing of a run is in it. */
export function shellFiles(): ReadonlyMap<string, ShellFile> {
  return new Map(Object.entries(TYPES).map(([name, type]) => [name, { bytes: read(name), type }]));
}

function read(name: string): Uint8Array<ArrayBuffer> {
  try {
    return Deno.readFileSync(new URL(name, FOLDER));
  } catch (error) {
    throw new DashboardError(`cannot read the page's file ${name}: ${reasonOf(error)}`, { cause: error });
  }
}
