/** What is read here of the report that Stryker keeps from run to run. */
export interface MutationReport {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

/**
 * The report with the mutants alone that the tests noticed for certain: Stryker tries again what it does not know. One
 * that ran out of time may have met a busy machine.
 */
export function onlyKilled(report: MutationReport): MutationReport {
  const files = Object.entries(report.files).map(([name, file]) => {
    const mutants = file.mutants.filter(({ status }) => status === "Killed");
    return [name, { ...file, mutants }] as const;
  });
  return { ...report, files: Object.fromEntries(files) };
}
