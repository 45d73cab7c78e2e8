package io.swiveljdbc.mysql;

import io.swiveljdbc.sql.RawWords;
import io.swiveljdbc.sql.SqlStatement;
import io.swiveljdbc.sql.SqlTokens;
import io.swiveljdbc.sql.SqlTokens.Kind;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements that commit the open transaction, or may do so, though they are there for
 * something else.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/9.7/en/implicit-commit.html">Statements that cause
 *     an implicit commit</a>
 */
final class ImplicitCommits {

  /** CALL and EXECUTE run what their texts do not show. */
  private static final Set<String> VERBS =
      Set.of(
          "ALTER",
          "ANALYZE",
          "CALL",
          "CHANGE",
          "CHECK",
          "CLONE",
          "CREATE",
          "DROP",
          "EXECUTE",
          "FLUSH",
          "GRANT",
          "IMPORT",
          "INSTALL",
          "LOCK",
          "OPTIMIZE",
          "RENAME",
          "REPAIR",
          "RESET",
          "RESTART",
          "REVOKE",
          "SHUTDOWN",
          "STOP",
          "TRUNCATE",
          "UNINSTALL",
          "UNLOCK");

  private static final List<List<String>> LONGER =
      List.of(
          List.of("CACHE", "INDEX"),
          List.of("LOAD", "INDEX"),
          List.of("SET", "PASSWORD"),
          List.of("SET", "DEFAULT", "ROLE"),
          List.of("START", "REPLICA"),
          List.of("START", "SLAVE"),
          List.of("START", "GROUP_REPLICATION"),
          List.of("XA", "COMMIT"),
          List.of("XA", "PREPARE"));

  /** What begins a statement that commits nothing beside, behind SET STATEMENT … FOR. */
  private static final Set<String> HARMLESS =
      Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "VALUES");

  /** Words that need no other to be one, or a COMMIT. */
  private static final Set<String> ALONE =
      Stream.concat(VERBS.stream(), Stream.of("COMMIT", "BEGIN", "START", "XA", "AUTOCOMMIT"))
          .collect(Collectors.toUnmodifiableSet());

  private static final Set<String> WORDS =
      Stream.concat(ALONE.stream(), LONGER.stream().flatMap(List::stream))
          .collect(Collectors.toUnmodifiableSet());

  /** Whichever way its quotes are read, only a semicolon ends a statement. */
  private static final Pattern ONE_THAT_COMMITS_NOTHING =
      Pattern.compile(
          "\\s*(?:SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH|VALUES|TABLE)\\b[^;]*[;\\s]*",
          Pattern.CASE_INSENSITIVE);

  private ImplicitCommits() {}

  /** Whether there may be one, or a COMMIT, in a text that is not understood. */
  static boolean mayBeIn(String text) {
    if (ONE_THAT_COMMITS_NOTHING.matcher(text).matches()) {
      return false;
    }
    Set<String> found = RawWords.in(text, WORDS);
    return found.stream().anyMatch(ALONE::contains) || LONGER.stream().anyMatch(found::containsAll);
  }

  static boolean isOne(SqlStatement statement) {
    List<String> words = statement.words();
    if (words.isEmpty()) {
      return false;
    }
    String verb = words.get(0);
    return VERBS.contains(verb)
        ? !isOfTemporaryTable(statement, words)
        : verb.equals("SET")
            ? isListed(statement)
                || mayBeOneForOne(statement)
                || mayEndManualCommit(statement.tokens())
            : isListed(statement);
  }

  /** CREATE and DROP TEMPORARY TABLE commit nothing, but for the option START TRANSACTION. */
  private static boolean isOfTemporaryTable(SqlStatement statement, List<String> words) {
    return words.size() > 1
        && words.get(1).equals("TEMPORARY")
        && (words.get(0).equals("DROP")
            || (words.get(0).equals("CREATE") && !hasWord(statement.tokens(), "START")));
  }

  private static boolean hasWord(SqlTokens tokens, String keyword) {
    while (tokens.next()) {
      if (tokens.is(keyword)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isListed(SqlStatement statement) {
    return LONGER.stream().anyMatch(words -> statement.startsWith(words.toArray(String[]::new)));
  }

  /** MariaDB's SET STATEMENT variable = value FOR another. */
  private static boolean mayBeOneForOne(SqlStatement statement) {
    if (!statement.startsWith("SET", "STATEMENT")) {
      return false;
    }
    SqlTokens tokens = statement.tokens();
    while (tokens.next()) {
      if (tokens.is("FOR")) {
        return !tokens.next() || HARMLESS.stream().noneMatch(tokens::is);
      }
    }
    return true;
  }

  /** To set {@code autocommit} to 1 where it was 0 commits; the new value may be an expression. */
  private static boolean mayEndManualCommit(SqlTokens tokens) {
    while (tokens.next()) {
      // In double quotes it may be a name, by a setting of the session.
      boolean value = tokens.kind() == Kind.STRING && tokens.text().charAt(0) != '"';
      if (!value && "autocommit".equalsIgnoreCase(tokens.value())) {
        return true;
      }
    }
    return false;
  }
}
