package io.swiveljdbc.sql;

/** How a text that runs in a transaction ends it. */
public enum TransactionEnd {
  /** It does not. */
  NONE,
  /** By COMMIT, END or PREPARE TRANSACTION; all of them roll back a failed one. */
  COMMIT,
  /** By ROLLBACK or ABORT. */
  ROLLBACK,
  /** The text is not understood. */
  UNKNOWN
}
