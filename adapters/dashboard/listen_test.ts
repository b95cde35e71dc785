import { match, ok, rejects, strictEqual, throws } from "node:assert/strict";
import { listen } from "./listen.ts";

const HERE = { host: "127.0.0.1", port: 0 };

Deno.test("it answers until it is stopped, and a stream that never ends does not hold it up", async () => {
  const endless = () =>
    new Response(
      new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new Uint8Array(1)) }),
    );
  const { address, stop } = listen(
    HERE,
    (request) => request.url.endsWith("/stream") ? endless() : new Response("ok"),
  );
  strictEqual(await (await fetch(`http://${address}/`)).text(), "ok");
  const reader = (await fetch(`http://${address}/stream`)).body!.getReader();
  await reader.read();
  const began = performance.now();
  const [ended] = await Promise.allSettled([reader.read(), stop()]);
  ok(performance.now() - began < 3000);
  ok(ended.status === "rejected" || ended.value.done, "the stream is cut off");
  await rejects(fetch(`http://${address}/`));
});

Deno.test("stopped with nothing under way it ends at once", async () => {
  const { stop } = listen(HERE, () => new Response("ok"));
  await stop();
});

Deno.test("a port that is taken is named, with what to type", async () => {
  const { address, stop } = listen(HERE, () => new Response("ok"));
  const port = Number(address.split(":")[1]);
  throws(
    () => listen({ host: "127.0.0.1", port }, () => new Response()),
    /port is in use; wanted .*--port 0/,
  );
  await stop();
  throws(() => listen({ host: "10.255.255.1", port: 0 }, () => new Response()), (error: Error) => {
    match(error.message, /no such address/);
    return true;
  });
});
