/**
 * Makes the script of the dashboard's pages out of its sources: `deno task client`. With `--check` nothing is written, and it
 * is told whether the committed one is what the sources make.
 * @module
 */

const ROOT = new URL("../../", import.meta.url);
const ROOM = new URL("adapters/dashboard/", ROOT);
const BUNDLE = new URL("static/client.js", ROOM);
const EXIT_STALE = 1;

/** Bundles the sources; the same sources and the same locked libraries make the same bytes. */
async function bundled(): Promise<Uint8Array<ArrayBuffer>> {
  const folder = await Deno.makeTempDir({ prefix: "reprise-client-" });
  try {
    const made = `${folder}/client.js`;
    const client = new URL("client/", ROOM);
    const config = ["--config", new URL("deno.json", client).pathname];
    const args = ["bundle", "--quiet", ...config, "--platform", "browser", "--minify", "--output", made];
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [...args, new URL("main.ts", client).pathname],
      // The names of the sources are in nothing that is made, so it does not matter where they lie.
      cwd: ROOT.pathname,
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    return await Deno.readFile(made);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const made = await bundled();
if (Deno.args.includes("--check")) {
  const committed = await Deno.readFile(BUNDLE).catch(() => new Uint8Array());
  if (made.toHex() !== committed.toHex()) {
    console.error("adapters/dashboard/static/client.js is not what its sources make; type: deno task client");
    Deno.exit(EXIT_STALE);
  }
  console.log("adapters/dashboard/static/client.js is what its sources make");
} else {
  await Deno.writeFile(BUNDLE, made);
  console.log(`adapters/dashboard/static/client.js: ${(made.length / 1000).toFixed(0)} kB`);
}
