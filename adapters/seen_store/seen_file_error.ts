/** What a run saw cannot be kept or read; the message names the file. */
export class SeenFileError extends Error {
  override readonly name = "SeenFileError";
}
