package io.swiveljdbc.sql;

import io.swiveljdbc.sql.Lexer.Token;
import io.swiveljdbc.sql.Lexicon.Rule;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one statement, one at a time, without spacing and comments. Before the first {@link
 * #next} there is none.
 */
public final class SqlTokens {

  /** What a token is. */
  public enum Kind {
    /** A keyword or a name without quotes. */
    WORD,
    /** A name in quotes. */
    NAME,
    /** A string in any form. */
    STRING,
    /** A question mark that stands for a parameter. */
    PARAMETER,
    /** A number, or its part up to a point. */
    NUMBER,
    /** A single other character. */
    SYMBOL,
    /** There is no more. */
    END
  }

  private final String sql;
  private final Lexicon lexicon;
  private final Lexer lexer;
  private final int limit;
  private int parameters;
  private Kind kind = Kind.END;

  /**
   * Stands before the first token of a statement that was read to its end before.
   *
   * @param parameters how many parameters stand before it in the same text
   */
  SqlTokens(String sql, Lexicon lexicon, int start, int limit, int parameters) {
    this.sql = sql;
    this.lexicon = lexicon;
    this.lexer = new Lexer(sql, lexicon, start);
    this.limit = limit;
    this.parameters = parameters;
  }

  /** Goes to the next token; false when there is none. */
  public boolean next() {
    Token token = lexer.next();
    if (!isPart(token) || lexer.end() > limit) {
      kind = Kind.END;
      return false;
    }
    kind = token == Token.WORD ? Kind.WORD : other();
    if (kind == Kind.PARAMETER) {
      parameters++;
    }
    return true;
  }

  private static boolean isPart(Token token) {
    return token != Token.END && token != Token.UNTERMINATED && token != Token.IN_DOUBT;
  }

  private Kind other() {
    char first = sql.charAt(lexer.start());
    boolean single = lexer.end() - lexer.start() == 1;
    return switch (first) {
      case '\'', 'e', 'E' -> Kind.STRING;
      case '"' -> lexicon.has(Rule.DOUBLE_QUOTED_STRINGS) ? Kind.STRING : Kind.NAME;
      case '`' -> single ? Kind.SYMBOL : Kind.NAME;
      case '$' -> single ? Kind.SYMBOL : Kind.STRING;
      case '?' -> single ? Kind.PARAMETER : Kind.SYMBOL;
      default -> Lexer.isDigit(first) ? Kind.NUMBER : Kind.SYMBOL;
    };
  }

  public Kind kind() {
    return kind;
  }

  /** Whether it is this keyword, given in upper case. */
  public boolean is(String keyword) {
    return kind == Kind.WORD && SqlStatement.isKeyword(sql, lexer.start(), lexer.end(), keyword);
  }

  /** Whether it is this character. */
  public boolean is(char symbol) {
    return kind == Kind.SYMBOL && sql.charAt(lexer.start()) == symbol;
  }

  /** The number of the parameter that was met last, counted from 1 through the whole text. */
  public int parameter() {
    return parameters;
  }

  /** How many characters it has. */
  public int length() {
    return lexer.end() - lexer.start();
  }

  /** It as it is written. */
  public String text() {
    return sql.substring(lexer.start(), lexer.end());
  }

  /** Where it begins in the whole text. */
  public int start() {
    return lexer.start();
  }

  /** Where it ends in the whole text, behind its last character. */
  public int end() {
    return lexer.end();
  }

  /** What is written between two places of the whole text. */
  public String written(int from, int to) {
    return sql.substring(from, to);
  }

  /** What is written from here to the end of the statement. */
  public String textFromHere() {
    return sql.substring(lexer.start(), limit).stripTrailing();
  }

  /**
   * What a name or a string means: a word in lower case, quotes taken away; null where that depends
   * on escapes, and for everything else.
   */
  public @Nullable String value() {
    return switch (kind) {
      case WORD -> SqlStatement.lowerCase(text());
      case NAME -> unquoted();
      case STRING -> stringValue();
      case PARAMETER, NUMBER, SYMBOL, END -> null;
    };
  }

  private @Nullable String stringValue() {
    String text = text();
    if (text.charAt(0) == '$') {
      int tag = text.indexOf('$', 1) + 1;
      return text.substring(tag, text.length() - tag);
    }
    boolean plain = text.charAt(0) == text.charAt(text.length() - 1);
    return plain && text.indexOf('\\') < 0 ? unquoted() : null;
  }

  private String unquoted() {
    String one = String.valueOf(sql.charAt(lexer.start()));
    return sql.substring(lexer.start() + 1, lexer.end() - 1).replace(one + one, one);
  }
}
