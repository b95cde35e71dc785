/**
 * Recorded answers of models on disk: a shared folder, a folder beside a run, and packed files.
 * @module
 */
export { packArchive } from "./cassette_archive.ts";
export { CassetteError } from "./cassette_error.ts";
export { type CassetteFile, CassetteFolder } from "./cassette_folder.ts";
export { type CassetteReport, exportCassettes, importCassettes, pruneCassettes } from "./manage_cassettes.ts";
export { type CassettePlaces, openCassettes, openRecordedCassettes } from "./open_cassettes.ts";
