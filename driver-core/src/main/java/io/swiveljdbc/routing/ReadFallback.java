package io.swiveljdbc.routing;

/** What a read-only transaction does when no reader is fit. */
public enum ReadFallback {
  /** It runs on the writer. */
  WRITER,
  /** It waits for a reader and fails when none comes. */
  FAIL
}
