/**
 * What a run saw, in files beside its diary.
 * @module
 */
export { hasSeen, SeenFile, seenIn } from "./seen_file.ts";
export { SeenFileError } from "./seen_file_error.ts";
