/**
 * Pages as files.
 * @module
 */
export { PageError, refuseExisting, writePage } from "./write_page.ts";
