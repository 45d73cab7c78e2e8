package io.swiveljdbc.sql;

/** What one statement does to the transaction. */
public enum TransactionCommand {
  /** Nothing: queries, changes, savepoints and their release. */
  NONE(TransactionEnd.NONE, false),
  /** Begins one; where one is open, it does nothing. */
  BEGIN(TransactionEnd.NONE, false),
  /** Begins one; where one is open, it commits that. */
  BEGIN_ANEW(TransactionEnd.NONE, true),
  /** Ends it; the session has none afterwards. A failed one is rolled back. */
  COMMIT(TransactionEnd.COMMIT, true),
  COMMIT_AND_CHAIN(TransactionEnd.COMMIT, true),
  ROLLBACK(TransactionEnd.ROLLBACK, false),
  ROLLBACK_AND_CHAIN(TransactionEnd.ROLLBACK, false),
  ROLLBACK_TO(TransactionEnd.NONE, false),
  /**
   * Makes work last beside what it is there for: the transaction that is open, or one that another
   * session has left to be committed.
   */
  COMMITS_BESIDE(TransactionEnd.NONE, true),
  /** Runs what its text does not show: that may do work, commit it and begin anew. */
  COMMITS_UNSEEN(TransactionEnd.NONE, true),
  /** Begins like the end of a transaction and goes on in no known way. */
  UNKNOWN(TransactionEnd.UNKNOWN, true);

  private final TransactionEnd end;
  private final boolean commits;

  TransactionCommand(TransactionEnd end, boolean commits) {
    this.end = end;
    this.commits = commits;
  }

  /** How it ends the transaction it runs in, as its caller sees it. */
  TransactionEnd end() {
    return end;
  }

  /** Whether it begins a transaction. */
  boolean begins() {
    return this == BEGIN || this == BEGIN_ANEW;
  }

  /** Whether it ends one transaction and begins the next. */
  boolean chains() {
    return this == COMMIT_AND_CHAIN || this == ROLLBACK_AND_CHAIN;
  }

  /** Whether it may commit without being told to. */
  boolean commitsBeside() {
    return this == COMMITS_BESIDE || this == COMMITS_UNSEEN || this == BEGIN_ANEW;
  }

  /**
   * Whether it makes work last; what it leaves to be committed later does not count. Behind a
   * ROLLBACK in the same text there is nothing to commit, but what runs outside a transaction
   * commits by itself.
   */
  boolean commitsAfter(TransactionCommand previous) {
    return previous == ROLLBACK ? !begins() && this != ROLLBACK : commits;
  }
}
