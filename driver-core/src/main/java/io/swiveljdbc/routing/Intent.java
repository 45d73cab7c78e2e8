package io.swiveljdbc.routing;

/** What the next transaction needs. */
public enum Intent {
  /** The writer. */
  READ_WRITE,
  /** A reader, or what the application allows in its place. */
  READ_ONLY
}
