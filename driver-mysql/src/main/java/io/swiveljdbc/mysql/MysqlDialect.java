package io.swiveljdbc.mysql;

import io.swiveljdbc.sql.Dialect;
import io.swiveljdbc.sql.Lexicon;
import io.swiveljdbc.sql.Lexicon.Rule;
import io.swiveljdbc.sql.SqlStatement;
import io.swiveljdbc.sql.SqlText;
import io.swiveljdbc.sql.SqlTokens;
import io.swiveljdbc.sql.TransactionCommand;
import io.swiveljdbc.sql.TransactionWords;
import io.swiveljdbc.sql.Unsealing;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How MySQL reads its texts, and its transaction commands. */
final class MysqlDialect implements Dialect {

  static final MysqlDialect INSTANCE = new MysqlDialect();

  private static final Lexicon COMMON =
      Lexicon.of(
          Rule.EXECUTABLE_COMMENTS,
          Rule.HASH_COMMENTS,
          Rule.SPACED_DASHES,
          Rule.LINE_FEEDS_END_LINES,
          Rule.BACKTICKS,
          Rule.DOLLARS_IN_DOUBT);

  /** Those of the default {@code sql_mode}, with NO_BACKSLASH_ESCAPES, and with ANSI_QUOTES. */
  private static final List<Lexicon> LEXICONS =
      List.of(
          COMMON.with(Rule.DOUBLE_QUOTED_STRINGS, Rule.BACKSLASHES),
          COMMON.with(Rule.DOUBLE_QUOTED_STRINGS),
          COMMON.with(Rule.BACKSLASHES));

  private static final Set<String> ROUTINES = Set.of("procedure", "function", "trigger", "event");

  /** With an argument the first sets what it gives. */
  private static final Set<String> LEFT_BY_ONE_BEFORE =
      Set.of("last_insert_id", "row_count", "found_rows");

  private static final Set<String> OF_LAST_INSERT = Set.of("identity", "last_insert_id");

  /** These touch tables behind the word FROM, if at all. */
  private static final Set<String> QUERIES = Set.of("SELECT", "VALUES", "DO");

  /** These touch none, or some of the dictionary's at most: what is kept then is kept too long. */
  private static final Set<String> WITHOUT_TABLES =
      Set.of(
          "DEALLOCATE",
          "DESC",
          "DESCRIBE",
          "EXPLAIN",
          "HELP",
          "KILL",
          "PREPARE",
          "SET",
          "SHOW",
          "USE");

  private static final List<String> COMPOUND =
      List.of("IF", "CASE", "LOOP", "WHILE", "REPEAT", "FOR");

  private static final TransactionWords WORDS =
      new TransactionWords(
          Map.of(
              List.of("BEGIN"), TransactionCommand.BEGIN_ANEW,
              List.of("START", "TRANSACTION"), TransactionCommand.BEGIN_ANEW),
          Set.of("COMMIT"),
          Set.of("ROLLBACK"),
          Set.of("WORK"),
          Map.of(
              List.of(), false,
              List.of("AND", "NO", "CHAIN"), false,
              List.of("AND", "CHAIN"), true,
              List.of("RELEASE"), false,
              List.of("NO", "RELEASE"), false,
              List.of("AND", "NO", "CHAIN", "RELEASE"), false,
              List.of("AND", "NO", "CHAIN", "NO", "RELEASE"), false,
              List.of("AND", "CHAIN", "NO", "RELEASE"), true));

  private MysqlDialect() {}

  @Override
  public List<Lexicon> lexicons() {
    return LEXICONS;
  }

  @Override
  public TransactionCommand command(SqlStatement statement) {
    TransactionCommand command = WORDS.command(statement);
    if (command != TransactionCommand.NONE || !ImplicitCommits.isOne(statement)) {
      return command;
    }
    return statement.startsWith("CALL") || statement.startsWith("EXECUTE")
        ? TransactionCommand.COMMITS_UNSEEN
        : TransactionCommand.COMMITS_BESIDE;
  }

  @Override
  public boolean mayCommitUnseen(String text) {
    return ImplicitCommits.mayBeIn(text);
  }

  /** Bodies need no BEGIN: a trigger may be one IF. In MariaDB they need no routine either. */
  @Override
  public boolean mayHoldStatements(SqlStatement statement) {
    if (COMPOUND.stream().anyMatch(statement::startsWith) || statement.startsWith("BEGIN", "NOT")) {
      return true;
    }
    if (!statement.startsWith("CREATE") && !statement.startsWith("ALTER")) {
      return false;
    }
    SqlTokens tokens = statement.tokens();
    while (tokens.next()) {
      if (ROUTINES.contains(String.valueOf(tokens.value()))) {
        return true;
      }
    }
    return false;
  }

  /** By setting the mode, or within what a text does not show. */
  @Override
  public boolean mayLiftReadOnly(SqlStatement statement) {
    return statement.startsWith("SET")
        || statement.startsWith("CALL")
        || statement.startsWith("EXECUTE")
        || statement.startsWith("XA");
  }

  @Override
  public boolean asksOfTheOneBefore(SqlStatement statement) {
    SqlTokens tokens = statement.tokens();
    boolean any = tokens.next();
    while (any) {
      String word = String.valueOf(tokens.value());
      boolean sign = tokens.is('@');
      any = tokens.next();
      boolean asks = sign ? isOfLastInsert(tokens) : isCallWithout(tokens, word);
      if (asks) {
        return true;
      }
    }
    return false;
  }

  /** Behind the first sign of a variable. */
  private static boolean isOfLastInsert(SqlTokens tokens) {
    @Nullable String name = tokens.is('@') && tokens.next() ? Names.at(tokens) : null;
    return name != null
        && OF_LAST_INSERT.contains(
            name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  /** Behind the name of a function. */
  private static boolean isCallWithout(SqlTokens tokens, String name) {
    return LEFT_BY_ONE_BEFORE.contains(name) && tokens.is('(') && tokens.next() && tokens.is(')');
  }

  /** A statement that touches no table of an engine with transactions is none. */
  @Override
  public boolean mayBeTransaction(SqlStatement statement) {
    List<String> words = statement.words();
    String verb = words.isEmpty() ? "SELECT" : words.get(0);
    return QUERIES.contains(verb)
        ? isFromTable(statement.tokens())
        : !WITHOUT_TABLES.contains(verb);
  }

  private static boolean isFromTable(SqlTokens tokens) {
    while (tokens.next()) {
      if (tokens.is("FROM") && tokens.next() && !tokens.is("DUAL")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Unsealing unsealing(SqlText text) {
    return Unseals.how(text);
  }
}
