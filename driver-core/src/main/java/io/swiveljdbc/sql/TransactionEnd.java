package io.swiveljdbc.sql;

/** How a text that runs in a transaction ends it. */
public enum TransactionEnd {
  /** It does not. */
  NONE,
  /** By COMMIT, or what counts as one; a failed transaction is rolled back by it. */
  COMMIT,
  /** By ROLLBACK. */
  ROLLBACK,
  /** The text is not understood. */
  UNKNOWN
}
