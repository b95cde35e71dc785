/** `deno task demo`: shows a living run to whoever has no key and no account, until Ctrl-C. */
import { startDemo } from "./demo.ts";

const SPEED = 4800;
const HELP = `Usage: deno task demo

Starts a venue on the shipped market, a live run on it that a scripted model decides, and the dashboard
of both, on free ports of this machine. No key, no network; Ctrl-C ends all of it and leaves nothing
behind. It takes no flags.`;
if (Deno.args.length > 0) {
  const isHelp = Deno.args.length === 1 && ["--help", "-h"].includes(Deno.args[0]);
  if (isHelp) console.log(HELP);
  else console.error(`demo: "${Deno.args.join(" ")}" belongs to no flag; it takes none`);
  Deno.exit(isHelp ? 0 : 2);
}
const began = performance.now();
const interrupted = Promise.withResolvers<null>();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  if (Deno.build.os === "windows" && signal === "SIGTERM") continue;
  Deno.addSignalListener(signal, () => interrupted.resolve(null));
}
console.log("Starting a venue on the shipped market, a live run on it, and its dashboard …");
const starting = startDemo({ speed: SPEED, port: 0 });
const demo = await Promise.race([starting, interrupted.promise]);
if (demo === null) {
  await (await starting).stop();
  Deno.exit(130);
}
console.log(`
  ${demo.url}

  token   ${demo.token}
  Type it where a command asks for it: pause, close, stop.

Up after ${
  ((performance.now() - began) / 1000).toFixed(1)
} s. A script decides, not a model; the market is synthetic; no order reaches
anybody. A candle of four hours takes three seconds. Ctrl-C ends all of it and leaves nothing behind.`);
const failure = await Promise.race([demo.failed, interrupted.promise]);
await demo.stop();
if (failure !== null) {
  console.error(`The demo ended by itself:\n${failure}`);
  Deno.exit(1);
}
