package io.swiveljdbc.mysql;

import io.swiveljdbc.sql.SqlStatement;
import io.swiveljdbc.sql.SqlText;
import io.swiveljdbc.sql.SqlTokens;
import io.swiveljdbc.sql.Unsealing;
import java.util.List;

/**
 * What lets a transaction write that {@code SET SESSION TRANSACTION READ ONLY} has made read-only.
 * A server that is read-only takes no write all the same, but replicas are often left writable.
 */
final class Unseals {

  private Unseals() {}

  static Unsealing how(SqlText text) {
    if (!text.isUnderstood()) {
      return Unsealing.HIDDEN;
    }
    List<SqlStatement> statements = text.statements();
    Unsealing worst = Unsealing.NONE;
    for (SqlStatement statement : statements) {
      Unsealing one = how(statement);
      if (one == Unsealing.LATER && statements.size() > 1) {
        return Unsealing.NOW;
      }
      worst = one.compareTo(worst) > 0 ? one : worst;
    }
    return worst;
  }

  private static Unsealing how(SqlStatement statement) {
    if (statement.startsWith("SET", "STATEMENT")
        || statement.startsWith("CALL")
        || statement.startsWith("EXECUTE")) {
      return Unsealing.HIDDEN;
    }
    if (statement.startsWith("START", "TRANSACTION")
        || statement.startsWith("SET", "TRANSACTION")) {
      return hasWord(statement.tokens(), "WRITE") ? Unsealing.NOW : Unsealing.NONE;
    }
    return statement.startsWith("SET") ? SetCommand.unsealing(statement.tokens()) : Unsealing.NONE;
  }

  private static boolean hasWord(SqlTokens tokens, String keyword) {
    while (tokens.next()) {
      if (tokens.is(keyword)) {
        return true;
      }
    }
    return false;
  }
}
