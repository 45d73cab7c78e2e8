package io.swiveljdbc.sql;

import java.util.EnumSet;
import java.util.Set;

/**
 * The lexical rules of a session, as far as the scanner must know them.
 *
 * <p>Common to all: strings in single quotes and names in double quotes, in which a doubled quote
 * stands for one; comments behind two dashes, and block comments; words in which only ASCII letters
 * have a case.
 */
public final class Lexicon {

  /** Rules in which databases, or sessions, differ. */
  public enum Rule {
    /** A block comment may hold others. */
    NESTED_COMMENTS,
    /** What stands in a block comment that begins with {@code !} or {@code M!} is executed. */
    EXECUTABLE_COMMENTS,
    /** {@code #} begins a comment. */
    HASH_COMMENTS,
    /** Two dashes begin a comment only where a space or a control character follows. */
    SPACED_DASHES,
    /** A line ends at a line feed or a NUL; a carriage return is a space. */
    LINE_FEEDS_END_LINES,
    /** A name may stand in backticks. */
    BACKTICKS,
    /** What stands in double quotes is a string. */
    DOUBLE_QUOTED_STRINGS,
    /** In a string, a backslash takes the next character with it. */
    BACKSLASHES,
    /** {@code E'…'} is a string with backslash escapes. */
    ESCAPE_STRINGS,
    /** {@code $tag$ … $tag$} is a string. */
    DOLLAR_QUOTES,
    /** A word that begins with a dollar may be such a string, in some versions. */
    DOLLARS_IN_DOUBT
  }

  private final Set<Rule> rules = EnumSet.noneOf(Rule.class);

  private Lexicon() {}

  /** What is common to all, and these rules. */
  public static Lexicon of(Rule... rules) {
    Lexicon lexicon = new Lexicon();
    for (Rule rule : rules) {
      lexicon.rules.add(rule);
    }
    return lexicon;
  }

  /** These rules and more. */
  public Lexicon with(Rule... more) {
    Lexicon lexicon = of(more);
    lexicon.rules.addAll(rules);
    return lexicon;
  }

  boolean has(Rule rule) {
    return rules.contains(rule);
  }

  @Override
  public String toString() {
    return rules.toString();
  }
}
