/** Resident memory of a process and its children, MB; 0 where the system does not tell, which Linux alone does. */
export function residentMb(pid: number): number {
  if (Deno.build.os !== "linux") return 0;
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  const own = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  const children = Deno.readTextFileSync(`/proc/${pid}/task/${pid}/children`).split(" ").filter((child) =>
    child !== ""
  );
  return own + children.reduce((sum, child) => sum + residentMb(Number(child)), 0);
}
