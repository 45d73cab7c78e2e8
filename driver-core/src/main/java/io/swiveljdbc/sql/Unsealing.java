package io.swiveljdbc.sql;

/**
 * How a text may have a transaction write although its session is read-only, in the order in which
 * that is worse.
 */
public enum Unsealing {
  /** In no way. */
  NONE,
  /** The session's later transactions may; if nothing else stands in the text, none has begun. */
  LATER,
  /** What it runs the text does not show: that may. */
  HIDDEN,
  /** It says so itself. */
  NOW
}
