package io.swiveljdbc.sql;

/** What one statement does to the transaction. */
enum TransactionCommand {
  /** Nothing: queries, changes, savepoints and their release. */
  NONE(TransactionEnd.NONE, false),
  BEGIN(TransactionEnd.NONE, false),
  COMMIT(TransactionEnd.COMMIT, true),
  COMMIT_AND_CHAIN(TransactionEnd.COMMIT, true),
  ROLLBACK(TransactionEnd.ROLLBACK, false),
  ROLLBACK_AND_CHAIN(TransactionEnd.ROLLBACK, false),
  ROLLBACK_TO(TransactionEnd.NONE, false),
  /**
   * PREPARE TRANSACTION, the first phase of two: the session has no transaction after it, and in a
   * failed one it rolls back, as COMMIT does.
   */
  PREPARE(TransactionEnd.COMMIT, true),
  /** The second phase, which servers refuse inside a transaction. */
  COMMIT_PREPARED(TransactionEnd.NONE, true),
  ROLLBACK_PREPARED(TransactionEnd.NONE, false),
  /** Begins like the end of a transaction and goes on in no known way. */
  UNKNOWN(TransactionEnd.UNKNOWN, true);

  private final TransactionEnd end;
  private final boolean commits;

  TransactionCommand(TransactionEnd end, boolean commits) {
    this.end = end;
    this.commits = commits;
  }

  static TransactionCommand of(SqlStatement statement) {
    if (statement.startsWith("COMMIT", "PREPARED")) {
      return COMMIT_PREPARED;
    }
    if (statement.startsWith("ROLLBACK", "PREPARED")) {
      return ROLLBACK_PREPARED;
    }
    if (statement.startsWith("ROLLBACK") && statement.hasWord(optionsOf(statement), "TO")) {
      return ROLLBACK_TO;
    }
    if (statement.startsWith("COMMIT") || statement.startsWith("END")) {
      return end(statement, COMMIT, COMMIT_AND_CHAIN);
    }
    if (statement.startsWith("ROLLBACK") || statement.startsWith("ABORT")) {
      return end(statement, ROLLBACK, ROLLBACK_AND_CHAIN);
    }
    if (statement.startsWith("BEGIN") || statement.startsWith("START", "TRANSACTION")) {
      return BEGIN;
    }
    return statement.startsWith("PREPARE", "TRANSACTION") ? PREPARE : NONE;
  }

  private static TransactionCommand end(
      SqlStatement statement, TransactionCommand plain, TransactionCommand chained) {
    int options = optionsOf(statement);
    if (statement.endsWith(options) || statement.endsWith(options, "AND", "NO", "CHAIN")) {
      return plain;
    }
    return statement.endsWith(options, "AND", "CHAIN") ? chained : UNKNOWN;
  }

  /** The index of the word behind the verb and its noise word. */
  private static int optionsOf(SqlStatement statement) {
    return statement.hasWord(1, "WORK") || statement.hasWord(1, "TRANSACTION") ? 2 : 1;
  }

  /** How it ends the transaction it runs in. */
  TransactionEnd end() {
    return end;
  }

  /** Whether it makes work last; what it leaves to be committed later does not count. */
  boolean commits() {
    return commits;
  }

  /** Whether it ends one transaction and begins the next. */
  boolean chains() {
    return this == COMMIT_AND_CHAIN || this == ROLLBACK_AND_CHAIN;
  }

  /** Whether the next statement of the same text runs outside a transaction, and so commits. */
  boolean exposes(TransactionCommand next) {
    return this == ROLLBACK && next != BEGIN && next != ROLLBACK;
  }
}
