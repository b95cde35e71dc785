/** A venue that cannot be served; the message says all a person needs. */
export class VenueError extends Error {
  override readonly name = "VenueError";
  /** Not a fault of the program. */
  readonly expected = true;
}
