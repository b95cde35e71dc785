/**
 * Tables as CSV files.
 * @module
 */
export { CsvError, type CsvTable, writeTables } from "./write_tables.ts";
