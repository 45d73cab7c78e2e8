package io.swiveljdbc.sql;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** One statement of a text, known by the words it begins with. */
public final class SqlStatement {

  /** One more than the longest form of a statement that ends a transaction has. */
  static final int MOST_WORDS = 8;

  private final String sql;
  private final Place place;
  private final int[] bounds;
  private final boolean more;
  private final TransactionCommand command;

  /**
   * Where a statement stands in its text.
   *
   * @param end behind its last token
   * @param parameters how many parameters stand before it
   */
  record Place(Dialect dialect, Lexicon lexicon, int start, int end, int parameters) {}

  /**
   * A statement of the text {@code sql}.
   *
   * @param bounds start and end of each leading word
   * @param more whether it holds anything besides these words
   */
  SqlStatement(String sql, Place place, int[] bounds, boolean more) {
    this.sql = sql;
    this.place = place;
    this.bounds = bounds;
    this.more = more;
    this.command = place.dialect.command(this);
  }

  /**
   * The unquoted words at its beginning in upper case, at most eight, ended by the first thing that
   * is none: {@code insert into "T" values (1)} has INSERT and INTO. Brackets, braces and parameter
   * marks before the first word are passed over: <code>{? = call f(?)}</code> has CALL and F.
   */
  public List<String> words() {
    return IntStream.range(0, bounds.length / 2).mapToObj(this::word).toList();
  }

  /** Its tokens, from the first on. */
  public SqlTokens tokens() {
    return new SqlTokens(sql, place.lexicon, place.start, place.end, place.parameters);
  }

  private String word(int index) {
    StringBuilder upperCase = new StringBuilder();
    for (int i = bounds[2 * index]; i < bounds[2 * index + 1]; i++) {
      upperCase.append(upperCase(sql.charAt(i)));
    }
    return upperCase.toString();
  }

  /** Whether its {@link #words} begin with these, which are given in upper case. */
  public boolean startsWith(String... keywords) {
    return hasWords(0, List.of(keywords));
  }

  boolean hasWords(int from, List<String> keywords) {
    for (int i = 0; i < keywords.size(); i++) {
      if (!hasWord(from + i, keywords.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether it ends with these words, which begin at the given one. */
  boolean endsWith(int from, List<String> keywords) {
    return !more && bounds.length == 2 * (from + keywords.size()) && hasWords(from, keywords);
  }

  boolean hasWord(int index, Set<String> keywords) {
    for (String keyword : keywords) {
      if (hasWord(index, keyword)) {
        return true;
      }
    }
    return false;
  }

  private boolean hasWord(int index, String keyword) {
    return 2 * index < bounds.length
        && isKeyword(sql, bounds[2 * index], bounds[2 * index + 1], keyword);
  }

  /** How it ends the transaction it runs in. */
  public TransactionEnd end() {
    return command.end();
  }

  /** Whether it may commit the open transaction although it is no command to do so. */
  public boolean commitsBeside() {
    return command.commitsBeside();
  }

  boolean commitsUnseen() {
    return command == TransactionCommand.COMMITS_UNSEEN;
  }

  boolean mayLiftReadOnly() {
    return command.begins() || place.dialect.mayLiftReadOnly(this);
  }

  TransactionCommand command() {
    return command;
  }

  static boolean isKeyword(String sql, int start, int end, String keyword) {
    if (end - start != keyword.length()) {
      return false;
    }
    for (int i = 0; i < keyword.length(); i++) {
      if (upperCase(sql.charAt(start + i)) != keyword.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** ASCII letters only, as servers do it: a Turkish dotless i makes no COMMIT. */
  private static char upperCase(char c) {
    return c >= 'a' && c <= 'z' ? (char) (c - 0x20) : c;
  }

  static String lowerCase(String word) {
    StringBuilder lower = new StringBuilder(word.length());
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      lower.append(c >= 'A' && c <= 'Z' ? (char) (c + 0x20) : c);
    }
    return lower.toString();
  }

  @Override
  public String toString() {
    return words() + (more ? "…" : "");
  }
}
