/**
 * Holds the public faces against `deno doc --lint`: every exported function, class, type and method has a doc
 * comment and a type. Left aside is what only repeats itself: properties whose name and type say it all,
 * constructors that take over their parameters, and references to types of libraries.
 * @module
 */

/** One thing that `deno doc --lint` found. */
export interface Finding {
  readonly rule: string;
  readonly place: string;
  readonly line: string;
}

const FINDING = /error\[(?<rule>[a-z-]+)\]: .*\n\s+--> (?<place>\S+)\n.*\n\s*\d+ \| (?<line>.*)\n/g;
const PROPERTY = /^\s*(?:override )?(?:readonly )?\[?\w+\]?\??(?:: | = )/;
const CONSTRUCTOR = /^\s*constructor\(/;

/** The findings of an output that are to be mended. */
export function findings(output: string): Finding[] {
  const found: Finding[] = [];
  for (const { groups } of output.matchAll(FINDING)) {
    const { rule, place, line } = groups!;
    if (rule === "private-type-ref") continue;
    if (rule === "missing-jsdoc" && (PROPERTY.test(line) || CONSTRUCTOR.test(line))) continue;
    found.push({ rule, place, line: line.trim() });
  }
  return found;
}

async function lint(face: string): Promise<Finding[]> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["doc", "--lint", face],
    env: { NO_COLOR: "1" },
  });
  const { code, stdout, stderr } = await command.output();
  const output = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  if (code !== 0 && !output.includes("error[")) throw new Error(`deno doc --lint ${face} failed: ${output}`);
  return findings(output);
}

if (import.meta.main) {
  const found = (await Promise.all(Deno.args.map(lint))).flat();
  for (const { rule, place, line } of found) console.error(`${place}: ${rule}: ${line}`);
  console.log(`doc lint: ${Deno.args.length} faces, ${found.length} to mend`);
  Deno.exit(found.length === 0 ? 0 : 1);
}
