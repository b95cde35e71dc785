/**
 * A worker that starts processes one after another, and says when it is done. While one is being started it has every
 * file of this process, locks included.
 * @module
 */
for (let count = 0; count < 150; count++) {
  await new Deno.Command("true", { stdout: "null", stderr: "null" }).output();
}
(self as unknown as { postMessage(word: string): void }).postMessage("done");
