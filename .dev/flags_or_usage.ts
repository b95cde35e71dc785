/**
 * The flags of a task for those who work on the program. `--help` prints its usage and ends with 0; a flag that there is not is
 * one line and 2.
 */
export function flagsOrUsage<Flags>(usage: string, parse: () => Flags): Flags {
  if (Deno.args.some((word) => word === "--help" || word === "-h")) {
    console.log(usage);
    Deno.exit(0);
  }
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    console.error(`${error.message.split("\n")[0]}\n${usage}`);
    Deno.exit(2);
  }
}
