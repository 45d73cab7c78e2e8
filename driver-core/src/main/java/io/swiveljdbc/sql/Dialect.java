package io.swiveljdbc.sql;

import java.util.List;

/** How the SQL texts of one database family are read. */
public interface Dialect {

  /**
   * The lexical rules, and others that a setting of the session may put in their place. They differ
   * in nothing but what a backslash does. A text that more than one of them can read, and not in
   * the same way, is not understood.
   */
  List<Lexicon> lexicons();

  /** What a statement does to the transaction. */
  TransactionCommand command(SqlStatement statement);

  /**
   * Whether a statement that stops at a semicolon may go on behind it, since it defines a routine:
   * where that ends only a parser can tell.
   */
  boolean mayHoldStatements(SqlStatement statement);

  /**
   * Whether a text that is not understood may commit work in its middle, and go on in a transaction
   * behind that, as far as its {@link RawWords} tell.
   */
  default boolean mayCommitUnseen(String text) {
    return true;
  }

  /**
   * Whether a transaction that began READ ONLY may be able to write after a statement which neither
   * begins nor ends one: by SET, for instance.
   */
  boolean mayLiftReadOnly(SqlStatement statement);

  /**
   * Whether a statement asks what the one before it, whichever that was, has left in its session.
   */
  default boolean asksOfTheOneBefore(SqlStatement statement) {
    return false;
  }

  /**
   * Whether a statement that is executed in auto-commit may be a transaction for the server: one
   * for which it uses up what was set for the next.
   */
  default boolean mayBeTransaction(SqlStatement statement) {
    return true;
  }

  /**
   * How a text may have a transaction write that is read-only because its session is; nothing needs
   * to be said of what readers refuse by themselves.
   */
  default Unsealing unsealing(SqlText text) {
    return Unsealing.NONE;
  }
}
